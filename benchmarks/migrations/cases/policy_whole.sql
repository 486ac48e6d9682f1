-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Note_tenantId_idx" ON "Note"("tenantId");
-- migration: 20240201000000_rls
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));

-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_open
--! policy-dropped: nothing takes its place
DROP POLICY "tenant" ON "Note";
--! policy-dropped: everybody reads every tenant's notes
ALTER TABLE "Note" DISABLE ROW LEVEL SECURITY;

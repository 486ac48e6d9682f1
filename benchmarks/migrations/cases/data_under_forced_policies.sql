-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "text" TEXT, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_text
--! data-under-forced-policy: without a tenant no row is seen, nothing is changed
UPDATE "Note" SET "text" = 'none' WHERE "text" = 'empty';

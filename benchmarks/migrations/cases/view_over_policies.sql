-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_view
--! view-around-policies: it reads with the rights of its owner
CREATE VIEW "NoteCount" AS SELECT "tenantId", count(*) FROM "Note" GROUP BY "tenantId";

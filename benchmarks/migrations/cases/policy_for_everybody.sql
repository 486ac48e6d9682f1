-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_open
--! policy-opened: policies are joined by OR, so all rows are open
CREATE POLICY "open" ON "Note" USING (true);

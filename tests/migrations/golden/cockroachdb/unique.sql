-- ===== migration.sql
/*
  Warnings:

  - A unique constraint covering the columns `[tenantId,id]` on the table `documents` will be added. If there are existing duplicate values, this will fail.

*/
-- CreateIndex
CREATE UNIQUE INDEX "documents_tenantId_id_key" ON "documents"("tenantId", "id");

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_unique_documents_tenant_id_id. Nothing runs this by itself:
-- prisma db execute --file <this file>

-- DropIndex
DROP INDEX "documents_tenantId_id_key";

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_unique_documents_tenant_id_id';

-- ===== verify.sql
-- What must hold after 20260101000000_unique_documents_tenant_id_id. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT 'documents.documents_tenantId_id_key' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid WHERE indrelid = to_regclass('"documents"') AND relname = 'documents_tenantId_id_key' AND indisvalid AND indisready);

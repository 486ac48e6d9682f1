-- ===== migration.sql
-- CreateIndex
CREATE INDEX "chatbots_tenantId_createdAt_idx" ON "chatbots"("tenantId", "createdAt");

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_index_chatbots_tenant_id_created_at. Nothing runs this by itself:
-- prisma db execute --file <this file>

-- DropIndex
DROP INDEX "chatbots_tenantId_createdAt_idx";

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_index_chatbots_tenant_id_created_at';

-- ===== verify.sql
-- What must hold after 20260101000000_index_chatbots_tenant_id_created_at. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT 'chatbots.chatbots_tenantId_createdAt_idx' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid WHERE indrelid = to_regclass('"chatbots"') AND relname = 'chatbots_tenantId_createdAt_idx' AND indisvalid AND indisready);

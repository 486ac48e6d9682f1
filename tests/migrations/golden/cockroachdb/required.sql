-- ===== migration.sql
-- For a maintenance window: writers to messages wait, or fail, while this runs.
-- Stop the application, or make it read-only, and deploy its new version with it.
-- messages.tenantId is filled along conversationId → conversations.tenantId.
-- Refuses where rows would have no value
SELECT CASE WHEN EXISTS (SELECT 1 FROM "messages" WHERE NOT EXISTS (SELECT 1 FROM "conversations" AS t1 WHERE "messages"."conversationId" = t1."id" AND t1."tenantId" IS NOT NULL)) THEN concat('messages.tenantId: rows have no value along conversationId → conversations.tenantId')::INT8 ELSE 0 END;

-- AlterTable
ALTER TABLE "messages" ADD COLUMN IF NOT EXISTS "tenantId" STRING;

-- Backfill
UPDATE "messages" SET "tenantId" = (SELECT t1."tenantId" FROM "conversations" AS t1 WHERE "messages"."conversationId" = t1."id") WHERE "tenantId" IS NULL;
ALTER TABLE "messages" ALTER COLUMN "tenantId" SET NOT NULL;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_add_tenant_id_to_message. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column messages.tenantId

-- AlterTable
ALTER TABLE "messages" DROP COLUMN "tenantId";

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_add_tenant_id_to_message';

-- ===== verify.sql
-- What must hold after 20260101000000_add_tenant_id_to_message. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Rows of messages without tenantId.
SELECT place, found FROM (SELECT 'messages.tenantId' AS place, count(*) AS found FROM "messages" WHERE "tenantId" IS NULL) AS counted WHERE found > 0;

-- Rows of two tenants: messages.tenantId and conversationId → conversations.tenantId differ.
SELECT place, found FROM (SELECT 'messages.tenantId and conversationId → conversations.tenantId' AS place, count(*) AS found FROM "messages" AS t0, "conversations" AS t1
WHERE t0."conversationId" = t1."id" AND t0."tenantId" <> t1."tenantId") AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT 'messages.tenantId' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"messages"') AND attname = 'tenantId' AND NOT attisdropped AND attnotnull);

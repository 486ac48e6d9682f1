-- ===== migration.sql
-- For a maintenance window: writers to conversations wait, or fail, while this runs.
-- Stop the application, or make it read-only, and deploy its new version with it.
-- conversations.tenantId is filled along chatbotId → chatbots.tenantId.
-- Refuses where rows would have no value
SELECT CASE WHEN EXISTS (SELECT 1 FROM "conversations" WHERE NOT EXISTS (SELECT 1 FROM "chatbots" AS t1 WHERE "conversations"."chatbotId" = t1."id" AND t1."tenantId" IS NOT NULL)) THEN concat('conversations.tenantId: rows have no value along chatbotId → chatbots.tenantId')::INT8 ELSE 0 END;

-- AlterTable
ALTER TABLE "conversations" ADD COLUMN IF NOT EXISTS "tenantId" STRING;

-- Backfill
UPDATE "conversations" SET "tenantId" = (SELECT t1."tenantId" FROM "chatbots" AS t1 WHERE "conversations"."chatbotId" = t1."id") WHERE "tenantId" IS NULL;
ALTER TABLE "conversations" ALTER COLUMN "tenantId" SET NOT NULL;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_change_conversations. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column conversations.tenantId

-- DropForeignKey
ALTER TABLE "conversations" DROP CONSTRAINT "conversations_tenantId_fkey";

-- AlterTable
ALTER TABLE "conversations" DROP COLUMN "tenantId";

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_change_conversations';

-- ===== verify.sql
-- What must hold after 20260101000000_change_conversations. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Rows of conversations without tenantId.
SELECT place, found FROM (SELECT 'conversations.tenantId' AS place, count(*) AS found FROM "conversations" WHERE "tenantId" IS NULL) AS counted WHERE found > 0;

-- Rows of conversations whose tenantId names no row of tenants.
SELECT place, found FROM (SELECT 'conversations_tenantId_fkey' AS place, count(*) AS found FROM "conversations" AS c
WHERE c."tenantId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "tenants" AS p WHERE p."id" = c."tenantId")) AS counted WHERE found > 0;

-- Rows of two tenants: conversations.tenantId and chatbotId → chatbots.tenantId differ.
SELECT place, found FROM (SELECT 'conversations.tenantId and chatbotId → chatbots.tenantId' AS place, count(*) AS found FROM "conversations" AS t0, "chatbots" AS t1
WHERE t0."chatbotId" = t1."id" AND t0."tenantId" <> t1."tenantId") AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT 'conversations.tenantId' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"conversations"') AND attname = 'tenantId' AND NOT attisdropped AND attnotnull);

-- Foreign keys that are not there, or not validated: the rows of before are not held to them.
SELECT 'conversations.conversations_tenantId_fkey' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"conversations"') AND conname = 'conversations_tenantId_fkey' AND convalidated);

-- ===== migration.sql
-- CreateTable
CREATE TABLE "faq_entries" (
    "id" STRING NOT NULL,
    "tenantId" STRING NOT NULL,
    "question" STRING NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "faq_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "faq_entries_tenantId_idx" ON "faq_entries"("tenantId");

-- AddForeignKey
ALTER TABLE "faq_entries" ADD CONSTRAINT "faq_entries_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_add_faq_entry. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the table faq_entries

-- DropForeignKey
ALTER TABLE "faq_entries" DROP CONSTRAINT "faq_entries_tenantId_fkey";

-- DropTable
DROP TABLE "faq_entries";

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_add_faq_entry';

-- ===== verify.sql
-- What must hold after 20260101000000_add_faq_entry. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT 'faq_entries.faq_entries_tenantId_idx' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid WHERE indrelid = to_regclass('"faq_entries"') AND relname = 'faq_entries_tenantId_idx' AND indisvalid AND indisready);

-- Foreign keys that are not there, or not validated: the rows of before are not held to them.
SELECT 'faq_entries.faq_entries_tenantId_fkey' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"faq_entries"') AND conname = 'faq_entries_tenantId_fkey' AND convalidated);

-- ===== seed.sql
-- A template for 20260101000000_add_faq_entry: a row for each tenant that there is and has none yet.
-- Nothing runs this by itself. Does no tenant need one, delete this file; else replace every
-- fill_this_in('…'), then, after the migration:
-- cockroach sql --url "$DATABASE_URL" --file seed.sql
-- For `prisma migrate deploy` to do it: partywall create-migration --data --seed NAME --table faq_entries

-- faq_entries
WITH done AS (
    INSERT INTO "faq_entries" ("id", "tenantId", "question", "updatedAt")
    SELECT
        gen_random_uuid()::TEXT, -- id
        owner."id", -- tenantId
        fill_this_in('question'), -- question
        CURRENT_TIMESTAMP -- updatedAt
    FROM "tenants" AS owner
    WHERE NOT EXISTS (
        SELECT 1 FROM "faq_entries" AS old
        WHERE old."tenantId" = owner."id"
          AND (fill_this_in('what tells the seeded row from others, such as: old."question" = the seeded question'))
    )
    RETURNING *
)
-- What must hold now, or nothing of it stays. The table is seen here as it was before.
SELECT CASE
    WHEN EXISTS (SELECT 1 FROM done AS old WHERE (fill_this_in('what tells the seeded row from others, such as: old."question" = the seeded question')) IS NOT TRUE)
    THEN concat('tenants without rows in faq_entries')::INT8
    ELSE (SELECT count(*) FROM done)
END AS done;

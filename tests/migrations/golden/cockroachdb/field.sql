-- ===== migration.sql
-- AlterTable
ALTER TABLE "documents" ADD COLUMN     "mood" STRING NOT NULL DEFAULT 'draft';

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_add_mood_to_document. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column documents.mood

-- AlterTable
ALTER TABLE "documents" DROP COLUMN "mood";

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_add_mood_to_document';

-- ===== verify.sql
-- What must hold after 20260101000000_add_mood_to_document. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Rows of documents without mood.
SELECT place, found FROM (SELECT 'documents.mood' AS place, count(*) AS found FROM "documents" WHERE "mood" IS NULL) AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT 'documents.mood' AS place WHERE NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"documents"') AND attname = 'mood' AND NOT attisdropped AND attnotnull);

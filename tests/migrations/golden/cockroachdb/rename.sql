-- ===== migration.sql
-- For a maintenance window: the version that runs knows only the old names.
-- Renames documents.name to title.
-- RenameColumn
ALTER TABLE "documents" RENAME COLUMN "name" TO "title";

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_rename_name_of_document. Nothing runs this by itself:
-- prisma db execute --file <this file>

-- RenameColumn
ALTER TABLE "documents" RENAME COLUMN "title" TO "name";

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_rename_name_of_document';

-- ===== verify.sql
-- What must hold after 20260101000000_rename_name_of_document. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Columns that are still there.
SELECT 'documents.name' AS place WHERE EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"documents"') AND attname = 'name' AND NOT attisdropped);

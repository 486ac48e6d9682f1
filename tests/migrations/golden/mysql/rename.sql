-- ===== migration.sql
-- For a maintenance window: the version that runs knows only the old names.
-- Renames documents.name to title.
-- RenameColumn
ALTER TABLE `documents` RENAME COLUMN `name` TO `title`;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_rename_name_of_document. Nothing runs this by itself:
-- prisma db execute --file <this file>

-- RenameColumn
ALTER TABLE `documents` RENAME COLUMN `title` TO `name`;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_rename_name_of_document';

-- ===== verify.sql
-- What must hold after 20260101000000_rename_name_of_document. Each query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)

-- Columns that are still there.
SELECT 'documents.name' AS place FROM DUAL WHERE EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'documents' AND column_name = 'name');

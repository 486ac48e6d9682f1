-- ===== migration.sql
-- AlterTable
ALTER TABLE `documents` ADD COLUMN `mood` VARCHAR(191) NOT NULL DEFAULT 'draft',
    ALGORITHM=INSTANT;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_add_mood_to_document. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column documents.mood

-- AlterTable
ALTER TABLE `documents` DROP COLUMN `mood`,
    ALGORITHM=INPLACE, LOCK=NONE;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_add_mood_to_document';

-- ===== verify.sql
-- What must hold after 20260101000000_add_mood_to_document. Each query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)

-- Rows of documents without mood.
SELECT place, found FROM (SELECT 'documents.mood' AS place, count(*) AS found FROM `documents` WHERE `mood` IS NULL) AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT 'documents.mood' AS place FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'documents' AND column_name = 'mood' AND is_nullable = 'NO');

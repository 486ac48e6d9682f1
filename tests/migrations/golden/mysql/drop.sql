-- ===== migration.sql
/*
  Warnings:

  - You are about to drop the column `description` on the `chatbots` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE `chatbots` DROP COLUMN `description`,
    ALGORITHM=INPLACE, LOCK=NONE;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_drop_description_from_chatbot. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Not brought back: the earlier values of chatbots.description

-- AlterTable
ALTER TABLE `chatbots` ADD COLUMN `description` VARCHAR(191) NULL,
    ALGORITHM=INSTANT;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_drop_description_from_chatbot';

-- ===== verify.sql
-- What must hold after 20260101000000_drop_description_from_chatbot. Each query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)

-- Columns that are still there.
SELECT 'chatbots.description' AS place FROM DUAL WHERE EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'chatbots' AND column_name = 'description');

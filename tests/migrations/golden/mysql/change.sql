-- ===== migration.sql
-- AlterTable
ALTER TABLE `chatbots` MODIFY `description` VARCHAR(191) NULL DEFAULT 'none',
    ALGORITHM=INSTANT;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_change_description_of_chatbot. Nothing runs this by itself:
-- prisma db execute --file <this file>

-- AlterTable
ALTER TABLE `chatbots` ALTER COLUMN `description` DROP DEFAULT,
    ALGORITHM=INSTANT;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_change_description_of_chatbot';

-- ===== verify.sql
-- There is nothing to ask after 20260101000000_change_description_of_chatbot: it is done when `migrate deploy` says so.

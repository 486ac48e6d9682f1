-- ===== migration.sql
-- For a maintenance window: writers to conversations wait, or fail, while this runs.
-- Stop the application, or make it read-only, and deploy its new version with it.
-- conversations.tenantId is filled along chatbotId → chatbots.tenantId.
-- Refuses where rows would have no value
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;
CREATE TEMPORARY TABLE `_partywall_check` (`fits` BOOLEAN, CONSTRAINT `conversations.tenantId: rows have no value along chatbotId → cha` CHECK (`fits`));
INSERT INTO `_partywall_check` SELECT 0 FROM (SELECT 1) AS `one` WHERE EXISTS (SELECT 1 FROM `conversations` WHERE NOT EXISTS (SELECT 1 FROM `chatbots` AS t1 WHERE `conversations`.`chatbotId` = t1.`id` AND t1.`tenantId` IS NOT NULL));
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;

-- AlterTable
ALTER TABLE `conversations` ADD COLUMN `tenantId` VARCHAR(191) NULL,
    ALGORITHM=INSTANT;

-- Backfill
UPDATE `conversations` SET `tenantId` = (SELECT t1.`tenantId` FROM `chatbots` AS t1 WHERE `conversations`.`chatbotId` = t1.`id`) WHERE `tenantId` IS NULL;
ALTER TABLE `conversations` MODIFY `tenantId` VARCHAR(191) NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;

-- AddForeignKey
ALTER TABLE `conversations` ADD CONSTRAINT `conversations_tenantId_fkey` FOREIGN KEY (`tenantId`) REFERENCES `tenants`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_change_conversations. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column conversations.tenantId

-- DropForeignKey
ALTER TABLE `conversations` DROP FOREIGN KEY `conversations_tenantId_fkey`;

-- DropIndex
ALTER TABLE `conversations` DROP INDEX `conversations_tenantId_fkey`, ALGORITHM=INPLACE, LOCK=NONE;

-- AlterTable
ALTER TABLE `conversations` DROP COLUMN `tenantId`,
    ALGORITHM=INPLACE, LOCK=NONE;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_change_conversations';

-- ===== verify.sql
-- What must hold after 20260101000000_change_conversations. Each query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)

-- Rows of conversations without tenantId.
SELECT place, found FROM (SELECT 'conversations.tenantId' AS place, count(*) AS found FROM `conversations` WHERE `tenantId` IS NULL) AS counted WHERE found > 0;

-- Rows of conversations whose tenantId names no row of tenants.
SELECT place, found FROM (SELECT 'conversations_tenantId_fkey' AS place, count(*) AS found FROM `conversations` AS c
WHERE c.`tenantId` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `tenants` AS p WHERE p.`id` = c.`tenantId`)) AS counted WHERE found > 0;

-- Rows of two tenants: conversations.tenantId and chatbotId → chatbots.tenantId differ.
SELECT place, found FROM (SELECT 'conversations.tenantId and chatbotId → chatbots.tenantId' AS place, count(*) AS found FROM `conversations` AS t0, `chatbots` AS t1
WHERE t0.`chatbotId` = t1.`id` AND t0.`tenantId` <> t1.`tenantId`) AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT 'conversations.tenantId' AS place FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'conversations' AND column_name = 'tenantId' AND is_nullable = 'NO');

-- Foreign keys that are not there, or not validated: the rows of before are not held to them.
SELECT 'conversations.conversations_tenantId_fkey' AS place FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_schema = DATABASE() AND table_name = 'conversations' AND constraint_type = 'FOREIGN KEY' AND constraint_name = 'conversations_tenantId_fkey');

-- ===== migration.sql
-- CreateTable
CREATE TABLE `faq_entries` (
    `id` VARCHAR(191) NOT NULL,
    `tenantId` VARCHAR(191) NOT NULL,
    `question` VARCHAR(191) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `faq_entries_tenantId_idx`(`tenantId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `faq_entries` ADD CONSTRAINT `faq_entries_tenantId_fkey` FOREIGN KEY (`tenantId`) REFERENCES `tenants`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_add_faq_entry. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the table faq_entries

-- DropForeignKey
ALTER TABLE `faq_entries` DROP FOREIGN KEY `faq_entries_tenantId_fkey`;

-- DropTable
DROP TABLE `faq_entries`;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_add_faq_entry';

-- ===== verify.sql
-- What must hold after 20260101000000_add_faq_entry. Each query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)

-- Foreign keys that are not there, or not validated: the rows of before are not held to them.
SELECT 'faq_entries.faq_entries_tenantId_fkey' AS place FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_schema = DATABASE() AND table_name = 'faq_entries' AND constraint_type = 'FOREIGN KEY' AND constraint_name = 'faq_entries_tenantId_fkey');

-- ===== seed.sql
-- A template for 20260101000000_add_faq_entry: a row for each tenant that there is and has none yet.
-- Nothing runs this by itself. Does no tenant need one, delete this file; else replace every
-- fill_this_in('…'), then, after the migration:
-- mysql "$DATABASE" < seed.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)
-- For `prisma migrate deploy` to do it: partywall create-migration --data --seed NAME --table faq_entries

-- faq_entries
START TRANSACTION;

INSERT INTO `faq_entries` (`id`, `tenantId`, `question`, `updatedAt`)
SELECT
    uuid(), -- id
    owner.`id`, -- tenantId
    fill_this_in('question'), -- question
    CURRENT_TIMESTAMP(3) -- updatedAt
FROM `tenants` AS owner
WHERE NOT EXISTS (
    SELECT 1 FROM `faq_entries` AS old
    WHERE old.`tenantId` = owner.`id`
      AND (fill_this_in('what tells the seeded row from others, such as: old.`question` = the seeded question'))
);

-- What must hold now, or nothing of it stays.
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;
CREATE TEMPORARY TABLE `_partywall_check` (`fits` BOOLEAN, CONSTRAINT `tenants without rows in faq_entries` CHECK (`fits`));
INSERT INTO `_partywall_check` SELECT 0 FROM (SELECT 1) AS `one` WHERE EXISTS (
    SELECT 1 FROM `tenants` AS owner
    WHERE NOT EXISTS (
        SELECT 1 FROM `faq_entries` AS old
        WHERE old.`tenantId` = owner.`id`
          AND (fill_this_in('what tells the seeded row from others, such as: old.`question` = the seeded question')))
);
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;

COMMIT;

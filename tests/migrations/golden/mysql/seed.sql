-- ===== migration.sql
-- Seeds chatbot-defaults into chatbots, for each tenant.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.

START TRANSACTION;

INSERT INTO `chatbots` (`id`, `name`, `tenantId`, `updatedAt`)
SELECT
    uuid(), -- id
    fill_this_in('name'), -- name
    owner.`id`, -- tenantId
    CURRENT_TIMESTAMP(3) -- updatedAt
FROM `tenants` AS owner
WHERE NOT EXISTS (
    SELECT 1 FROM `chatbots` AS old
    WHERE old.`tenantId` = owner.`id`
      AND (fill_this_in('what tells the seeded row from others, such as: old.`name` = the seeded name'))
);

-- What must hold now, or nothing of it stays.
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;
CREATE TEMPORARY TABLE `_partywall_check` (`fits` BOOLEAN, CONSTRAINT `tenants without chatbot-defaults` CHECK (`fits`));
INSERT INTO `_partywall_check` SELECT 0 FROM (SELECT 1) AS `one` WHERE EXISTS (
    SELECT 1 FROM `tenants` AS owner
    WHERE NOT EXISTS (
        SELECT 1 FROM `chatbots` AS old
        WHERE old.`tenantId` = owner.`id`
          AND (fill_this_in('what tells the seeded row from others, such as: old.`name` = the seeded name')))
);
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;

COMMIT;

-- ===== down.sql
-- Takes back the migration 20260101000000_seed_chatbot_defaults. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the seeded rows, and what was made to depend on them since.

START TRANSACTION;

DELETE old FROM `chatbots` AS old WHERE fill_this_in('what tells the seeded row from others, such as: old.`name` = the seeded name');

DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_seed_chatbot_defaults';

COMMIT;

-- ===== verify.sql
-- What must hold after 20260101000000_seed_chatbot_defaults. The query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT 'tenants without chatbot-defaults' AS place, count(*) AS found FROM `tenants` AS owner
WHERE NOT EXISTS (
    SELECT 1 FROM `chatbots` AS old
    WHERE old.`tenantId` = owner.`id`
      AND (fill_this_in('what tells the seeded row from others, such as: old.`name` = the seeded name')))) AS counted WHERE found > 0;

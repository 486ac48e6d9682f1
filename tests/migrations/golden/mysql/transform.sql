-- ===== migration.sql
-- Transforms chatbot-prompt of chatbots.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.

START TRANSACTION;

UPDATE `chatbots` AS old
JOIN `tenants` AS owner ON old.`tenantId` = owner.`id`
SET old.`prompt` = fill_this_in('the new value of prompt')
WHERE fill_this_in('which rows are still to be transformed, such as: old.`prompt` = its old value');

-- What must hold now, or nothing of it stays.
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;
CREATE TEMPORARY TABLE `_partywall_check` (`fits` BOOLEAN, CONSTRAINT `rows of chatbots are not transformed` CHECK (`fits`));
INSERT INTO `_partywall_check` SELECT 0 FROM (SELECT 1) AS `one` WHERE EXISTS (
    SELECT 1 FROM `chatbots` AS old WHERE fill_this_in('which rows are still to be transformed, such as: old.`prompt` = its old value')
);
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;

COMMIT;

-- ===== down.sql
-- Takes back the migration 20260101000000_transform_chatbot_prompt. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- The earlier values are gone unless you can compute them from the new ones.

START TRANSACTION;

UPDATE `chatbots` AS old SET old.`prompt` = fill_this_in('the earlier value of prompt') WHERE fill_this_in('which rows were transformed');

DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_transform_chatbot_prompt';

COMMIT;

-- ===== verify.sql
-- What must hold after 20260101000000_transform_chatbot_prompt. The query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT 'rows of chatbots are not transformed' AS place, count(*) AS found FROM `chatbots` AS old WHERE fill_this_in('which rows are still to be transformed, such as: old.`prompt` = its old value')) AS counted WHERE found > 0;

-- ===== migration.sql
-- Cleans up old-ratings of ratings.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.

START TRANSACTION;

DELETE old FROM `ratings` AS old
JOIN `messages` AS owner ON old.`messageId` = owner.`id`
WHERE fill_this_in('which rows are obsolete, such as: old.`createdAt` < the earliest that stays');

-- What must hold now, or nothing of it stays.
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;
CREATE TEMPORARY TABLE `_partywall_check` (`fits` BOOLEAN, CONSTRAINT `obsolete rows of ratings are left` CHECK (`fits`));
INSERT INTO `_partywall_check` SELECT 0 FROM (SELECT 1) AS `one` WHERE EXISTS (
    SELECT 1 FROM `ratings` AS old WHERE fill_this_in('which rows are obsolete, such as: old.`createdAt` < the earliest that stays')
);
DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;

COMMIT;

-- ===== down.sql
-- Takes back the migration 20260101000000_cleanup_old_ratings. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- The rows are gone: bring them back from the backup, then run the last statement alone.

START TRANSACTION;

SELECT fill_this_in('nothing, once the rows are back: delete this line');

DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_cleanup_old_ratings';

COMMIT;

-- ===== verify.sql
-- What must hold after 20260101000000_cleanup_old_ratings. The query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT 'obsolete rows of ratings are left' AS place, count(*) AS found FROM `ratings` AS old WHERE fill_this_in('which rows are obsolete, such as: old.`createdAt` < the earliest that stays')) AS counted WHERE found > 0;

-- ===== migration.sql
-- Cleans up old-ratings of ratings.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.
WITH done AS (
    DELETE FROM "ratings" AS old
    WHERE EXISTS (
        SELECT 1 FROM "messages" AS owner
        WHERE old."messageId" = owner."id"
          AND (fill_this_in('which rows are obsolete, such as: old."createdAt" < the earliest that stays'))
    )
    RETURNING 1
)
-- What must hold now, or nothing of it stays. The table is seen here as it was before.
SELECT CASE
    WHEN (SELECT count(*) FROM done) < (SELECT count(*) FROM "ratings" AS old WHERE fill_this_in('which rows are obsolete, such as: old."createdAt" < the earliest that stays'))
    THEN concat('obsolete rows of ratings are left')::INT8
    ELSE (SELECT count(*) FROM done)
END AS done;

-- ===== down.sql
-- Takes back the migration 20260101000000_cleanup_old_ratings. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- The rows are gone: bring them back from the backup, then run the last statement alone.

BEGIN;

SELECT fill_this_in('nothing, once the rows are back: delete this line');

DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_cleanup_old_ratings';

COMMIT;

-- ===== verify.sql
-- What must hold after 20260101000000_cleanup_old_ratings. The query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT 'obsolete rows of ratings are left' AS place, count(*) AS found FROM "ratings" AS old WHERE fill_this_in('which rows are obsolete, such as: old."createdAt" < the earliest that stays')) AS counted WHERE found > 0;

-- ===== migration.sql
-- Transforms chatbot-prompt of chatbots.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.
WITH done AS (
    UPDATE "chatbots" AS old
    SET "prompt" = fill_this_in('the new value of prompt')
    FROM "tenants" AS owner
    WHERE old."tenantId" = owner."id"
          AND (fill_this_in('which rows are still to be transformed, such as: old."prompt" = its old value'))
    RETURNING old.*
)
-- What must hold now, or nothing of it stays. The table is seen here as it was before.
SELECT CASE
    WHEN EXISTS (SELECT 1 FROM done AS old WHERE fill_this_in('which rows are still to be transformed, such as: old."prompt" = its old value'))
      OR (SELECT count(*) FROM done) < (SELECT count(*) FROM "chatbots" AS old WHERE fill_this_in('which rows are still to be transformed, such as: old."prompt" = its old value'))
    THEN concat('rows of chatbots are not transformed')::INT8
    ELSE (SELECT count(*) FROM done)
END AS done;

-- ===== down.sql
-- Takes back the migration 20260101000000_transform_chatbot_prompt. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- The earlier values are gone unless you can compute them from the new ones.

BEGIN;

UPDATE "chatbots" AS old SET "prompt" = fill_this_in('the earlier value of prompt') WHERE fill_this_in('which rows were transformed');

DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_transform_chatbot_prompt';

COMMIT;

-- ===== verify.sql
-- What must hold after 20260101000000_transform_chatbot_prompt. The query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT 'rows of chatbots are not transformed' AS place, count(*) AS found FROM "chatbots" AS old WHERE fill_this_in('which rows are still to be transformed, such as: old."prompt" = its old value')) AS counted WHERE found > 0;

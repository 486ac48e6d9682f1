-- ===== migration.sql
-- Seeds chatbot-defaults into chatbots, for each tenant.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.
WITH done AS (
    INSERT INTO "chatbots" ("id", "name", "tenantId", "updatedAt")
    SELECT
        gen_random_uuid()::TEXT, -- id
        fill_this_in('name'), -- name
        owner."id", -- tenantId
        CURRENT_TIMESTAMP -- updatedAt
    FROM "tenants" AS owner
    WHERE NOT EXISTS (
        SELECT 1 FROM "chatbots" AS old
        WHERE old."tenantId" = owner."id"
          AND (fill_this_in('what tells the seeded row from others, such as: old."name" = the seeded name'))
    )
    RETURNING *
)
-- What must hold now, or nothing of it stays. The table is seen here as it was before.
SELECT CASE
    WHEN EXISTS (SELECT 1 FROM done AS old WHERE (fill_this_in('what tells the seeded row from others, such as: old."name" = the seeded name')) IS NOT TRUE)
    THEN concat('tenants without chatbot-defaults')::INT8
    ELSE (SELECT count(*) FROM done)
END AS done;

-- ===== down.sql
-- Takes back the migration 20260101000000_seed_chatbot_defaults. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the seeded rows, and what was made to depend on them since.

BEGIN;

DELETE FROM "chatbots" AS old WHERE fill_this_in('what tells the seeded row from others, such as: old."name" = the seeded name');

DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_seed_chatbot_defaults';

COMMIT;

-- ===== verify.sql
-- What must hold after 20260101000000_seed_chatbot_defaults. The query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT 'tenants without chatbot-defaults' AS place, count(*) AS found FROM "tenants" AS owner
WHERE NOT EXISTS (
    SELECT 1 FROM "chatbots" AS old
    WHERE old."tenantId" = owner."id"
      AND (fill_this_in('what tells the seeded row from others, such as: old."name" = the seeded name')))) AS counted WHERE found > 0;

-- ===== migration.sql
-- Seeds chatbot-defaults into chatbots, for each tenant.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.

BEGIN TRY

BEGIN TRAN;

INSERT INTO [dbo].[chatbots] ([id], [name], [tenantId], [updatedAt])
SELECT
    LOWER(CONVERT(CHAR(36), NEWID())), -- id
    fill_this_in('name'), -- name
    owner.[id], -- tenantId
    CURRENT_TIMESTAMP -- updatedAt
FROM [dbo].[tenants] AS owner
WHERE NOT EXISTS (
    SELECT 1 FROM [dbo].[chatbots] AS old
    WHERE old.[tenantId] = owner.[id]
      AND (fill_this_in('what tells the seeded row from others, such as: old.[name] = the seeded name'))
);

-- What must hold now, or nothing of it stays.
IF EXISTS (
    SELECT 1 FROM [dbo].[tenants] AS owner
    WHERE NOT EXISTS (
        SELECT 1 FROM [dbo].[chatbots] AS old
        WHERE old.[tenantId] = owner.[id]
          AND (fill_this_in('what tells the seeded row from others, such as: old.[name] = the seeded name')))
) RAISERROR(N'%s', 16, 1, N'tenants without chatbot-defaults');

COMMIT TRAN;

END TRY
BEGIN CATCH

IF @@TRANCOUNT > 0
BEGIN
    ROLLBACK TRAN;
END;
THROW

END CATCH

-- ===== down.sql
-- Takes back the migration 20260101000000_seed_chatbot_defaults. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the seeded rows, and what was made to depend on them since.

BEGIN TRY

BEGIN TRAN;

DELETE old FROM [dbo].[chatbots] AS old WHERE fill_this_in('what tells the seeded row from others, such as: old.[name] = the seeded name');

DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_seed_chatbot_defaults';

COMMIT TRAN;

END TRY
BEGIN CATCH

IF @@TRANCOUNT > 0
BEGIN
    ROLLBACK TRAN;
END;
THROW

END CATCH

-- ===== verify.sql
-- What must hold after 20260101000000_seed_chatbot_defaults. The query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT N'tenants without chatbot-defaults' AS place, count(*) AS found FROM [dbo].[tenants] AS owner
WHERE NOT EXISTS (
    SELECT 1 FROM [dbo].[chatbots] AS old
    WHERE old.[tenantId] = owner.[id]
      AND (fill_this_in('what tells the seeded row from others, such as: old.[name] = the seeded name')))) AS counted WHERE found > 0;

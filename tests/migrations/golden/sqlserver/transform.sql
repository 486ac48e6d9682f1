-- ===== migration.sql
-- Transforms chatbot-prompt of chatbots.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.

BEGIN TRY

BEGIN TRAN;

UPDATE old
SET [prompt] = fill_this_in('the new value of prompt')
FROM [dbo].[chatbots] AS old
JOIN [dbo].[tenants] AS owner ON old.[tenantId] = owner.[id]
WHERE fill_this_in('which rows are still to be transformed, such as: old.[prompt] = its old value');

-- What must hold now, or nothing of it stays.
IF EXISTS (
    SELECT 1 FROM [dbo].[chatbots] AS old WHERE fill_this_in('which rows are still to be transformed, such as: old.[prompt] = its old value')
) RAISERROR(N'%s', 16, 1, N'rows of chatbots are not transformed');

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
-- Takes back the migration 20260101000000_transform_chatbot_prompt. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- The earlier values are gone unless you can compute them from the new ones.

BEGIN TRY

BEGIN TRAN;

UPDATE old SET [prompt] = fill_this_in('the earlier value of prompt') FROM [dbo].[chatbots] AS old WHERE fill_this_in('which rows were transformed');

DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_transform_chatbot_prompt';

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
-- What must hold after 20260101000000_transform_chatbot_prompt. The query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT N'rows of chatbots are not transformed' AS place, count(*) AS found FROM [dbo].[chatbots] AS old WHERE fill_this_in('which rows are still to be transformed, such as: old.[prompt] = its old value')) AS counted WHERE found > 0;

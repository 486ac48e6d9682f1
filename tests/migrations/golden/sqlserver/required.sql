-- ===== migration.sql
-- For a maintenance window: writers to messages wait, or fail, while this runs.
-- Stop the application, or make it read-only, and deploy its new version with it.
-- messages.tenantId is filled along conversationId → conversations.tenantId.
BEGIN TRY

BEGIN TRAN;

-- Refuses where rows would have no value
EXEC(N'IF EXISTS (SELECT 1 FROM [dbo].[messages] WHERE NOT EXISTS (SELECT 1 FROM [dbo].[conversations] AS t1 WHERE [dbo].[messages].[conversationId] = t1.[id] AND t1.[tenantId] IS NOT NULL)) RAISERROR(N''%s'', 16, 1, N''messages.tenantId: rows have no value along conversationId → conversations.tenantId'')');

-- AlterTable
ALTER TABLE [dbo].[messages] ADD [tenantId] NVARCHAR(1000);

-- Backfill
EXEC(N'UPDATE [dbo].[messages] SET [tenantId] = (SELECT t1.[tenantId] FROM [dbo].[conversations] AS t1 WHERE [dbo].[messages].[conversationId] = t1.[id]) WHERE [tenantId] IS NULL');
ALTER TABLE [dbo].[messages] ALTER COLUMN [tenantId] NVARCHAR(1000) NOT NULL;

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
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_add_tenant_id_to_message. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column messages.tenantId

BEGIN TRY

BEGIN TRAN;

-- AlterTable
ALTER TABLE [dbo].[messages] DROP COLUMN [tenantId];

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_add_tenant_id_to_message';

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
-- What must hold after 20260101000000_add_tenant_id_to_message. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Rows of messages without tenantId.
SELECT place, found FROM (SELECT N'messages.tenantId' AS place, count(*) AS found FROM [dbo].[messages] WHERE [tenantId] IS NULL) AS counted WHERE found > 0;

-- Rows of two tenants: messages.tenantId and conversationId → conversations.tenantId differ.
SELECT place, found FROM (SELECT N'messages.tenantId and conversationId → conversations.tenantId' AS place, count(*) AS found FROM [dbo].[messages] AS t0, [dbo].[conversations] AS t1
WHERE t0.[conversationId] = t1.[id] AND t0.[tenantId] <> t1.[tenantId]) AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT N'messages.tenantId' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[dbo].[messages]', N'U') AND name = N'tenantId' AND is_nullable = 0);

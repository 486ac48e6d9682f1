-- ===== migration.sql
-- For a maintenance window: writers to conversations wait, or fail, while this runs.
-- Stop the application, or make it read-only, and deploy its new version with it.
-- conversations.tenantId is filled along chatbotId → chatbots.tenantId.
BEGIN TRY

BEGIN TRAN;

-- Refuses where rows would have no value
EXEC(N'IF EXISTS (SELECT 1 FROM [dbo].[conversations] WHERE NOT EXISTS (SELECT 1 FROM [dbo].[chatbots] AS t1 WHERE [dbo].[conversations].[chatbotId] = t1.[id] AND t1.[tenantId] IS NOT NULL)) RAISERROR(N''%s'', 16, 1, N''conversations.tenantId: rows have no value along chatbotId → chatbots.tenantId'')');

-- AlterTable
ALTER TABLE [dbo].[conversations] ADD [tenantId] NVARCHAR(1000);

-- Backfill
EXEC(N'UPDATE [dbo].[conversations] SET [tenantId] = (SELECT t1.[tenantId] FROM [dbo].[chatbots] AS t1 WHERE [dbo].[conversations].[chatbotId] = t1.[id]) WHERE [tenantId] IS NULL');
ALTER TABLE [dbo].[conversations] ALTER COLUMN [tenantId] NVARCHAR(1000) NOT NULL;

-- AddForeignKey
ALTER TABLE [dbo].[conversations] ADD CONSTRAINT [conversations_tenantId_fkey] FOREIGN KEY ([tenantId]) REFERENCES [dbo].[tenants]([id]) ON DELETE NO ACTION ON UPDATE NO ACTION;

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
-- Takes back the migration 20260101000000_change_conversations. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column conversations.tenantId

BEGIN TRY

BEGIN TRAN;

-- DropForeignKey
ALTER TABLE [dbo].[conversations] DROP CONSTRAINT [conversations_tenantId_fkey];

-- AlterTable
ALTER TABLE [dbo].[conversations] DROP COLUMN [tenantId];

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_change_conversations';

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
-- What must hold after 20260101000000_change_conversations. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Rows of conversations without tenantId.
SELECT place, found FROM (SELECT N'conversations.tenantId' AS place, count(*) AS found FROM [dbo].[conversations] WHERE [tenantId] IS NULL) AS counted WHERE found > 0;

-- Rows of conversations whose tenantId names no row of tenants.
SELECT place, found FROM (SELECT N'conversations_tenantId_fkey' AS place, count(*) AS found FROM [dbo].[conversations] AS c
WHERE c.[tenantId] IS NOT NULL AND NOT EXISTS (SELECT 1 FROM [dbo].[tenants] AS p WHERE p.[id] = c.[tenantId])) AS counted WHERE found > 0;

-- Rows of two tenants: conversations.tenantId and chatbotId → chatbots.tenantId differ.
SELECT place, found FROM (SELECT N'conversations.tenantId and chatbotId → chatbots.tenantId' AS place, count(*) AS found FROM [dbo].[conversations] AS t0, [dbo].[chatbots] AS t1
WHERE t0.[chatbotId] = t1.[id] AND t0.[tenantId] <> t1.[tenantId]) AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT N'conversations.tenantId' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[dbo].[conversations]', N'U') AND name = N'tenantId' AND is_nullable = 0);

-- Foreign keys that are not there, or not validated: the rows of before are not held to them.
SELECT N'conversations.conversations_tenantId_fkey' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.foreign_keys WHERE parent_object_id = OBJECT_ID(N'[dbo].[conversations]', N'U') AND name = N'conversations_tenantId_fkey' AND is_not_trusted = 0 AND is_disabled = 0);

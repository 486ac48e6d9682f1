-- ===== migration.sql
BEGIN TRY

BEGIN TRAN;

-- CreateIndex
CREATE NONCLUSTERED INDEX [chatbots_tenantId_createdAt_idx] ON [dbo].[chatbots]([tenantId], [createdAt]);

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
-- Takes back the migration 20260101000000_index_chatbots_tenant_id_created_at. Nothing runs this by itself:
-- prisma db execute --file <this file>

BEGIN TRY

BEGIN TRAN;

-- DropIndex
DROP INDEX [chatbots_tenantId_createdAt_idx] ON [dbo].[chatbots];

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_index_chatbots_tenant_id_created_at';

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
-- What must hold after 20260101000000_index_chatbots_tenant_id_created_at. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT N'chatbots.chatbots_tenantId_createdAt_idx' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'[dbo].[chatbots]', N'U') AND name = N'chatbots_tenantId_createdAt_idx' AND is_disabled = 0);

-- ===== migration.sql
/*
  Warnings:

  - A unique constraint covering the columns `[tenantId,id]` on the table `documents` will be added. If there are existing duplicate values, this will fail.

*/
BEGIN TRY

BEGIN TRAN;

-- CreateIndex
ALTER TABLE [dbo].[documents] ADD CONSTRAINT [documents_tenantId_id_key] UNIQUE NONCLUSTERED ([tenantId], [id]);

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
-- Takes back the migration 20260101000000_unique_documents_tenant_id_id. Nothing runs this by itself:
-- prisma db execute --file <this file>

BEGIN TRY

BEGIN TRAN;

-- DropIndex
ALTER TABLE [dbo].[documents] DROP CONSTRAINT [documents_tenantId_id_key];

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_unique_documents_tenant_id_id';

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
-- What must hold after 20260101000000_unique_documents_tenant_id_id. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT N'documents.documents_tenantId_id_key' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'[dbo].[documents]', N'U') AND name = N'documents_tenantId_id_key' AND is_disabled = 0);

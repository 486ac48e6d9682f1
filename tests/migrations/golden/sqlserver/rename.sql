-- ===== migration.sql
-- For a maintenance window: the version that runs knows only the old names.
-- Renames documents.name to title.
BEGIN TRY

BEGIN TRAN;

-- RenameColumn
EXEC SP_RENAME N'dbo.documents.name', N'title', N'COLUMN';

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
-- Takes back the migration 20260101000000_rename_name_of_document. Nothing runs this by itself:
-- prisma db execute --file <this file>

BEGIN TRY

BEGIN TRAN;

-- RenameColumn
EXEC SP_RENAME N'dbo.documents.title', N'name', N'COLUMN';

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_rename_name_of_document';

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
-- What must hold after 20260101000000_rename_name_of_document. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Columns that are still there.
SELECT N'documents.name' AS place WHERE EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[dbo].[documents]', N'U') AND name = N'name');

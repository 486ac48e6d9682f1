-- ===== migration.sql
BEGIN TRY

BEGIN TRAN;

-- AlterTable
ALTER TABLE [dbo].[documents] ADD [mood] NVARCHAR(1000) NOT NULL CONSTRAINT [documents_mood_df] DEFAULT 'draft';

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
-- Takes back the migration 20260101000000_add_mood_to_document. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the column documents.mood

BEGIN TRY

BEGIN TRAN;

-- AlterTable
ALTER TABLE [dbo].[documents] DROP CONSTRAINT [documents_mood_df];
ALTER TABLE [dbo].[documents] DROP COLUMN [mood];

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_add_mood_to_document';

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
-- What must hold after 20260101000000_add_mood_to_document. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Rows of documents without mood.
SELECT place, found FROM (SELECT N'documents.mood' AS place, count(*) AS found FROM [dbo].[documents] WHERE [mood] IS NULL) AS counted WHERE found > 0;

-- Columns that are not there, or not required.
SELECT N'documents.mood' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[dbo].[documents]', N'U') AND name = N'mood' AND is_nullable = 0);

-- ===== migration.sql
/*
  Warnings:

  - You are about to drop the column `description` on the `chatbots` table. All the data in the column will be lost.

*/
BEGIN TRY

BEGIN TRAN;

-- AlterTable
ALTER TABLE [dbo].[chatbots] DROP COLUMN [description];

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
-- Takes back the migration 20260101000000_drop_description_from_chatbot. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Not brought back: the earlier values of chatbots.description

BEGIN TRY

BEGIN TRAN;

-- AlterTable
ALTER TABLE [dbo].[chatbots] ADD [description] NVARCHAR(1000);

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_drop_description_from_chatbot';

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
-- What must hold after 20260101000000_drop_description_from_chatbot. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Columns that are still there.
SELECT N'chatbots.description' AS place WHERE EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[dbo].[chatbots]', N'U') AND name = N'description');

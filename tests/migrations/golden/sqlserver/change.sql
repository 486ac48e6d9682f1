-- ===== migration.sql
BEGIN TRY

BEGIN TRAN;

-- AlterTable
ALTER TABLE [dbo].[chatbots] ADD CONSTRAINT [chatbots_description_df] DEFAULT 'none' FOR [description];

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
-- Takes back the migration 20260101000000_change_description_of_chatbot. Nothing runs this by itself:
-- prisma db execute --file <this file>

BEGIN TRY

BEGIN TRAN;

-- AlterTable
ALTER TABLE [dbo].[chatbots] DROP CONSTRAINT [chatbots_description_df];

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_change_description_of_chatbot';

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
-- There is nothing to ask after 20260101000000_change_description_of_chatbot: it is done when `migrate deploy` says so.

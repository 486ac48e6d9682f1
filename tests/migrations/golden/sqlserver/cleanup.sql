-- ===== migration.sql
-- Cleans up old-ratings of ratings.
-- Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.

BEGIN TRY

BEGIN TRAN;

DELETE old FROM [dbo].[ratings] AS old
JOIN [dbo].[messages] AS owner ON old.[messageId] = owner.[id]
WHERE fill_this_in('which rows are obsolete, such as: old.[createdAt] < the earliest that stays');

-- What must hold now, or nothing of it stays.
IF EXISTS (
    SELECT 1 FROM [dbo].[ratings] AS old WHERE fill_this_in('which rows are obsolete, such as: old.[createdAt] < the earliest that stays')
) RAISERROR(N'%s', 16, 1, N'obsolete rows of ratings are left');

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
-- Takes back the migration 20260101000000_cleanup_old_ratings. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- The rows are gone: bring them back from the backup, then run the last statement alone.

BEGIN TRY

BEGIN TRAN;

SELECT fill_this_in('nothing, once the rows are back: delete this line');

DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_cleanup_old_ratings';

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
-- What must hold after 20260101000000_cleanup_old_ratings. The query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)
-- Fill in the same as in migration.sql.

SELECT place, found FROM (SELECT N'obsolete rows of ratings are left' AS place, count(*) AS found FROM [dbo].[ratings] AS old WHERE fill_this_in('which rows are obsolete, such as: old.[createdAt] < the earliest that stays')) AS counted WHERE found > 0;

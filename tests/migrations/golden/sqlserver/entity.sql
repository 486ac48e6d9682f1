-- ===== migration.sql
BEGIN TRY

BEGIN TRAN;

-- CreateTable
CREATE TABLE [dbo].[faq_entries] (
    [id] NVARCHAR(1000) NOT NULL,
    [tenantId] NVARCHAR(1000) NOT NULL,
    [question] NVARCHAR(1000) NOT NULL,
    [createdAt] DATETIME2 NOT NULL CONSTRAINT [faq_entries_createdAt_df] DEFAULT CURRENT_TIMESTAMP,
    [updatedAt] DATETIME2 NOT NULL,
    CONSTRAINT [faq_entries_pkey] PRIMARY KEY CLUSTERED ([id])
);

-- CreateIndex
CREATE NONCLUSTERED INDEX [faq_entries_tenantId_idx] ON [dbo].[faq_entries]([tenantId]);

-- AddForeignKey
ALTER TABLE [dbo].[faq_entries] ADD CONSTRAINT [faq_entries_tenantId_fkey] FOREIGN KEY ([tenantId]) REFERENCES [dbo].[tenants]([id]) ON DELETE NO ACTION ON UPDATE NO ACTION;

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
-- Takes back the migration 20260101000000_add_faq_entry. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Loses data: the table faq_entries

BEGIN TRY

BEGIN TRAN;

-- DropForeignKey
ALTER TABLE [dbo].[faq_entries] DROP CONSTRAINT [faq_entries_tenantId_fkey];

-- DropTable
DROP TABLE [dbo].[faq_entries];

-- Bookkeeping
DELETE FROM [_prisma_migrations] WHERE [migration_name] = N'20260101000000_add_faq_entry';

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
-- What must hold after 20260101000000_add_faq_entry. Each query gives no row when all is well:
-- sqlcmd -b -I -i verify.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT N'faq_entries.faq_entries_tenantId_idx' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'[dbo].[faq_entries]', N'U') AND name = N'faq_entries_tenantId_idx' AND is_disabled = 0);

-- Foreign keys that are not there, or not validated: the rows of before are not held to them.
SELECT N'faq_entries.faq_entries_tenantId_fkey' AS place WHERE NOT EXISTS (SELECT 1 FROM sys.foreign_keys WHERE parent_object_id = OBJECT_ID(N'[dbo].[faq_entries]', N'U') AND name = N'faq_entries_tenantId_fkey' AND is_not_trusted = 0 AND is_disabled = 0);

-- ===== seed.sql
-- A template for 20260101000000_add_faq_entry: a row for each tenant that there is and has none yet.
-- Nothing runs this by itself. Does no tenant need one, delete this file; else replace every
-- fill_this_in('…'), then, after the migration:
-- sqlcmd -b -I -i seed.sql   (its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD)
-- For `prisma migrate deploy` to do it: partywall create-migration --data --seed NAME --table faq_entries

-- faq_entries
BEGIN TRY

BEGIN TRAN;

INSERT INTO [dbo].[faq_entries] ([id], [tenantId], [question], [updatedAt])
SELECT
    LOWER(CONVERT(CHAR(36), NEWID())), -- id
    owner.[id], -- tenantId
    fill_this_in('question'), -- question
    CURRENT_TIMESTAMP -- updatedAt
FROM [dbo].[tenants] AS owner
WHERE NOT EXISTS (
    SELECT 1 FROM [dbo].[faq_entries] AS old
    WHERE old.[tenantId] = owner.[id]
      AND (fill_this_in('what tells the seeded row from others, such as: old.[question] = the seeded question'))
);

-- What must hold now, or nothing of it stays.
IF EXISTS (
    SELECT 1 FROM [dbo].[tenants] AS owner
    WHERE NOT EXISTS (
        SELECT 1 FROM [dbo].[faq_entries] AS old
        WHERE old.[tenantId] = owner.[id]
          AND (fill_this_in('what tells the seeded row from others, such as: old.[question] = the seeded question')))
) RAISERROR(N'%s', 16, 1, N'tenants without rows in faq_entries');

COMMIT TRAN;

END TRY
BEGIN CATCH

IF @@TRANCOUNT > 0
BEGIN
    ROLLBACK TRAN;
END;
THROW

END CATCH

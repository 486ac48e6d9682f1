--# one finding for each statement
-- provider: sqlserver
ALTER TABLE [dbo].[Document] ADD CONSTRAINT [a] FOREIGN KEY ([aId]) REFERENCES [dbo].[A]([id]), CONSTRAINT [b] FOREIGN KEY ([bId]) REFERENCES [dbo].[B]([id]);

--> 1: [*] every row of `Document` is checked while nobody can use it
--# the check is asked for
-- provider: sqlserver
ALTER TABLE [dbo].[Document] WITH CHECK ADD CONSTRAINT [a] FOREIGN KEY ([aId]) REFERENCES [dbo].[A]([id]);

--> 1: every row of `Document` is checked while nobody can use it
--# a check
-- provider: sqlserver
ALTER TABLE [dbo].[Document] ADD CONSTRAINT [a] CHECK ([size] > 0);

--> 1: [*] every row of `Document` is checked while nobody can use it
--# not checked
-- provider: sqlserver
ALTER TABLE [dbo].[Document] WITH NOCHECK ADD CONSTRAINT [a] FOREIGN KEY ([aId]) REFERENCES [dbo].[A]([id]);

--# a table of the same file
-- provider: sqlserver
BEGIN TRY

BEGIN TRAN;

CREATE TABLE [dbo].[Document] ([id] INT NOT NULL, [aId] INT NOT NULL, CONSTRAINT [Document_pkey] PRIMARY KEY CLUSTERED ([id]));
ALTER TABLE [dbo].[Document] ADD CONSTRAINT [a] FOREIGN KEY ([aId]) REFERENCES [dbo].[A]([id]) ON DELETE NO ACTION ON UPDATE CASCADE;

COMMIT TRAN;

END TRY
BEGIN CATCH

IF @@TRANCOUNT > 0
BEGIN
    ROLLBACK TRAN;
END;
THROW

END CATCH

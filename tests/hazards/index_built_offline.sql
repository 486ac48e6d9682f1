--# indexes and uniques
-- provider: sqlserver
CREATE NONCLUSTERED INDEX [User_name_idx] ON [dbo].[User]([name]);
CREATE CLUSTERED INDEX [User_age_idx] ON [dbo].[User]([age]);
ALTER TABLE [dbo].[User] ADD CONSTRAINT [User_email_key] UNIQUE NONCLUSTERED ([email]);

--> 1: nobody can write to `User` until this index is built
--> 2: nobody can use `User` until this index is built
--> 3: nobody can write to `User` until this index is built
--# online
-- provider: sqlserver
CREATE UNIQUE NONCLUSTERED INDEX [User_email_key] ON [dbo].[User]([email]) WITH (ONLINE = ON);

--# a table of the same file
-- provider: sqlserver
CREATE TABLE [dbo].[User] ([id] INT NOT NULL);
CREATE NONCLUSTERED INDEX [User_id_idx] ON [dbo].[User]([id]);

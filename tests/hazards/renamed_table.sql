--# its old name is gone
ALTER TABLE "A" RENAME TO "B";
ALTER TABLE "C" SET SCHEMA other;
--> 1: the last release still asks for `A`, and its queries fail
--> 2: the last release still asks for `C`, and its queries fail
--# something takes the name
ALTER TABLE "A" RENAME TO "A_old";
CREATE VIEW "A" AS SELECT * FROM "A_old";
CREATE TABLE "B_new" ("x" INT);
ALTER TABLE "B" RENAME TO "B_old";
ALTER TABLE "B_new" RENAME TO "B";

--# on MySQL
-- provider: mysql
RENAME TABLE `User` TO `Account`;

--> 1: the last release still asks for `User`, and its queries fail
--# a procedure on SQL Server, of a table and of a constraint
-- provider: sqlserver
-- migration: 1_init
CREATE TABLE [dbo].[User] ([id] INT NOT NULL, CONSTRAINT [User_pk] PRIMARY KEY CLUSTERED ([id]));
-- migration: 2_next
EXEC SP_RENAME N'dbo.User_pk', N'User_pkey';
EXEC SP_RENAME N'dbo.User', N'Account';

--> 2_next:2: the last release still asks for `User`, and its queries fail
--# a copy of SQLite's comes into its place
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY);
INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;

--# lost and copied
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT);
CREATE TABLE "B" ("x" TEXT);
-- migration: 2_next
DROP TABLE "A";
CREATE TABLE "C" ("x" TEXT);
INSERT INTO "C" SELECT "x" FROM "B";
DROP TABLE "B" CASCADE;
--> 2_next:1: `A` goes, and its rows go with it
--> 2_next:4: information: `B` goes while the last release still reads it
--# of this file, or one that nobody knows
CREATE TABLE "A" ("x" TEXT);
DROP TABLE "A";
DROP TABLE IF EXISTS "never";

--# a copy takes its place
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

--# SQL Server's copy takes its place
-- provider: sqlserver
-- migration: 1_init
CREATE TABLE [dbo].[User] ([id] INT NOT NULL, CONSTRAINT [User_pkey] PRIMARY KEY CLUSTERED ([id]));
-- migration: 2_next
BEGIN TRANSACTION;
CREATE TABLE [dbo].[_prisma_new_User] ([id] INT NOT NULL IDENTITY(1,1), CONSTRAINT [User_pkey] PRIMARY KEY CLUSTERED ([id]));
SET IDENTITY_INSERT [dbo].[_prisma_new_User] ON;
IF EXISTS(SELECT * FROM [dbo].[User])
    EXEC('INSERT INTO [dbo].[_prisma_new_User] ([id]) SELECT [id] FROM [dbo].[User] WITH (holdlock tablockx)');
SET IDENTITY_INSERT [dbo].[_prisma_new_User] OFF;
DROP TABLE [dbo].[User];
EXEC SP_RENAME N'dbo._prisma_new_User', N'User';
COMMIT;

--# a table of the same name without its rows
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 2_next
DROP TABLE "User";
CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT);

--> 2_next:1: `User` goes, and its rows go with it
--# MySQL
-- provider: mysql
DROP TABLE `User`, `Post`;

--> 1: `User` goes, and its rows go with it
--> 1: `Post` goes, and its rows go with it
--# the old table is moved aside, copied and dropped
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
ALTER TABLE "User" RENAME TO "User_old";
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
INSERT INTO "User" ("id") SELECT "id" FROM "User_old";
DROP TABLE "User_old";
ALTER TABLE "Post" RENAME TO "Post_old";
CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY);
DROP TABLE "Post_old";
PRAGMA foreign_keys=ON;
--> 2_next:8: `Post_old` goes, and its rows go with it
--# made anew without its rows
-- applied: 1_init
CREATE TABLE "A" ("id" TEXT);
-- migration: 2_anew
DROP TABLE "A";
CREATE TABLE "A" ("id" TEXT, "b" TEXT);
-- migration: 3_next
DROP TABLE "A";
--> 2_anew:1: `A` goes, and its rows go with it
--# with its schema
-- migration: 1_init
CREATE SCHEMA "audit";
CREATE TABLE "audit"."Log" ("id" TEXT);
CREATE TABLE "Log" ("id" TEXT);
-- migration: 2_drop
DROP SCHEMA "audit" CASCADE;
--> 2_drop:1: `Log` goes, and its rows go with it
--# a schema that must be empty
-- migration: 1_init
CREATE SCHEMA "audit";
CREATE TABLE "audit"."Log" ("id" TEXT);
-- migration: 2_drop
DROP SCHEMA "audit";
--# replaced, on MariaDB
-- provider: mysql
-- migration: 1_init
CREATE TABLE `A` (`id` INTEGER NOT NULL);
-- migration: 2_replace
CREATE OR REPLACE TABLE `A` (`id` INTEGER NOT NULL);
CREATE OR REPLACE TABLE `B` (`id` INTEGER NOT NULL);
--> 2_replace:1: `A` goes, and its rows go with it
--# a copy that leaves rows behind, and one that takes them all
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT, "kind" TEXT);
CREATE TABLE "B" ("x" TEXT);
CREATE TABLE "C" ("x" TEXT);
CREATE TABLE "D" ("x" TEXT);
-- migration: 2_next
INSERT INTO "D" SELECT "x" FROM "A" WHERE "kind" = 'a';
INSERT INTO "D" SELECT "x" FROM "B" LIMIT 1000;
INSERT INTO "D" SELECT "x" FROM "C" WHERE NOT EXISTS (SELECT 1 FROM "D" WHERE "D"."x" = "C"."x");
DROP TABLE "A";
DROP TABLE "B";
DROP TABLE "C";
--> 2_next:4: `A` goes, and the rows that line 1 leaves go with it
--> 2_next:5: `B` goes, and the rows that line 2 leaves go with it
--> 2_next:6: information: `C` goes while the last release still reads it

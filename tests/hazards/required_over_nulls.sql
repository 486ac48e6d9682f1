--# a copy of SQLite's takes the values as they are
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;

--> 2_next:2: one row of `User` without a value in `name` makes this fail
--# a copy that gives a value to rows without one
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL DEFAULT '');
INSERT INTO "new_User" ("id", "name") SELECT "id", coalesce("name", '') FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;

--# rows are filled before
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 2_next
UPDATE "User" SET "name" = 'unknown' WHERE "name" IS NULL;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;

--> 2_next:3: information: one row of `User` without a value in `name` makes this fail
--# a table that is still to be applied has no rows
-- provider: sqlite
-- applied: 0_other
CREATE TABLE "Other" ("id" TEXT NOT NULL PRIMARY KEY);
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;

--# MODIFY says NOT NULL of a column that was not
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` VARCHAR(191) NOT NULL, `name` VARCHAR(191) NULL, `age` INTEGER NOT NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` MODIFY `name` VARCHAR(191) NOT NULL,
    MODIFY `age` BIGINT NOT NULL;

--> 2_next:1: one row of `User` without a value in `name` makes this fail
--# MODIFY of a table that nobody knows repeats what may have been so
-- provider: mysql
ALTER TABLE `User` MODIFY `name` VARCHAR(191) NOT NULL;

--# ALTER COLUMN on SQL Server
-- provider: sqlserver
-- migration: 1_init
CREATE TABLE [dbo].[User] ([id] INT NOT NULL, [name] NVARCHAR(1000), [note] NVARCHAR(100) NOT NULL, CONSTRAINT [User_pkey] PRIMARY KEY CLUSTERED ([id]));
-- migration: 2_next
BEGIN TRY

BEGIN TRAN;

ALTER TABLE [dbo].[User] ALTER COLUMN [name] NVARCHAR(1000) NOT NULL;
ALTER TABLE [dbo].[User] ALTER COLUMN [note] NVARCHAR(1000) NOT NULL;

COMMIT TRAN;

END TRY
BEGIN CATCH

IF @@TRANCOUNT > 0
BEGIN
    ROLLBACK TRAN;
END;
THROW

END CATCH

--> 2_next:5: one row of `User` without a value in `name` makes this fail
--# PostgreSQL has a hazard of its own
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT);
-- migration: 2_next
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
--# on CockroachDB
-- provider: cockroachdb
-- migration: 1_init
CREATE TABLE "A" ("id" INT4 NOT NULL, "b" STRING);
-- migration: 2_b
ALTER TABLE "A" ALTER COLUMN "b" SET NOT NULL;
--> 2_b:1: one row of `A` without a value in `b` makes this fail

--# rows can make the second fail
-- prisma: 7.4
CREATE TABLE "New" ("x" INT);
CREATE UNIQUE INDEX "i" ON "A"("x");
--> 2: if rows make this fail, what stands above it stays
--# nothing can fail, or nothing stands above it
-- prisma: 7.4
ALTER TABLE "A" ALTER COLUMN "x" SET NOT NULL;
ALTER TABLE "A" ADD COLUMN "y" INT;
--# one transaction
-- prisma: 6
CREATE TABLE "New" ("x" INT);
CREATE UNIQUE INDEX "i" ON "A"("x");

--# on MySQL nothing is taken back
-- provider: mysql
ALTER TABLE `User` ADD COLUMN `name` VARCHAR(191) NULL;
CREATE UNIQUE INDEX `User_email_key` ON `User`(`email`);

--> 2: if rows make this fail, what stands above it stays
--# a copy of SQLite's that rows make fail
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

--> 2_next:3: if rows make this fail, what stands above it stays
--# Prisma's transaction on SQL Server, and a file without one
-- provider: sqlserver
-- migration: 1_one
BEGIN TRY

BEGIN TRAN;

ALTER TABLE [dbo].[User] ADD [name] NVARCHAR(1000);
ALTER TABLE [dbo].[User] ADD CONSTRAINT [User_email_key] UNIQUE NONCLUSTERED ([email]);

COMMIT TRAN;

END TRY
BEGIN CATCH

IF @@TRANCOUNT > 0
BEGIN
    ROLLBACK TRAN;
END;
THROW

END CATCH
-- migration: 2_next
ALTER TABLE [dbo].[User] ADD [note] NVARCHAR(1000);
ALTER TABLE [dbo].[User] ADD CONSTRAINT [User_name_key] UNIQUE NONCLUSTERED ([name]);
--> 2_next:2: if rows make this fail, what stands above it stays

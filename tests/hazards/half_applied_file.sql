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
--# what held before, holds again
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` INTEGER NOT NULL, PRIMARY KEY (`id`));
CREATE TABLE `Post` (`id` INTEGER NOT NULL, `userId` INTEGER NOT NULL, PRIMARY KEY (`id`));
ALTER TABLE `Post` ADD CONSTRAINT `Post_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `User`(`id`) ON DELETE RESTRICT;
-- migration: 2_next
ALTER TABLE `Post` DROP FOREIGN KEY `Post_userId_fkey`;
ALTER TABLE `Post` ADD CONSTRAINT `Post_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `User`(`id`) ON DELETE CASCADE;

--# a copy of SQLite's has its uniques again, and its foreign keys are not checked
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "otherId" TEXT);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "otherId" TEXT, FOREIGN KEY ("otherId") REFERENCES "User" ("id"));
INSERT INTO "new_User" ("id", "email", "otherId") SELECT "id", "email", "otherId" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
PRAGMA foreign_keys=ON;

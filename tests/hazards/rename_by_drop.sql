--# the same words in another order
-- migration: 1_init
CREATE TABLE "A" ("enabledSignature" BOOLEAN, "note" TEXT, "count" INT);
-- migration: 2_next
ALTER TABLE "A" DROP COLUMN "enabledSignature", DROP COLUMN "note", DROP COLUMN "count",
ADD COLUMN "signatureEnabled" BOOLEAN, ADD COLUMN "email" TEXT, ADD COLUMN "counter" TEXT;
--> 2_next:1: `enabledSignature` looks renamed to `signatureEnabled`, but is dropped and added: its values are lost
--# the values are copied
-- migration: 1_init
CREATE TABLE "A" ("fullName" TEXT);
-- migration: 2_next
ALTER TABLE "A" ADD COLUMN "full_name" TEXT;
UPDATE "A" SET "full_name" = "fullName";
ALTER TABLE "A" DROP COLUMN "fullName";

--# in a copy of SQLite's
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "fullName" TEXT);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "full_name" TEXT);
INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;

--> 2_next:4: `fullName` looks renamed to `full_name`, but is dropped and added: its values are lost
--# a copy that takes the values along
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "fullName" TEXT);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "full_name" TEXT);
INSERT INTO "new_User" ("id", "full_name") SELECT "id", "fullName" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;

--# on MySQL
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` INTEGER NOT NULL, `fullName` VARCHAR(191) NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` DROP COLUMN `fullName`, ADD COLUMN `full_name` VARCHAR(191) NULL;
--> 2_next:1: `fullName` looks renamed to `full_name`, but is dropped and added: its values are lost

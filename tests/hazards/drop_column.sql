--# lost, made anew, copied
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT, "y" TEXT, "z" TEXT);
-- migration: 2_next
ALTER TABLE "A" DROP COLUMN "x", DROP COLUMN "y", ADD COLUMN "y" INT;
UPDATE "A" SET "other" = "z";
ALTER TABLE "A" DROP COLUMN "z";
--> 2_next:1: `x` of `A` goes, and its values with it
--> 2_next:1: `y` of `A` is dropped and made anew: its values are lost
--> 2_next:3: information: `z` of `A` goes while the last release still selects it
--# of this file, or not there
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT);
-- migration: 2_next
ALTER TABLE "A" ADD COLUMN "temp" TEXT;
ALTER TABLE "A" DROP COLUMN "temp";
ALTER TABLE "A" DROP COLUMN IF EXISTS "never";

--# a copy of SQLite's leaves it out
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

--> 2_next:4: `name` of `User` goes, and its values with it
--# MySQL says the verb twice
-- provider: mysql
ALTER TABLE `User` DROP COLUMN `name`, DROP COLUMN `age`;

--> 1: `name` of `User` goes, and its values with it
--> 1: `age` of `User` goes, and its values with it
--# SQL Server says the verb once
-- provider: sqlserver
ALTER TABLE [dbo].[User] DROP COLUMN [name], [age];
--> 1: `name` of `User` goes, and its values with it
--> 1: `age` of `User` goes, and its values with it
--# with its type
-- migration: 1_init
CREATE TYPE "E" AS ENUM ('a');
CREATE TABLE "A" ("id" TEXT, "e" "E");
-- migration: 2_drop
DROP TYPE "E" CASCADE;
--> 2_drop:1: `e` of `A` goes with its type, and its values with it
--# a type that nothing may be of
-- migration: 1_init
CREATE TYPE "E" AS ENUM ('a');
CREATE TABLE "A" ("id" TEXT, "e" "E");
-- migration: 2_drop
DROP TYPE "E";

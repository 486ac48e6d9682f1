--# in one transaction, by a default and by an update
-- prisma: 6
-- migration: 1_init
CREATE TYPE "Role" AS ENUM ('A');
CREATE TABLE "X" ("r" "Role", "text" TEXT);
-- migration: 2_next
ALTER TYPE "Role" ADD VALUE 'B';
UPDATE "X" SET "r" = 'B' WHERE "r" IS NULL;
--> 2_next:2: `B` cannot be used in the transaction that adds it: this fails
--# in two, or a word that is no value of it
-- prisma: 7.4
-- migration: 1_init
CREATE TYPE "Role" AS ENUM ('A');
CREATE TABLE "X" ("r" "Role");
CREATE TABLE "Y" ("text" TEXT);
-- migration: 2_next
ALTER TYPE "Role" ADD VALUE 'B';
UPDATE "X" SET "r" = 'B' WHERE "r" IS NULL;
--# a table without the enum, and an enum of this file
-- prisma: 6
-- migration: 1_init
CREATE TYPE "Role" AS ENUM ('A');
CREATE TABLE "Y" ("text" TEXT);
-- migration: 2_next
ALTER TYPE "Role" ADD VALUE 'B';
UPDATE "Y" SET "text" = 'B';
CREATE TYPE "New" AS ENUM ('A');
ALTER TYPE "New" ADD VALUE 'C';
CREATE TABLE "Z" ("n" "New" DEFAULT 'C');

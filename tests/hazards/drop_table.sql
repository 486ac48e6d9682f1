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

--# without a condition
DELETE FROM "A";
TRUNCATE "B", "C" CASCADE;
--> 1: all rows of `A` are deleted
--> 2: all rows of `B` are deleted, and those of every table that refers to it
--> 2: all rows of `C` are deleted, and those of every table that refers to it
--# with one, or of a table that is made here
DELETE FROM "A" WHERE "x" IS NULL;
CREATE TABLE "B" ("x" INT);
DELETE FROM "B";

--# one that was there
ALTER TABLE "A" RENAME COLUMN "x" TO "y";
--> 1: the last release still asks for `x`, and its queries fail
--# one of this file
ALTER TABLE "A" ADD COLUMN "x" INT;
ALTER TABLE "A" RENAME COLUMN "x" TO "y";
CREATE TABLE "B" ("x" INT);
ALTER TABLE "B" RENAME "x" TO "y";

--# on a table that was there
ALTER TABLE "A" ADD CONSTRAINT "c" UNIQUE ("x");
--> 1: its index is built under a lock that keeps readers of `A` out
--# its index is there
ALTER TABLE "A" ADD CONSTRAINT "c" UNIQUE USING INDEX "i";
CREATE TABLE "B" ("x" INT);
ALTER TABLE "B" ADD CONSTRAINT "d" UNIQUE ("x");

--# the first statement that locks
SELECT 1;
ALTER TABLE "A" ADD COLUMN "x" INT;
ALTER TABLE "A" ADD COLUMN "y" INT;
--> 2: this waits for its lock without an end, and every query waits behind it
--# it is set, or nothing is locked for long
SET lock_timeout = '1s';
ALTER TABLE "A" ADD COLUMN "x" INT;
--# a new table, a concurrent index
CREATE TABLE "B" ("x" INT);
ALTER TABLE "B" ADD COLUMN "y" INT;
CREATE INDEX CONCURRENTLY "i" ON "A"("x");

--# on a table that was there
ALTER TABLE "A" ADD CONSTRAINT "c" EXCLUDE USING gist ("r" WITH =);
--> 1: its index is built under a lock that keeps readers of `A` out, and rows that conflict make it fail
--# on a new one
CREATE TABLE "A" ("r" INT4RANGE);
ALTER TABLE "A" ADD CONSTRAINT "c" EXCLUDE USING gist ("r" WITH =);

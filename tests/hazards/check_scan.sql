--# all rows are read
ALTER TABLE "A" ADD CONSTRAINT "c" CHECK ("x" > 0);
--> 1: [*] all rows of `A` are read under a lock that keeps readers out, and one that does not fit makes it fail
--# none is
ALTER TABLE "A" ADD CONSTRAINT "c" CHECK ("x" > 0) NOT VALID;
CREATE TABLE "B" ("x" INT, CONSTRAINT "d" CHECK ("x" > 0));

--# all rows are read
ALTER TABLE "A" ADD CONSTRAINT "c" CHECK ("x" > 0);
--> 1: [*] all rows of `A` are read under a lock that keeps readers out, and one that does not fit makes it fail
--# none is
ALTER TABLE "A" ADD CONSTRAINT "c" CHECK ("x" > 0) NOT VALID;
CREATE TABLE "B" ("x" INT, CONSTRAINT "d" CHECK ("x" > 0));
--# another table is locked meanwhile; its own lock it has told
-- prisma: 6
ALTER TABLE "A" ADD COLUMN "x" INT;
ALTER TABLE "A" ADD CONSTRAINT "c" CHECK ("x" > 0);
ALTER TABLE "B" ADD CONSTRAINT "c" CHECK ("x" > 0);
--> 2: [*] all rows of `A` are read under a lock that keeps readers out, and one that does not fit makes it fail
--> 3: [*] all rows of `B` are read under a lock that keeps readers out, and one that does not fit makes it fail; nobody can read `A` meanwhile, which line 1 has locked

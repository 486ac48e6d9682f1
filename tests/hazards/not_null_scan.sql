--# filled, emptied of NULL, or neither
ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL;
UPDATE "User" SET "b" = 1 WHERE "b" IS NULL;
ALTER TABLE "User" ALTER COLUMN "b" SET NOT NULL;
DELETE FROM "User" WHERE "c" IS NULL;
ALTER TABLE "User" ALTER COLUMN "c" SET NOT NULL;
--> 1: all rows of `User` are read under a lock that keeps readers out, and one `NULL` in `a` makes it fail
--> 3: information: all rows of `User` are read under a lock that keeps readers out, and one `NULL` in `b` makes it fail
--> 5: information: all rows of `User` are read under a lock that keeps readers out, and one `NULL` in `c` makes it fail
--# a validated check proves it
-- migration: 1_check
CREATE TABLE "User" ("email" TEXT);
ALTER TABLE "User" ADD CONSTRAINT "p" CHECK ("email" IS NOT NULL) NOT VALID;
-- migration: 2_validate
ALTER TABLE "User" VALIDATE CONSTRAINT "p";
-- migration: 3_required
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
ALTER TABLE "User" DROP CONSTRAINT "p";
--# a check in the same file proves it, one that is not validated does not
ALTER TABLE "User" ADD CONSTRAINT "p" CHECK ("email" IS NOT NULL);
ALTER TABLE "User" ADD CONSTRAINT "q" CHECK ("name" IS NOT NULL) NOT VALID;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
--> 4: all rows of `User` are read under a lock that keeps readers out, and one `NULL` in `name` makes it fail
--# it was required already
-- migration: 1_init
CREATE TABLE "User" ("email" TEXT NOT NULL);
-- migration: 2_again
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
--# CockroachDB does it while all go on
-- provider: cockroachdb
-- migration: 1_init
CREATE TABLE "A" ("id" INT4 NOT NULL, "b" STRING);
-- migration: 2_b
ALTER TABLE "A" ALTER COLUMN "b" SET NOT NULL;
--# another table is locked meanwhile; its own lock it has told
-- prisma: 6
ALTER TABLE "A" ADD COLUMN "x" INT;
ALTER TABLE "A" ALTER COLUMN "y" SET NOT NULL;
ALTER TABLE "B" ALTER COLUMN "y" SET NOT NULL;
--> 2: all rows of `A` are read under a lock that keeps readers out, and one `NULL` in `y` makes it fail
--> 3: all rows of `B` are read under a lock that keeps readers out, and one `NULL` in `y` makes it fail; nobody can read `A` meanwhile, which line 1 has locked

--# Prisma up to 7.3 holds the lock from the first statement on
-- prisma: 6
ALTER TABLE "User" ADD COLUMN "name" TEXT;
UPDATE "User" SET "name" = "email";
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
--# Prisma 7.4 holds nothing
-- prisma: 7.4
ALTER TABLE "User" ADD COLUMN "name" TEXT;
UPDATE "User" SET "name" = "email";
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
--> 3: a row that is inserted after line 2 has no `name`, and this fails
--# nothing is locked before the update
-- prisma: 6
UPDATE "User" SET "name" = "email" WHERE "name" IS NULL;
ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
--> 2: a row that is inserted after line 1 has no `name`, and this fails
--# a lock, a default, a trigger, or a DO block keeps rows without a value out
-- prisma: 6
LOCK TABLE "A" IN SHARE ROW EXCLUSIVE MODE;
UPDATE "A" SET "name" = 'x';
ALTER TABLE "A" ALTER COLUMN "name" SET NOT NULL;
ALTER TABLE "B" ALTER COLUMN "name" SET DEFAULT '';
UPDATE "B" SET "name" = 'x';
ALTER TABLE "B" ALTER COLUMN "name" SET NOT NULL;
CREATE TRIGGER "fill" BEFORE INSERT ON "C" EXECUTE FUNCTION fill();
UPDATE "C" SET "name" = 'x';
ALTER TABLE "C" ALTER COLUMN "name" SET NOT NULL;
--# the last one that fills what is empty takes all that came before
-- prisma: 7.4
UPDATE "A" SET "x" = "y";
UPDATE "A" SET "x" = 'none' WHERE "x" IS NULL;
ALTER TABLE "A" ALTER COLUMN "x" SET NOT NULL;
UPDATE "B" SET "x" = "y" WHERE "x" IS NULL;
UPDATE "B" SET "x" = 'z' WHERE "kind" = 'z';
ALTER TABLE "B" ALTER COLUMN "x" SET NOT NULL;
UPDATE "C" SET "x" = 'y' WHERE "kind" = 'y';
UPDATE "C" SET "x" = 'z' WHERE "kind" = 'z';
ALTER TABLE "C" ALTER COLUMN "x" SET NOT NULL;
--> 3: a row that is inserted after line 2 has no `x`, and this fails
--> 6: a row that is inserted after line 4 has no `x`, and this fails
--> 9: a row that is inserted after line 8 has no `x`, and this fails
--# a default that comes behind the update comes too late
-- prisma: 7.4
UPDATE "A" SET "x" = 'none';
ALTER TABLE "A" ALTER COLUMN "x" SET DEFAULT 'none';
ALTER TABLE "A" ALTER COLUMN "x" SET NOT NULL;
--> 3: a row that is inserted after line 1 has no `x`, and this fails
--# NULL in spite of the default that the column came with, and without that of one that came later
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT DEFAULT 'none');
CREATE TABLE "B" ("x" TEXT);
CREATE TABLE "C" ("x" TEXT DEFAULT 'none');
-- migration: 2_default
ALTER TABLE "B" ALTER COLUMN "x" SET DEFAULT 'none';
-- migration: 3_next
UPDATE "A" SET "x" = 'none' WHERE "x" IS NULL;
ALTER TABLE "A" ALTER COLUMN "x" SET NOT NULL;
UPDATE "B" SET "x" = 'none' WHERE "x" IS NULL;
ALTER TABLE "B" ALTER COLUMN "x" SET NOT NULL;
UPDATE "C" SET "x" = 'none' WHERE "x" = '';
ALTER TABLE "C" ALTER COLUMN "x" SET NOT NULL;
--> 3_next:2: information: a row that is given `NULL` in `x` after line 1, as others were in spite of the default, makes this fail

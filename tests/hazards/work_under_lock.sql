--# one transaction on Prisma up to 7.3
-- prisma: 6
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1;
--> 2: nobody can read `A` until this is done: line 1 holds its lock up to the end of the transaction
--# the version is not known
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1;
--> 2: information: nobody can read `A` until this is done: line 1 holds its lock up to the end of the transaction, on Prisma before 7.4; on later ones what it changes in `A` stays locked instead
--# Prisma 7.4 lets go at once
-- prisma: 7.4
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1;
--# a transaction of the file's own, on any version
-- prisma: 7.4
BEGIN;
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1;
COMMIT;
--> 3: nobody can read `A` until this is done: line 2 holds its lock up to the end of the transaction
--# rows are copied from a table that was there
-- prisma: 6
-- migration: 1_init
CREATE TABLE "A" ("x" INT);
CREATE TABLE "B" ("x" INT);
-- migration: 2_copy
ALTER TABLE "A" ADD COLUMN "y" INT;
INSERT INTO "A" ("x") SELECT "x" FROM "B";
--> 2_copy:2: nobody can read `A` until this is done: line 1 holds its lock up to the end of the transaction
--# readers are let through, the table is new, one row is changed
-- prisma: 6
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
UPDATE "A" SET "x" = 1;
CREATE TABLE "C" ("x" INT);
ALTER TABLE "C" ADD COLUMN "y" INT;
UPDATE "C" SET "x" = 1;
--# one row is changed behind a lock
-- prisma: 6
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1 WHERE "id" = 'one';

--# between BEGIN TRAN and COMMIT TRAN
-- provider: sqlserver
BEGIN TRAN;
ALTER TABLE [dbo].[Document] ADD [status] NVARCHAR(100);
UPDATE [dbo].[Log] SET [a] = [b];
COMMIT TRAN;

--> 3: nobody can read `Document` until this is done: line 2 holds its lock up to the end of the transaction
--# without a transaction
-- provider: sqlserver
ALTER TABLE [dbo].[Document] ADD [status] NVARCHAR(100);
UPDATE [dbo].[Log] SET [a] = [b];
--# a dropped index locks its table; a table that is dropped keeps nobody waiting
-- prisma: 6
-- migration: 1_init
CREATE TABLE "A" ("x" INT);
CREATE TABLE "B" ("x" INT);
CREATE TABLE "C" ("x" INT);
CREATE INDEX "i" ON "B"("x");
-- migration: 2_next
ALTER TABLE "C" DROP CONSTRAINT "c";
DROP TABLE "C";
DROP INDEX "i";
UPDATE "A" SET "x" = 1;
--> 2_next:4: nobody can read `B` until this is done: line 3 holds its lock up to the end of the transaction
--# what a loop does to all rows of a table, and one that goes on until it is done; later versions send DO whole
-- migration: 1_init
CREATE TABLE "A" ("id" INT, "x" INT);
-- migration: 2_each
ALTER TABLE "A" ADD COLUMN "y" INT;
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT "id" FROM "A" WHERE "x" IS NOT NULL LOOP
    UPDATE "A" SET "y" = 1 WHERE "id" = r.id AND "x" = 0;
  END LOOP;
END $$;
-- migration: 3_batches
ALTER TABLE "A" ADD COLUMN "z" INT;
DO $$ BEGIN
  LOOP
    UPDATE "A" SET "z" = 1 WHERE "id" IN (SELECT "id" FROM "A" WHERE "z" IS NULL LIMIT 1000);
    EXIT WHEN NOT FOUND;
  END LOOP;
END $$;
--> 2_each:4: nobody can read `A` until this is done: line 1 holds its lock up to the end of the transaction, on Prisma 7.4 and later too, as they do not cut this file into its statements
--> 3_batches:4: nobody can read `A` until this is done: line 1 holds its lock up to the end of the transaction, on Prisma 7.4 and later too, as they do not cut this file into its statements
--# a loop over some rows, over values, behind its end, or over what is no table of ours
-- prisma: 6
-- migration: 1_init
CREATE TABLE "A" ("id" INT, "x" INT);
-- migration: 2_next
ALTER TABLE "A" ADD COLUMN "y" INT;
DO $$ DECLARE r record; x text; BEGIN
  FOR r IN SELECT "id" FROM "A" WHERE "x" = 3 LOOP
    UPDATE "A" SET "y" = 1 WHERE "id" = 3;
  END LOOP;
  FOREACH x IN ARRAY ARRAY['a', 'b'] LOOP
    UPDATE "A" SET "y" = 1 WHERE "id" = 3;
  END LOOP;
  FOR i IN 1..3 LOOP
    UPDATE "A" SET "y" = 1 WHERE "id" = 3;
  END LOOP;
  FOR r IN SELECT conname FROM pg_constraint LOOP
    UPDATE "A" SET "y" = 1 WHERE "id" = 3;
  END LOOP;
  LOOP
    EXIT;
  END LOOP;
  UPDATE "A" SET "y" = 1 WHERE "id" = 3;
END $$;

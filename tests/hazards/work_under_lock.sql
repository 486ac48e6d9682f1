--# one transaction on Prisma up to 7.3
-- prisma: 6
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1;
--> 2: nobody can read `A` until this is done: line 1 holds its lock up to the end of the transaction
--# the version is not known
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1;
--> 2: information: nobody can read `A` until this is done: line 1 holds its lock up to the end of the transaction, on Prisma before 7.4
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

--# alone it can be mended in place
CREATE UNIQUE INDEX "i" ON "User"("email");
--> 1: [*] nobody can write to `User` until this index is built
--# beside others it wants a file of its own, unless Prisma sends statements one by one
CREATE INDEX "i" ON "User"("email");
CREATE INDEX "j" ON "User"("name");
--> 1: nobody can write to `User` until this index is built
--> 2: nobody can write to `User` until this index is built
--# Prisma 7.4
-- prisma: 7.4
CREATE INDEX "i" ON "User"("email");
SELECT 1;
--> 1: [*] nobody can write to `User` until this index is built
--# made concurrently, or on a table that is made here
CREATE INDEX CONCURRENTLY "i" ON "User"("email");
CREATE TABLE "New" ("x" INT);
CREATE INDEX "j" ON "New"("x");
--# a partitioned table cannot be indexed concurrently
-- migration: 1_init
CREATE TABLE "Event" ("id" INT) PARTITION BY RANGE ("id");
-- migration: 2_index
CREATE INDEX "i" ON "Event"("id");
--> 2_index:1: nobody can write to `Event` until this index is built
--# CockroachDB does it while all go on
-- provider: cockroachdb
CREATE INDEX "User_email_idx" ON "User"("email");
--# the first one tells of the lock that is held meanwhile, on its own table or on another
-- prisma: 6
-- migration: 1_init
CREATE TABLE "A" ("x" INT);
CREATE TABLE "B" ("x" INT);
-- migration: 2_own
ALTER TABLE "B" ADD COLUMN "y" INT;
ALTER TABLE "A" ADD COLUMN "y" INT;
CREATE INDEX "i" ON "A"("y");
CREATE INDEX "j" ON "A"("x");
-- migration: 3_other
CREATE INDEX "k" ON "A"("y");
ALTER TABLE "B" ADD COLUMN "z" INT;
CREATE INDEX "l" ON "A"("x", "y");
--> 2_own:3: nobody can write to `A` until this index is built; nobody can read `A` meanwhile, which line 2 has locked
--> 2_own:4: nobody can write to `A` until this index is built
--> 3_other:1: nobody can write to `A` until this index is built
--> 3_other:3: nobody can write to `A` until this index is built; nobody can read `B` meanwhile, which line 2 has locked
--# the version is not known; a DO block keeps any from letting go
-- migration: 1_unknown
ALTER TABLE "A" ADD COLUMN "y" INT;
CREATE INDEX "i" ON "A"("y");
-- migration: 2_do
ALTER TABLE "A" ADD COLUMN "y" INT;
DO $$ BEGIN PERFORM 1; END $$;
CREATE INDEX "j" ON "A"("y");
--> 1_unknown:2: nobody can write to `A` until this index is built; on Prisma before 7.4 nobody can read `A` meanwhile, which line 1 has locked
--> 2_do:3: nobody can write to `A` until this index is built; nobody can read `A` meanwhile, which line 1 has locked
--# Prisma 7.4 lets go of a lock at once
-- prisma: 7.4
ALTER TABLE "A" ADD COLUMN "y" INT;
CREATE INDEX "i" ON "A"("y");
--> 2: [*] nobody can write to `A` until this index is built
--# keys let readers through, and nobody reads a table that is made here
-- prisma: 6
CREATE TABLE "C" ("x" INT);
ALTER TABLE "C" ADD COLUMN "y" INT;
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
CREATE INDEX "i" ON "A"("y");
--> 4: nobody can write to `A` until this index is built

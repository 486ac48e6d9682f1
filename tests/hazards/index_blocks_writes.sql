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
--# a required column without a default says that the table is empty, under its new name too
ALTER TABLE "Old" ADD COLUMN "tenantId" TEXT NOT NULL;
ALTER TABLE "Old" RENAME TO "New";
CREATE INDEX "i" ON "New"("tenantId");
CREATE INDEX "j" ON "Other"("tenantId");
--> 4: nobody can write to `Other` until this index is built

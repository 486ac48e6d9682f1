--# one by one on Prisma 7.4
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT);
CREATE UNIQUE INDEX "old" ON "A"("x");
-- migration: 2_next
DROP INDEX "old";
CREATE UNIQUE INDEX "new" ON "A"("t", "x");
--> 2_next:1: from here to line 2 nothing keeps `x` of `A` unique
--# at once on Prisma 6
-- prisma: 6
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT);
CREATE UNIQUE INDEX "old" ON "A"("x");
-- migration: 2_next
DROP INDEX "old";
CREATE UNIQUE INDEX "new" ON "A"("t", "x");
--# new before old, or one that has nothing to do with it
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT, "y" TEXT);
CREATE UNIQUE INDEX "old" ON "A"("x");
CREATE UNIQUE INDEX "other" ON "A"("y");
-- migration: 2_next
CREATE UNIQUE INDEX "new" ON "A"("t", "x");
DROP INDEX "old";
DROP INDEX "other";
--# one ALTER TABLE is atomic
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT, CONSTRAINT "old" UNIQUE ("x"));
-- migration: 2_next
ALTER TABLE "A" DROP CONSTRAINT "old", ADD CONSTRAINT "new" UNIQUE ("t", "x");

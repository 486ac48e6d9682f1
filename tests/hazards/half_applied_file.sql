--# rows can make the second fail
-- prisma: 7.4
CREATE TABLE "New" ("x" INT);
CREATE UNIQUE INDEX "i" ON "A"("x");
--> 2: if rows make this fail, what stands above it stays
--# nothing can fail, or nothing stands above it
-- prisma: 7.4
ALTER TABLE "A" ALTER COLUMN "x" SET NOT NULL;
ALTER TABLE "A" ADD COLUMN "y" INT;
--# one transaction
-- prisma: 6
CREATE TABLE "New" ("x" INT);
CREATE UNIQUE INDEX "i" ON "A"("x");

--# columns with values
CREATE UNIQUE INDEX "i" ON "A"("x", "y");
ALTER TABLE "A" ADD CONSTRAINT "c" UNIQUE ("z");
--> 1: two rows of `A` that agree in `x, y` make this fail
--> 2: two rows of `A` that agree in `z` make this fail
--# a new column with one value for all
ALTER TABLE "A" ADD COLUMN "x" INT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX "i" ON "A"("x");
--> 2: two rows of `A` that agree in `x` make this fail
--# nothing can be twice: a narrower key, an empty column, a random one, duplicates are deleted
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT PRIMARY KEY, "x" TEXT, "y" TEXT);
CREATE UNIQUE INDEX "x" ON "A"("x");
CREATE TABLE "B" ("id" TEXT, "x" TEXT);
-- migration: 2_more
CREATE UNIQUE INDEX "a" ON "A"("id", "y");
CREATE UNIQUE INDEX "b" ON "A"("y", "x");
ALTER TABLE "A" ADD COLUMN "empty" TEXT, ADD COLUMN "own" UUID DEFAULT gen_random_uuid(), ADD COLUMN "n" SERIAL;
CREATE UNIQUE INDEX "c" ON "A"("empty");
CREATE UNIQUE INDEX "d" ON "A"("own");
CREATE UNIQUE INDEX "e" ON "A"("n");
DELETE FROM "B" a USING "B" b WHERE a."x" = b."x" AND a."id" > b."id";
CREATE UNIQUE INDEX "f" ON "B"("x");

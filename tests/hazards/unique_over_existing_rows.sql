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

--# SQLite makes the old uniques again behind a copy
-- provider: sqlite
-- migration: 1_init
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT, "age" INTEGER);
INSERT INTO "new_User" ("id", "email", "name") SELECT "id", "email", "name" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
CREATE UNIQUE INDEX "User_name_key" ON "User"("name");
CREATE UNIQUE INDEX "User_age_key" ON "User"("age");

--> 2_next:8: two rows of `User` that agree in `name` make this fail
--# MySQL fills a required column with the same value in each row
-- provider: mysql
ALTER TABLE `User` ADD COLUMN `slug` VARCHAR(191) NOT NULL,
    ADD COLUMN `code` VARCHAR(191) NULL,
    ADD COLUMN `number` INTEGER NOT NULL AUTO_INCREMENT,
    ADD UNIQUE INDEX `User_number_key`(`number`);
CREATE UNIQUE INDEX `User_slug_key` ON `User`(`slug`);
CREATE UNIQUE INDEX `User_code_key` ON `User`(`code`);

--> 5: two rows of `User` that agree in `slug` make this fail
--# to SQL Server two rows without a value agree
-- provider: sqlserver
ALTER TABLE [dbo].[User] ADD [slug] NVARCHAR(1000);
ALTER TABLE [dbo].[User] ADD CONSTRAINT [User_slug_key] UNIQUE NONCLUSTERED ([slug]);
--> 2: two rows of `User` that agree in `slug` make this fail
--# an expression
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT PRIMARY KEY, "t" TEXT, "name" TEXT);
-- migration: 2_lower
CREATE UNIQUE INDEX "i" ON "A" ("t", lower("name"));
--> 2_lower:1: two rows of `A` that agree in `t, lower("name")` make this fail
--# an expression over a new column, or beside a key
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT PRIMARY KEY, "t" TEXT, "name" TEXT);
-- migration: 2_lower
ALTER TABLE "A" ADD COLUMN "slug" TEXT;
CREATE UNIQUE INDEX "i" ON "A" ("t", lower("slug"));
CREATE UNIQUE INDEX "j" ON "A" ("id", lower("name"));

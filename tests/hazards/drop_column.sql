--# lost, made anew, copied
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT, "y" TEXT, "z" TEXT);
-- migration: 2_next
ALTER TABLE "A" DROP COLUMN "x", DROP COLUMN "y", ADD COLUMN "y" INT;
UPDATE "A" SET "other" = "z";
ALTER TABLE "A" DROP COLUMN "z";
--> 2_next:1: `x` of `A` goes, and its values with it
--> 2_next:1: `y` of `A` is dropped and made anew: its values are lost
--> 2_next:3: information: `z` of `A` goes while the last release still selects it
--# of this file, or not there
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT);
-- migration: 2_next
ALTER TABLE "A" ADD COLUMN "temp" TEXT;
ALTER TABLE "A" DROP COLUMN "temp";
ALTER TABLE "A" DROP COLUMN IF EXISTS "never";

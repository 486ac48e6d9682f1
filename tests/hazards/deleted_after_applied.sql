--# told by the next one
-- applied: 1_init
CREATE TABLE "A" ("id" TEXT);
-- gone: 2_two
ALTER TABLE "A" ADD COLUMN "b" TEXT;
-- gone: 3_three
ALTER TABLE "A" ADD COLUMN "c" TEXT;
-- applied: 4_four
-- a comment
ALTER TABLE "A" ADD COLUMN "d" TEXT;
-- migration: 5_five
ALTER TABLE "A" ADD COLUMN "e" TEXT;
--> 4_four:2: `2_two` and `3_three` were applied and are gone: databases that are there have them, new ones never get them
--# told by the last one, in one sentence
-- gone: 2_two
ALTER TABLE "A" ADD COLUMN "b" TEXT;
-- gone: 3_three
ALTER TABLE "A" ADD COLUMN "c" TEXT;
-- gone: 4_four
ALTER TABLE "A" ADD COLUMN "d" TEXT;
-- gone: 5_five
ALTER TABLE "A" ADD COLUMN "e" TEXT;
-- migration: 0_squashed
CREATE TABLE "A" ("id" TEXT);
--> 1: `2_two`, `3_three`, `4_four` and 1 more were applied and are gone: databases that are there have them, new ones never get them
--# all are there
-- applied: 1_init
CREATE TABLE "A" ("id" TEXT);
-- migration: 2_two
ALTER TABLE "A" ADD COLUMN "b" TEXT;

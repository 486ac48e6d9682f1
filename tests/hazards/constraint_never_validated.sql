--# others followed and left it
-- migration: 1_add
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id") NOT VALID;
-- migration: 2_other
ALTER TABLE "A" ADD COLUMN "x" INT;
--> 1_add:1: `f` is never validated: rows from before may break it, and nothing tells
--# it is the last, so it may come yet
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id") NOT VALID;
--# it is validated, dropped, or gone with its table
-- migration: 1_add
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id") NOT VALID;
ALTER TABLE "A" ADD CONSTRAINT "g" CHECK ("x" > 0) NOT VALID;
ALTER TABLE "C" ADD CONSTRAINT "h" CHECK ("x" > 0) NOT VALID;
-- migration: 2_validate
ALTER TABLE "A" VALIDATE CONSTRAINT "f";
-- migration: 3_drop
ALTER TABLE "A" DROP CONSTRAINT IF EXISTS "g";
DROP TABLE "C";

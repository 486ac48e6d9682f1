--# all rows are checked
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id") ON DELETE CASCADE;
--> 1: [*] every row of `A` is checked while nobody can write to it or to `B`
--# nothing is checked
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id") NOT VALID;
ALTER TABLE "A" ADD COLUMN "c" TEXT REFERENCES "C"("id");
CREATE TABLE "D" ("b" TEXT);
ALTER TABLE "D" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
--# CockroachDB does it while all go on
-- provider: cockroachdb
ALTER TABLE "A" ADD CONSTRAINT "A_b_fkey" FOREIGN KEY ("b") REFERENCES "B"("id");

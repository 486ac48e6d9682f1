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
--# to the table itself
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "parentId" TEXT);
-- migration: 2_parent
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("parentId") REFERENCES "A"("id");
ALTER TABLE "public"."A" ADD CONSTRAINT "g" FOREIGN KEY ("parentId") REFERENCES "A"("id");
--> 2_parent:1: [*] every row of `A` is checked while nobody can write to it
--> 2_parent:2: [*] every row of `A` is checked while nobody can write to it
--# the first one tells of the lock that is held meanwhile
-- prisma: 6
ALTER TABLE "A" DROP CONSTRAINT "f", DROP CONSTRAINT "g";
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
ALTER TABLE "A" ADD CONSTRAINT "g" FOREIGN KEY ("c") REFERENCES "C"("id");
--> 2: [*] every row of `A` is checked while nobody can write to it or to `B`; nobody can read `A` meanwhile, which line 1 has locked
--> 3: [*] every row of `A` is checked while nobody can write to it or to `C`

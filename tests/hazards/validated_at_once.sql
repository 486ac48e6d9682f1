--# in one transaction
-- prisma: 6
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id") NOT VALID;
ALTER TABLE "A" VALIDATE CONSTRAINT "f";
--> 2: the rows of `A` are read under the lock of line 1, in the same transaction
--# in two
-- prisma: 7.4
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id") NOT VALID;
ALTER TABLE "A" VALIDATE CONSTRAINT "f";
--# one of an earlier migration
-- prisma: 6
SELECT 1;
ALTER TABLE "A" VALIDATE CONSTRAINT "f";

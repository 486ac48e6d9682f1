--# no index begins with it
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
--> 1: no index begins with the foreign key `b`
--# one does, before or after, in this file or a later one
-- migration: 1_init
CREATE TABLE "A" ("b" TEXT, "c" TEXT, "d" TEXT, PRIMARY KEY ("b", "c"));
-- migration: 2_keys
ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");
ALTER TABLE "A" ADD CONSTRAINT "g" FOREIGN KEY ("c") REFERENCES "C"("id");
CREATE INDEX "i" ON "A"("c", "b");
ALTER TABLE "A" ADD CONSTRAINT "h" FOREIGN KEY ("d") REFERENCES "D"("id");
-- migration: 3_index
CREATE INDEX "j" ON "A"("d");

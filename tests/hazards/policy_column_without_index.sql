--# none begins with it
CREATE TABLE "A" ("t" UUID, "x" TEXT);
CREATE INDEX "i" ON "A"("x", "t");
CREATE POLICY "p" ON "A" USING ("t"::text = current_setting('app.t', true));
--> 3: no index of `A` begins with `t`: every query reads all tenants' rows
--# one does
CREATE TABLE "A" ("t" UUID, "x" TEXT);
CREATE INDEX "i" ON "A"("t", "x");
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true)::uuid);

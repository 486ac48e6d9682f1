--# for everybody
CREATE POLICY "p" ON "A" FOR ALL USING (true) WITH CHECK (true);
ALTER POLICY "q" ON "A" USING (1 = 1);
--> 1: this lets every tenant at the rows of `A`, whatever other policies say
--> 2: this lets every tenant at the rows of `A`, whatever other policies say
--# restrictive, for a role, or with a condition
CREATE POLICY "p" ON "A" AS RESTRICTIVE USING (true);
CREATE POLICY "q" ON "A" TO service USING (true);
CREATE POLICY "r" ON "A" USING (true AND "t" = current_setting('app.t', true));
--# open beside something else
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true) OR true);
CREATE POLICY "q" ON "A" USING (((1 = 1)));
CREATE POLICY "r" ON "A" FOR INSERT WITH CHECK (true OR "t" IS NULL);
--> 1: this lets every tenant at the rows of `A`, whatever other policies say
--> 2: this lets every tenant at the rows of `A`, whatever other policies say
--> 3: this lets every tenant at the rows of `A`, whatever other policies say
--# not open
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true) AND (true OR "u"));
CREATE POLICY "q" ON "A" USING (("t" = 'a') OR "isPublic" = true);
CREATE POLICY "r" ON "A" USING ((true) AND ("u"));
--# for a role that another policy keeps apart
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
CREATE POLICY "p" ON "A" TO app USING ("t" = current_setting('app.t', true));
-- migration: 2_open
CREATE POLICY "q" ON "A" FOR SELECT TO app USING (true);
--> 2_open:1: this lets every tenant at the rows of `A`, whatever other policies say
--# for another role, or for another command
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
CREATE POLICY "p" ON "A" FOR INSERT TO app WITH CHECK ("t" = current_setting('app.t', true));
-- migration: 2_open
CREATE POLICY "q" ON "A" FOR SELECT TO app USING (true);
CREATE POLICY "r" ON "A" TO service USING (true);

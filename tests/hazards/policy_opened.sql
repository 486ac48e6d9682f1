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

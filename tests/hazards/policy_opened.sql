--# for everybody
CREATE POLICY "p" ON "A" FOR ALL USING (true) WITH CHECK (true);
ALTER POLICY "q" ON "A" USING (1 = 1);
--> 1: this lets every tenant at the rows of `A`, whatever other policies say
--> 2: this lets every tenant at the rows of `A`, whatever other policies say
--# restrictive, for a role, or with a condition
CREATE POLICY "p" ON "A" AS RESTRICTIVE USING (true);
CREATE POLICY "q" ON "A" TO service USING (true);
CREATE POLICY "r" ON "A" USING (true AND "t" = current_setting('app.t', true));

--# one argument
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t')::uuid);
--> 1: [*] without the setting `app.t` every query on the table fails
--# two
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true)::uuid);

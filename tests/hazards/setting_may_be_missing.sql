--# one argument
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t')::uuid);
CREATE POLICY "q" ON "A" USING ("t" = current_setting('app.t'));
--> 1: [*] without the setting `app.t` every query on the table fails
--> 2: [*] without the setting `app.t` every query on the table fails
--# two, and what is empty after a transaction
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true)::uuid);
--> 1: [*] once a transaction has set `app.t` it is `''` afterwards, and `''::uuid` fails
--# two
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
CREATE POLICY "q" ON "A" USING ("t" = current_setting('app.t', true)::text);
CREATE POLICY "r" ON "A" USING ("t" = nullif(current_setting('app.t', true), '')::uuid);
CREATE POLICY "s" ON "A" USING ("t" = current_setting(

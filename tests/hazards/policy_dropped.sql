--# nothing takes its place
-- migration: 1_a
CREATE TABLE "A" ("t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = 'x');
-- migration: 2_b
DROP POLICY "p" ON "A";
ALTER TABLE "A" NO FORCE ROW LEVEL SECURITY;
-- migration: 3_c
ALTER TABLE "A" DISABLE ROW LEVEL SECURITY;
--> 2_b:1: `A` loses the policy `p`, and no other takes its place
--> 2_b:2: from here on the owner, as whom Prisma often connects, sees the rows of all tenants in `A`
--> 3_c:1: from here on everybody sees the rows of all tenants in `A`
--# replaced, or gone with the table, or off for a moment
-- migration: 1_a
CREATE TABLE "A" ("t" TEXT);
CREATE TABLE "B" ("t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = 'x');
CREATE POLICY "p" ON "B" USING ("t" = 'x');
-- migration: 2_b
DROP POLICY IF EXISTS "p" ON "A";
CREATE POLICY "p" ON "A" USING ("t" = 'y');
DROP POLICY "p" ON "B";
DROP TABLE "B";
ALTER TABLE "A" DISABLE ROW LEVEL SECURITY;
UPDATE "A" SET "t" = 'y' WHERE "t" = 'x';
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS "never" ON "A";
--# made anew, and another one with its name
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
CREATE TABLE "B" ("id" TEXT, "t" TEXT);
ALTER TABLE "B" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "B" USING ("t" = current_setting('app.t', true));
-- migration: 2_anew
DROP TABLE "A";
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
CREATE TABLE "B_new" ("id" TEXT, "t" TEXT);
INSERT INTO "B_new" SELECT * FROM "B";
DROP TABLE "B";
ALTER TABLE "B_new" RENAME TO "B";
--> 2_anew:2: `A` had policies, and the table that takes its place has none
--> 2_anew:6: `B` had policies, and the table that takes its place has none
--# made anew with its policies, or gone
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
CREATE TABLE "B" ("id" TEXT, "t" TEXT);
ALTER TABLE "B" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "B" USING ("t" = current_setting('app.t', true));
-- migration: 2_anew
DROP TABLE "A";
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
DROP TABLE "B";
--# with the function that it calls
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
CREATE FUNCTION mine() RETURNS text LANGUAGE sql AS $$ SELECT current_setting('app.t', true) $$;
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = mine());
-- migration: 2_drop
DROP FUNCTION mine() CASCADE;
--> 2_drop:1: `A` loses the policy `p`, which calls the function
--# with the function, and another takes its place; or the function cannot go
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
CREATE FUNCTION mine() RETURNS text LANGUAGE sql AS $$ SELECT current_setting('app.t', true) $$;
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = mine());
-- migration: 2_drop
DROP FUNCTION mine() CASCADE;
CREATE POLICY "q" ON "A" USING ("t" = current_setting('app.t', true));
DROP FUNCTION mine();

--# an update and an insert
-- migration: 1_init
CREATE TABLE "Note" ("t" TEXT, "x" TEXT);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "Note" USING ("t" = current_setting('app.t', true));
-- migration: 2_data
UPDATE "Note" SET "x" = 'a' WHERE "x" = 'b';
INSERT INTO "Note" ("t", "x") VALUES ('a', 'b');
INSERT INTO "Other" ("x") SELECT "x" FROM "Note";
--> 2_data:1: the policies of `Note` hold for its owner too: without a tenant this is without effect
--> 2_data:2: the policies of `Note` hold for its owner too: without a tenant this is refused
--> 2_data:3: the policies of `Note` hold for its owner too: without a tenant this is without effect
--# not forced, let off for the moment, a tenant is set, row_security is off
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "B" ("t" TEXT, "x" TEXT);
ALTER TABLE "B" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- migration: 2_data
UPDATE "A" SET "x" = 'a';
ALTER TABLE "B" NO FORCE ROW LEVEL SECURITY;
UPDATE "B" SET "x" = 'a';
ALTER TABLE "B" FORCE ROW LEVEL SECURITY;
-- migration: 3_tenant
SELECT set_config('app.t', 'a', false);
UPDATE "B" SET "x" = 'a';
--# a timeout is no tenant
-- migration: 1_init
CREATE TABLE "B" ("t" TEXT, "x" TEXT);
ALTER TABLE "B" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- migration: 2_data
SET lock_timeout = '1s';
UPDATE "B" SET "x" = 'c' WHERE "x" = 'd';
--> 2_data:2: the policies of `B` hold for its owner too: without a tenant this is without effect
--# in a block, with a tenant and without
-- migration: 1_a
CREATE TABLE "A" ("id" INT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
-- migration: 2_b
DO $$ BEGIN
  UPDATE "A" SET "id" = 1;
END $$;
-- migration: 3_c
DO $$ BEGIN
  PERFORM set_config('app.t', 'x', true);
  UPDATE "A" SET "id" = 1;
END $$;
--> 2_b:2: the policies of `A` hold for its owner too: without a tenant this is without effect

--# altered, new, and in a block
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
-- migration: 2_roles
ALTER ROLE app BYPASSRLS;
CREATE USER jobs LOGIN BYPASSRLS PASSWORD 'x';
DO $$ BEGIN
  EXECUTE 'ALTER ROLE app WITH SUPERUSER';
END $$;
--> 2_roles:1: no policy holds for `app`: whatever runs as it sees the rows of all tenants
--> 2_roles:2: information: no policy holds for `jobs`: whatever runs as it sees the rows of all tenants
--> 2_roles:4: no policy holds for `app`: whatever runs as it sees the rows of all tenants
--# taken away, or something else
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
-- migration: 2_roles
ALTER ROLE app NOBYPASSRLS NOSUPERUSER;
CREATE ROLE other LOGIN;
ALTER ROLE app SET search_path = 'BYPASSRLS';
--# nothing to pass by
CREATE TABLE "A" ("id" TEXT);
ALTER ROLE app BYPASSRLS;

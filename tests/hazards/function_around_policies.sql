--# read and written past the policies
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
-- migration: 2_functions
CREATE OR REPLACE FUNCTION all_of_them() RETURNS SETOF "A" LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT * FROM "A" $$;
CREATE FUNCTION public.clean(n int) RETURNS void AS $body$
BEGIN
  DELETE FROM public."A" WHERE "id" = n::text;
END;
$body$ LANGUAGE plpgsql SECURITY DEFINER;
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT count(*) FROM "A"; END;
--> 2_functions:1: `all_of_them` goes to `A` with its owner's rights, past the policies, for whoever calls it
--> 2_functions:6: `clean` goes to `A` with its owner's rights, past the policies, for whoever calls it
--> 2_functions:7: `total` goes to `A` with its owner's rights, past the policies, for whoever calls it
--# who asks, a trigger, a condition of its own, taken from everybody, or a table without policies
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
CREATE TABLE "B" ("id" TEXT);
-- migration: 2_functions
CREATE FUNCTION f1() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM "A" $$;
CREATE FUNCTION f2() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO "A" ("id") VALUES ('a'); RETURN NEW; END $$;
CREATE FUNCTION f3(tenant text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM "A" WHERE "t" = tenant $$;
CREATE FUNCTION f4() RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$ SELECT EXISTS (SELECT FROM "A" WHERE "id" = current_setting('app.u')) $$;
CREATE FUNCTION f5() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM "A" $$;
REVOKE EXECUTE ON FUNCTION f5() FROM PUBLIC;
CREATE FUNCTION f6() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM "B" $$;
--# altered
-- migration: 1_init
CREATE TABLE "A" ("id" TEXT, "t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM "A" $$;
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM "A" WHERE "t" = 'x' $$;
-- migration: 2_definer
ALTER FUNCTION public.f() SECURITY DEFINER;
ALTER FUNCTION g() SECURITY DEFINER;
ALTER FUNCTION h() SECURITY DEFINER;
--> 2_definer:1: `f` goes to `A` with its owner's rights, past the policies, for whoever calls it

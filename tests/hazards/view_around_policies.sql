--# a view and a materialized one
-- migration: 1_a
CREATE TABLE "A" ("t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
-- migration: 2_b
CREATE VIEW "v" AS SELECT * FROM "A";
CREATE MATERIALIZED VIEW "m" AS SELECT * FROM "A";
--> 2_b:1: the view reads `A` with its owner's rights, past the policies
--> 2_b:2: the view reads `A` with its owner's rights, past the policies
--# who asks, or a table without policies
-- migration: 1_a
CREATE TABLE "A" ("t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE TABLE "B" ("t" TEXT);
-- migration: 2_b
CREATE VIEW "v" WITH (security_invoker = on) AS SELECT * FROM "A";
CREATE VIEW "w" AS SELECT * FROM "B";
--# turned off, in each way
-- migration: 1_a
CREATE TABLE "A" ("t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE VIEW "v" WITH (security_invoker = true) AS SELECT * FROM "A";
CREATE VIEW "w" WITH (security_invoker = true) AS SELECT * FROM "A";
-- migration: 2_b
CREATE VIEW "x" WITH (security_invoker = false) AS SELECT * FROM "A";
ALTER VIEW "v" SET (security_invoker = off);
ALTER VIEW IF EXISTS public."w" RESET (security_invoker);
--> 2_b:1: the view reads `A` with its owner's rights, past the policies
--> 2_b:2: the view reads `A` with its owner's rights, past the policies
--> 2_b:3: the view reads `A` with its owner's rights, past the policies
--# turned on later in the file, or altered otherwise
-- migration: 1_a
CREATE TABLE "A" ("t" TEXT);
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE VIEW "v" AS SELECT * FROM "A";
-- migration: 2_b
CREATE VIEW "x" AS SELECT * FROM "A";
ALTER VIEW "x" SET (security_invoker = true);
CREATE VIEW "y" WITH (security_barrier, security_invoker) AS SELECT * FROM "A";
ALTER VIEW "v" SET (security_barrier = true);
ALTER VIEW "v" OWNER TO app;
ALTER VIEW "v" SET (security_invoker);
--> 1_a:3: the view reads `A` with its owner's rights, past the policies

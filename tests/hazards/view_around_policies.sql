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

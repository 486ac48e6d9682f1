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

--# none anywhere
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
--> 1: `A` has no policy: all but its owner read no row, without an error
--# one here, or in a later migration
-- migration: 1_a
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "B" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("x" = 1);
-- migration: 2_b
CREATE POLICY "p" ON "B" USING ("x" = 1);

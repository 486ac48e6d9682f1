--# the owner sees all
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
--> 1: [*] the owner of `A`, as whom Prisma often connects, still sees every row
--# forced, here or later
-- migration: 1_a
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" USING ("t" = current_setting('app.t', true));
ALTER TABLE "B" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "B" USING ("t" = current_setting('app.t', true));
-- migration: 2_b
ALTER TABLE "B" FORCE ROW LEVEL SECURITY;
--# policies for other roles than the owner
ALTER TABLE "A" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "A" TO authenticated USING ("t" = auth.uid());

--# a failed try passes for it
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "User"("email");
--> 1: [*] an invalid index that a failed try left behind passes for this one
--# it fails, or cannot be left behind
CREATE INDEX CONCURRENTLY "i" ON "User"("email");
CREATE INDEX IF NOT EXISTS "j" ON "User"("email");

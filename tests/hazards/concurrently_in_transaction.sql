--# one transaction on Prisma up to 7.3
-- prisma: 6
SELECT 1;
CREATE INDEX CONCURRENTLY "i" ON "User"("email");
--> 2: `CONCURRENTLY` is refused in a transaction, which this file is
--# alone on any version
-- prisma: 6
CREATE INDEX CONCURRENTLY "i" ON "User"("email");
--# one by one on Prisma 7.4
-- prisma: ^7.4.0
SELECT 1;
CREATE INDEX CONCURRENTLY "i" ON "User"("email");
--# Prisma 7.4 sends the file whole if its parser rejects a statement
-- prisma: 7.4
SELECT 1;
DROP INDEX CONCURRENTLY "i";
--> 2: `CONCURRENTLY` is refused in a transaction, which this file is if Prisma sends the file as a whole, which it does where its parser rejects a statement
--# a view may be refreshed so in a transaction
REFRESH MATERIALIZED VIEW CONCURRENTLY "v";
SELECT 1;
--# between BEGIN and COMMIT
-- prisma: 7.4
BEGIN;
REINDEX INDEX CONCURRENTLY "i";
COMMIT;
--> 2: `CONCURRENTLY` is refused in a transaction, which this file is
--# the history shows that statements are sent one by one
-- migration: 1_mixed
SELECT 1;
CREATE INDEX CONCURRENTLY "i" ON "User"("email");
-- migration: 2_more
SELECT 1;
CREATE INDEX CONCURRENTLY "j" ON "User"("email");

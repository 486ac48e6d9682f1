--# Prisma 7.4
-- prisma: 7.4
SET LOCAL statement_timeout = 0;
SELECT 1;
--> 1: [*] this has no effect: each statement is a transaction of its own
--# Prisma 6 and a transaction of the file's own
-- prisma: 6
SET LOCAL statement_timeout = 0;
SELECT 1;
--# between BEGIN and COMMIT
-- prisma: 7.4
BEGIN;
SET LOCAL statement_timeout = 0;
COMMIT;
SET statement_timeout = 0;

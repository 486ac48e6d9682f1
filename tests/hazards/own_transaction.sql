--# with something in it
BEGIN TRANSACTION;
SELECT 1;
COMMIT;
--> 1: if anything in this transaction fails, Prisma cannot note why: the real error is lost
--# in a body, or empty
DO $$ BEGIN PERFORM 1; END $$;
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;

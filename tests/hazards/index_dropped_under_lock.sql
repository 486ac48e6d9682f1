--# an index in use
-- migration: 1_init
CREATE TABLE "User" ("email" TEXT);
CREATE INDEX "i" ON "User"("email");
-- migration: 2_drop
DROP INDEX "i";
--> 2_drop:1: [*] readers wait while this waits for every query that is running on the table
--# the table goes, or is locked anyway, or the index was made here
-- migration: 1_init
CREATE TABLE "A" ("x" TEXT);
CREATE INDEX "a" ON "A"("x");
CREATE TABLE "B" ("x" TEXT);
CREATE INDEX "b" ON "B"("x");
-- migration: 2_drop
DROP INDEX "a";
DROP TABLE "A";
DROP INDEX "b";
ALTER TABLE "B" DROP COLUMN "x";
CREATE INDEX "c" ON "B"("y");
DROP INDEX "c";
DROP INDEX IF EXISTS "nobody knows";

--# values go; one finding for an enum with two columns
-- migration: 1_init
CREATE TYPE "Role" AS ENUM ('A', 'B', 'C');
CREATE TABLE "X" ("r" "Role");
CREATE TABLE "Y" ("r" "Role");
-- migration: 2_next
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A');
ALTER TABLE "X" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TABLE "Y" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
COMMIT;
--> 2_next:3: `X` is written anew under a lock that keeps readers out, and one row with `B` or `C` makes it fail
--# the table is made here
CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TABLE "X" ("r" "Role");
CREATE TYPE "Role_new" AS ENUM ('A');
ALTER TABLE "X" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");

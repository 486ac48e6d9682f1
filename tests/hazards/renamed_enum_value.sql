--# of an enum that was there
ALTER TYPE "Role" RENAME VALUE 'A' TO 'B';
--> 1: the last release still knows `A` alone, and fails at the new name
--# of one that is made here
CREATE TYPE "Role" AS ENUM ('A');
ALTER TYPE "Role" RENAME VALUE 'A' TO 'B';

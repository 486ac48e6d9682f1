--# without a condition
DELETE FROM "A";
TRUNCATE "B", "C" CASCADE;
--> 1: all rows of `A` are deleted
--> 2: all rows of `B` are deleted, and those of every table that refers to it
--> 2: all rows of `C` are deleted, and those of every table that refers to it
--# with one, or of a table that is made here
DELETE FROM "A" WHERE "x" IS NULL;
CREATE TABLE "B" ("x" INT);
DELETE FROM "B";

--# by a join, and all
-- provider: mysql
DELETE s FROM `Session` s JOIN `User` u ON u.`id` = s.`userId`;
DELETE FROM `Session`;
TRUNCATE `Log`;

--> 2: all rows of `Session` are deleted
--> 3: all rows of `Log` are deleted
--# all, and by an alias
-- provider: sqlserver
TRUNCATE TABLE [dbo].[Log];
DELETE l FROM [dbo].[Log] l WHERE l.[at] < '2020-01-01';
--> 1: all rows of `Log` are deleted
--# a condition that leaves nothing out
-- migration: 1_init
CREATE TABLE "A" ("id" INT);
-- migration: 2_clean
DELETE FROM "A" WHERE true;
DO $$ BEGIN
  DELETE FROM "A" WHERE (1 = 1);
END $$;
--> 2_clean:1: all rows of `A` are deleted
--# one that may leave something, or a block that may not run it
-- migration: 1_init
CREATE TABLE "A" ("id" INT);
-- migration: 2_clean
DELETE FROM "A" WHERE "id" = 1 AND true;
DO $$ BEGIN
  IF current_setting('app.clean', true) = 'yes' THEN DELETE FROM "A"; END IF;
END $$;

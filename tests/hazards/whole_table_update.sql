--# no condition, NULL, a join
UPDATE "A" SET "x" = 1;
UPDATE "A" SET "x" = 1 WHERE "x" IS NULL;
UPDATE "A" SET "x" = b."x" FROM "B" b WHERE b."id" = "A"."bId";
DELETE FROM "A" WHERE NOT EXISTS (SELECT 1 FROM "B" WHERE "B"."id" = "A"."bId");
--> 1: all rows of `A` may change in one go, and stay locked until it ends
--> 2: all rows of `A` may change in one go, and stay locked until it ends
--> 3: all rows of `A` may change in one go, and stay locked until it ends
--> 4: all rows of `A` may be deleted in one go, and stay locked until it ends
--# a constant picks rows, or a limit does
UPDATE "A" SET "x" = 1 WHERE "id" = 'one';
UPDATE "A" SET "x" = 1 WHERE "kind" IN ('a', 'b');
UPDATE "A" SET "x" = v."x" FROM (VALUES ('a', 1)) AS v("id", "x") WHERE v."id" = "A"."id";
UPDATE "A" SET "x" = 1 WHERE "isOpen" = true AND "x" IS NULL;
WITH some AS (SELECT "id" FROM "A" LIMIT 100) UPDATE "A" SET "x" = 1 FROM some WHERE some."id" = "A"."id";
--# a table that is made here
CREATE TABLE "A" ("x" INT);
UPDATE "A" SET "x" = 1;
--# work-under-lock speaks of it
-- prisma: 6
ALTER TABLE "A" ADD COLUMN "x" INT;
UPDATE "A" SET "x" = 1;

--# a join on MySQL
-- provider: mysql
UPDATE `Document` d JOIN `Folder` f ON f.`id` = d.`folderId` SET d.`ownerId` = f.`ownerId`;
UPDATE IGNORE `Document` SET `a` = 1 WHERE `id` = 3;

--> 1: all rows of `Document` may change in one go, and stay locked until it ends
--# by an alias, and in batches, on SQL Server
-- provider: sqlserver
UPDATE d SET d.[ownerId] = f.[ownerId] FROM [dbo].[Document] d JOIN [dbo].[Folder] f ON f.[id] = d.[folderId];
UPDATE TOP (1000) [dbo].[Document] SET [a] = [b] WHERE [a] IS NULL;

--> 1: all rows of `Document` may change in one go, and stay locked until it ends
--# in a string, on SQL Server
-- provider: sqlserver
EXEC sp_executesql N'
  UPDATE [dbo].[Document] SET [ownerId] = [folderId] WHERE [folderId] IS NOT NULL;
';
EXEC('UPDATE [dbo].[Document] SET [a] = 1 WHERE [id] = 3');
--> 1: all rows of `Document` may change in one go, and stay locked until it ends
--# in a block, and in a loop there that takes them one by one
-- migration: 1_init
CREATE TABLE "A" ("id" INT, "b" TEXT);
-- migration: 2_fill
DO $$ DECLARE r record; BEGIN
  UPDATE "A" SET "b" = lower("b");
  FOR r IN SELECT "id" FROM "A" LOOP
    UPDATE "A" SET "b" = 'x' WHERE "id" = r.id;
  END LOOP;
END $$;
--> 2_fill:2: all rows of `A` may change in one go, and stay locked until it ends
--# what a function is given beside a column is no constant to compare with, nor is what is not to be there
UPDATE "A" SET "x" = b."x" FROM "B" b WHERE date_trunc('hour', "A"."at") = b."hour";
UPDATE "A" SET "x" = 1 WHERE "kind" NOT IN ('a', 'b');
UPDATE "A" SET "x" = 1 WHERE nullif(trim("x"), '') IS NULL;
UPDATE "A" SET "x" = 1 WHERE "x" = round("y", 2);
--> 1: all rows of `A` may change in one go, and stay locked until it ends
--> 2: all rows of `A` may change in one go, and stay locked until it ends
--> 3: all rows of `A` may change in one go, and stay locked until it ends
--> 4: all rows of `A` may change in one go, and stay locked until it ends
--# a constant however it is written
UPDATE "A" SET "x" = 1 WHERE "kind" = CAST('a' AS "Kind");
UPDATE "A" SET "x" = 1 WHERE "kind" = ANY(ARRAY['a', 'b']::"Kind"[]);
UPDATE "A" SET "x" = 1 WHERE starts_with("name", 'a');
UPDATE "A" SET "x" = 1 WHERE "x" IS NULL AND (is_chosen('a'));
UPDATE "A" SET "x" = 1 WHERE ("x" IS NULL AND starts_with("name", 'a'));
UPDATE "A" SET "x" = 1 WHERE ("a", "b") IN (('a', 1), ('b', 2));
UPDATE "A" SET "x" = 1 WHERE ("a", "b") = ('a', 1);
UPDATE "A" SET "x" = 1 WHERE "at" < to_timestamp('2024', 'YYYY');
UPDATE "A" SET "x" = 1 WHERE lower("kind") = lower('a');
UPDATE "A" SET "x" = 1 WHERE ('a' = "kind");
UPDATE "A" SET "x" = 1 WHERE "id" IN (SELECT "id" FROM "B" WHERE "kind" = 'a');

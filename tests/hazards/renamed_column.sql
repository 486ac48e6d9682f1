--# one that was there
ALTER TABLE "A" RENAME COLUMN "x" TO "y";
--> 1: the last release still asks for `x`, and its queries fail
--# one of this file
ALTER TABLE "A" ADD COLUMN "x" INT;
ALTER TABLE "A" RENAME COLUMN "x" TO "y";
CREATE TABLE "B" ("x" INT);
ALTER TABLE "B" RENAME "x" TO "y";

--# CHANGE on MySQL
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` INTEGER NOT NULL, `name` VARCHAR(191) NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` CHANGE COLUMN `name` `fullName` VARCHAR(191) NULL;
ALTER TABLE `User` CHANGE `id` `id` BIGINT NOT NULL;

--> 2_next:1: the last release still asks for `name`, and its queries fail
--# a procedure on SQL Server
-- provider: sqlserver
EXEC SP_RENAME N'dbo.User.name', N'fullName', N'COLUMN';
--> 1: the last release still asks for `name`, and its queries fail

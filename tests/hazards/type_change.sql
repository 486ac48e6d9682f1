--# the rows are written anew, and may not fit
-- migration: 1_init
CREATE TABLE "A" ("a" TEXT, "b" INTEGER, "c" VARCHAR(50), "d" TIMESTAMP(3), "e" DECIMAL(10,2));
-- migration: 2_types
ALTER TABLE "A" ALTER COLUMN "a" TYPE INTEGER USING "a"::integer;
ALTER TABLE "A" ALTER COLUMN "b" SET DATA TYPE BIGINT, ALTER COLUMN "c" SET DATA TYPE VARCHAR(20);
ALTER TABLE "A" ALTER COLUMN "d" TYPE TIMESTAMPTZ(3);
ALTER TABLE "A" ALTER COLUMN "e" TYPE DECIMAL(10,4);
--> 2_types:1: `A` is written anew under a lock that keeps readers out, and one value of `a` that does not fit makes it fail
--> 2_types:2: `A` is written anew under a lock that keeps readers out, and one value of `c` that does not fit makes it fail
--> 2_types:3: `A` is written anew under a lock that keeps readers out
--> 2_types:4: `A` is written anew under a lock that keeps readers out, and one value of `e` that does not fit makes it fail
--# they stay as they are
-- migration: 1_init
CREATE TABLE "A" ("a" TEXT, "b" VARCHAR(10), "c" VARCHAR(50), "d" TIMESTAMP(3), "e" DECIMAL(10,2));
-- migration: 2_types
ALTER TABLE "A" ALTER COLUMN "a" TYPE VARCHAR, ALTER COLUMN "b" TYPE VARCHAR(20), ALTER COLUMN "c" TYPE TEXT;
ALTER TABLE "A" ALTER COLUMN "d" TYPE TIMESTAMP(6), ALTER COLUMN "e" TYPE DECIMAL(20,2);
--# a column that is made here
ALTER TABLE "A" ADD COLUMN "x" TEXT;
ALTER TABLE "A" ALTER COLUMN "x" TYPE INTEGER USING 1;

--# MySQL copies the table, but not for a length or a last value
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` INTEGER NOT NULL, `name` VARCHAR(191) NULL, `code` VARCHAR(50) NULL, `age` INTEGER NULL, `role` ENUM('USER', 'ADMIN') NOT NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` MODIFY `name` VARCHAR(255) NULL;
ALTER TABLE `User` MODIFY `age` BIGINT NULL;
ALTER TABLE `User` MODIFY `code` VARCHAR(100) NULL, MODIFY `role` ENUM('USER', 'GUEST') NOT NULL;

--> 2_next:2: `User` is copied while nobody can write to it
--> 2_next:3: `User` is copied while nobody can write to it, and one value of `role` that does not fit makes it fail
--# MySQL adds the last value of an enum
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` INTEGER NOT NULL, `role` ENUM('USER', 'ADMIN') NOT NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` MODIFY `role` ENUM('USER', 'ADMIN', 'GUEST') NOT NULL DEFAULT 'USER';

--# on SQL Server a longer text stays where it is
-- provider: sqlserver
-- migration: 1_init
CREATE TABLE [dbo].[User] ([id] INT NOT NULL, [name] NVARCHAR(100), [age] INT);
-- migration: 2_next
ALTER TABLE [dbo].[User] ALTER COLUMN [name] NVARCHAR(1000) NULL;
ALTER TABLE [dbo].[User] ALTER COLUMN [age] BIGINT NULL;

--> 2_next:2: `User` is written anew under a lock that keeps readers out
--# MySQL writes each number as a text
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` INTEGER NOT NULL, `born` DATETIME(3) NULL, `code` VARCHAR(191) NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `User` MODIFY `id` VARCHAR(191) NOT NULL;
ALTER TABLE `User` MODIFY `born` VARCHAR(10) NULL;

--> 2_next:1: `User` is copied while nobody can write to it
--> 2_next:2: `User` is copied while nobody can write to it, and one value of `born` that does not fit makes it fail
--# on CockroachDB
-- provider: cockroachdb
-- migration: 1_init
CREATE TABLE "User" ("id" STRING NOT NULL, "age" STRING);
-- migration: 2_next
ALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE INT8;
--> 2_next:1: `User` is written anew, and one value of `age` that does not fit makes it fail

--# one by one on Prisma 7.4
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT);
CREATE UNIQUE INDEX "old" ON "A"("x");
-- migration: 2_next
DROP INDEX "old";
CREATE UNIQUE INDEX "new" ON "A"("t", "x");
--> 2_next:1: from here to line 2 nothing keeps `x` of `A` unique
--# at once on Prisma 6
-- prisma: 6
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT);
CREATE UNIQUE INDEX "old" ON "A"("x");
-- migration: 2_next
DROP INDEX "old";
CREATE UNIQUE INDEX "new" ON "A"("t", "x");
--# new before old, or one that has nothing to do with it
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT, "y" TEXT);
CREATE UNIQUE INDEX "old" ON "A"("x");
CREATE UNIQUE INDEX "other" ON "A"("y");
-- migration: 2_next
CREATE UNIQUE INDEX "new" ON "A"("t", "x");
DROP INDEX "old";
DROP INDEX "other";
--# one ALTER TABLE is atomic
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT, CONSTRAINT "old" UNIQUE ("x"));
-- migration: 2_next
ALTER TABLE "A" DROP CONSTRAINT "old", ADD CONSTRAINT "new" UNIQUE ("t", "x");

--# on MySQL nothing is a transaction
-- provider: mysql
-- migration: 1_init
CREATE TABLE `User` (`id` INTEGER NOT NULL, `tenantId` INTEGER NOT NULL, `email` VARCHAR(191) NOT NULL, UNIQUE INDEX `User_email_key`(`email`), PRIMARY KEY (`id`));
-- migration: 2_next
DROP INDEX `User_email_key` ON `User`;
CREATE UNIQUE INDEX `User_tenantId_email_key` ON `User`(`tenantId`, `email`);

--> 2_next:1: from here to line 2 nothing keeps `email` of `User` unique
--# in a transaction on SQL Server
-- provider: sqlserver
-- migration: 1_init
CREATE TABLE [dbo].[User] ([id] INT NOT NULL, [tenantId] INT NOT NULL, [email] NVARCHAR(100) NOT NULL, CONSTRAINT [User_email_key] UNIQUE NONCLUSTERED ([email]));
-- migration: 2_next
BEGIN TRAN;
ALTER TABLE [dbo].[User] DROP CONSTRAINT [User_email_key];
ALTER TABLE [dbo].[User] ADD CONSTRAINT [User_tenantId_email_key] UNIQUE NONCLUSTERED ([tenantId], [email]);
COMMIT TRAN;
--# a primary key in two statements, and in one
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT, CONSTRAINT "A_pkey" PRIMARY KEY ("t", "x"));
CREATE TABLE "B" ("t" TEXT, "x" TEXT, CONSTRAINT "B_pkey" PRIMARY KEY ("x"));
CREATE TABLE "C" ("t" TEXT, "x" TEXT, CONSTRAINT "C_pkey" PRIMARY KEY ("x"));
-- migration: 2_next
ALTER TABLE "A" DROP CONSTRAINT "A_pkey";
ALTER TABLE "A" ADD COLUMN "id" TEXT, ADD CONSTRAINT "A_pkey" PRIMARY KEY ("id");
CREATE UNIQUE INDEX "A_t_x_key" ON "A"("t", "x");
ALTER TABLE "B" DROP CONSTRAINT "B_pkey", ADD CONSTRAINT "B_pkey" PRIMARY KEY ("t", "x");
ALTER TABLE "C" DROP CONSTRAINT "C_pkey";
--> 2_next:1: from here to line 3 nothing keeps `t, x` of `A` unique
--# another unique says as much meanwhile
-- prisma: 7.4
-- migration: 1_init
CREATE TABLE "A" ("t" TEXT, "x" TEXT, CONSTRAINT "A_pkey" PRIMARY KEY ("t", "x"));
CREATE UNIQUE INDEX "A_x_key" ON "A"("x");
-- migration: 2_next
ALTER TABLE "A" DROP CONSTRAINT "A_pkey";
ALTER TABLE "A" ADD CONSTRAINT "A_pkey" PRIMARY KEY ("x", "t");
--# MySQL's primary key
-- provider: mysql
-- migration: 1_init
CREATE TABLE `A` (`t` INTEGER NOT NULL, `x` INTEGER NOT NULL, PRIMARY KEY (`x`));
-- migration: 2_next
ALTER TABLE `A` DROP PRIMARY KEY;
ALTER TABLE `A` ADD PRIMARY KEY (`t`, `x`);
--> 2_next:1: from here to line 2 nothing keeps `x` of `A` unique

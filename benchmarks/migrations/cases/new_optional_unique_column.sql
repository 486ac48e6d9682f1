-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_stripe
-- AlterTable
ALTER TABLE "User" ADD COLUMN     "stripeId" TEXT;

-- CreateIndex
--! index-blocks-writes: the table is read and writers wait, though no value is there yet
CREATE UNIQUE INDEX "User_stripeId_key" ON "User"("stripeId");

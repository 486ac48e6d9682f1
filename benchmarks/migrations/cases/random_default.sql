-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_token
-- AlterTable
--! table-rewrite: a value for each row, so the table is rewritten under an exclusive lock
ALTER TABLE "User" ADD COLUMN     "token" UUID NOT NULL DEFAULT gen_random_uuid();

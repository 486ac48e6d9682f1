-- prisma: 6.19
-- migration: 20240101000000_init
CREATE TYPE "Role" AS ENUM ('USER');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_admin
-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'ADMIN';

-- AlterTable
--! enum-value-used-at-once: 55P04, unsafe use of a new value
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'ADMIN';

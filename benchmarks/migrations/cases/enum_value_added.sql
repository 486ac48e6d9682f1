-- migration: 20240101000000_init
CREATE TYPE "Role" AS ENUM ('USER');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_admin
-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'ADMIN';

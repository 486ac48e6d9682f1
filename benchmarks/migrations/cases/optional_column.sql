-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_bio
-- AlterTable
ALTER TABLE "User" ADD COLUMN     "bio" TEXT;

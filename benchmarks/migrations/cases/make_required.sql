-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_email
-- AlterTable
--! not-null-scan: the whole table is read under an exclusive lock, and one user without an email makes it fail
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;

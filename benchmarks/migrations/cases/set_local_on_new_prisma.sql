-- prisma: 7.4
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_bio
--! set-local-without-effect: each statement is its own transaction on Prisma 7.4
SET LOCAL lock_timeout = '2s';
ALTER TABLE "User" ADD COLUMN "bio" TEXT;

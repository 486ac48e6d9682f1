-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "locale" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_default
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "locale" SET DEFAULT 'en',
ALTER COLUMN "locale" DROP NOT NULL;

-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "phone" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_drop
-- AlterTable
--! drop-column: the phones are lost, and the running release selects them
ALTER TABLE "User" DROP COLUMN "phone";

-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "firstName" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_rename
-- AlterTable
--! rename-by-drop: firstName was renamed to first_name, the names are lost
ALTER TABLE "User" DROP COLUMN "firstName",
ADD COLUMN     "first_name" TEXT;

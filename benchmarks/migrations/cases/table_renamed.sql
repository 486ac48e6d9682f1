-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_rename
--! renamed-table: the running release selects from "User"
ALTER TABLE "User" RENAME TO "Account";

-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_rename
--! renamed-column: the running release selects "name"
ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";

-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "User_email_idx" ON "User"("email");
-- migration: 20240201000000_index
-- DropIndex
--! index-dropped-under-lock: waits for running queries under an exclusive lock
DROP INDEX "User_email_idx";

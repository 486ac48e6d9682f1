-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_index
--! invalid-index-kept: after a failed try the invalid index has the name, and nothing is built
CREATE INDEX CONCURRENTLY IF NOT EXISTS "User_email_idx" ON "User"("email");

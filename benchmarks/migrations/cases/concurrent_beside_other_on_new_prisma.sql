-- prisma: 7.4
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_index
ALTER TABLE "User" ADD COLUMN "nick" TEXT;
CREATE INDEX CONCURRENTLY "User_email_idx" ON "User"("email");

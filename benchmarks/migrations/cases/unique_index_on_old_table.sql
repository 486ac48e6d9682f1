-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_unique
-- CreateIndex
--! index-blocks-writes: writers wait
--! unique-over-existing-rows: two users may have the same email by now
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

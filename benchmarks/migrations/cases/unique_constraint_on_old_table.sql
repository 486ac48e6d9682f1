-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "phone" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_phone
--! unique-built-in-place: the index is built under an exclusive lock
--! unique-over-existing-rows: two users may have one phone
ALTER TABLE "User" ADD CONSTRAINT "User_phone_key" UNIQUE ("phone");

-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "phone" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240102000000_index
CREATE UNIQUE INDEX CONCURRENTLY "User_phone_key" ON "User"("phone");
-- migration: 20240201000000_phone
ALTER TABLE "User" ADD CONSTRAINT "User_phone_key" UNIQUE USING INDEX "User_phone_key";

-- prisma: 7.4
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- migration: 20240201000000_per_tenant
-- DropIndex
--! uniqueness-gap: nothing is unique until the new index is built
--! index-dropped-under-lock: an exclusive lock
DROP INDEX "User_email_key";

-- CreateIndex
--! index-blocks-writes: writers wait
CREATE UNIQUE INDEX "User_tenantId_email_key" ON "User"("tenantId", "email");

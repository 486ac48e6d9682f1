-- migration: 20240101000000_init
CREATE TABLE "Event" ("id" TEXT NOT NULL, "count" INTEGER NOT NULL, CONSTRAINT "Event_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_count
-- AlterTable
--! type-change: every row is rewritten under an exclusive lock
ALTER TABLE "Event" ALTER COLUMN "count" SET DATA TYPE BIGINT;

-- migration: 20240101000000_init
CREATE TABLE "Feed" ("id" TEXT NOT NULL, "every" TEXT NOT NULL, CONSTRAINT "Feed_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_every
-- AlterTable
--! drop-column: the texts are lost, the new column begins at its default
ALTER TABLE "Feed" DROP COLUMN "every",
ADD COLUMN     "every" INTEGER NOT NULL DEFAULT 1;

-- prisma: 6.19
-- migration: 20240101000000_init
CREATE TABLE "Chat" ("id" TEXT NOT NULL, "title" TEXT NOT NULL, CONSTRAINT "Chat_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_slug
ALTER TABLE "Chat" ADD COLUMN "slug" TEXT;
--! work-under-lock: the lock of ADD COLUMN is held while every chat is written
UPDATE "Chat" SET "slug" = lower("title");
--! not-null-scan: the table is read once more under that lock
ALTER TABLE "Chat" ALTER COLUMN "slug" SET NOT NULL;

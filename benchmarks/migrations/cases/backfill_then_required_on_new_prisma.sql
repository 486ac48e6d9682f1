-- prisma: 7.4
-- migration: 20240101000000_init
CREATE TABLE "Chat" ("id" TEXT NOT NULL, "botId" TEXT NOT NULL, CONSTRAINT "Chat_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Bot" ("id" TEXT NOT NULL, "ownerId" TEXT NOT NULL, CONSTRAINT "Bot_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_owner
ALTER TABLE "Chat" ADD COLUMN "ownerId" TEXT;
--! whole-table-update: every chat is written in one statement
UPDATE "Chat" SET "ownerId" = "Bot"."ownerId" FROM "Bot" WHERE "Bot"."id" = "Chat"."botId";
--! not-null-scan: the table is read under an exclusive lock
--! backfill-race: a chat that is inserted after the update has no owner
ALTER TABLE "Chat" ALTER COLUMN "ownerId" SET NOT NULL;

-- migration: 20240101000000_init
CREATE TABLE "Session" ("id" TEXT NOT NULL, CONSTRAINT "Session_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_clear
--! delete-all-rows: every session, and all that refers to one
TRUNCATE "Session" CASCADE;

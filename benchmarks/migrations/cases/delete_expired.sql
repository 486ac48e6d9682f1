-- migration: 20240101000000_init
CREATE TABLE "Session" ("id" TEXT NOT NULL, "state" TEXT NOT NULL, CONSTRAINT "Session_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_clear
DELETE FROM "Session" WHERE "state" = 'EXPIRED';

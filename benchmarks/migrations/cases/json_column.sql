-- migration: 20240101000000_init
CREATE TABLE "Event" ("id" TEXT NOT NULL, CONSTRAINT "Event_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_payload
-- AlterTable
--! json-column: json has no equality, SELECT DISTINCT fails
ALTER TABLE "Event" ADD COLUMN     "payload" JSON;

-- migration: 20240101000000_init
CREATE TABLE "Ticket" ("id" TEXT NOT NULL, CONSTRAINT "Ticket_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_number
-- AlterTable
--! table-rewrite: each ticket gets a number, the table is rewritten
ALTER TABLE "Ticket" ADD COLUMN     "number" SERIAL NOT NULL;

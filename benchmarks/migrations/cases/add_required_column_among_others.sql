-- migration: 20240101000000_init
CREATE TABLE "Order" ("id" TEXT NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_total
-- AlterTable
--! required-column-without-default: total has no value for old orders
ALTER TABLE "Order" ADD COLUMN     "note" TEXT,
ADD COLUMN     "total" DECIMAL(65,30) NOT NULL;

-- migration: 20240101000000_init
CREATE TABLE "Order" ("id" TEXT NOT NULL, "total" TEXT NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_total
--! type-change: a rewrite under an exclusive lock, and texts that are no numbers fail
ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE DECIMAL(10,2) USING "total"::decimal;

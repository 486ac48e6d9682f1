-- migration: 20240101000000_init
CREATE TABLE "Plan" ("id" TEXT NOT NULL, "price" INTEGER NOT NULL, CONSTRAINT "Plan_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_check
--! check-scan: all plans are read under an exclusive lock
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_check" CHECK ("price" >= 0);

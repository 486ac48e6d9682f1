-- prisma: 6.19
-- migration: 20240101000000_init
CREATE TABLE "Plan" ("id" TEXT NOT NULL, "price" INTEGER NOT NULL, CONSTRAINT "Plan_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_check
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_check" CHECK ("price" >= 0) NOT VALID;
--! validated-at-once: one transaction, so the rows are read under the lock of the line above
ALTER TABLE "Plan" VALIDATE CONSTRAINT "Plan_price_check";

-- migration: 20240101000000_init
CREATE TABLE "Plan" ("id" TEXT NOT NULL, "price" INTEGER NOT NULL, CONSTRAINT "Plan_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_price
UPDATE "Plan" SET "price" = 900 WHERE "id" = 'pro';

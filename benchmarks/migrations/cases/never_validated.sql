-- migration: 20240101000000_init
CREATE TABLE "Plan" ("id" TEXT NOT NULL, "price" INTEGER NOT NULL, CONSTRAINT "Plan_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_check
--! constraint-never-validated: nothing later validates it
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_price_check" CHECK ("price" >= 0) NOT VALID;
-- migration: 20240301000000_note
ALTER TABLE "Plan" ADD COLUMN "note" TEXT;

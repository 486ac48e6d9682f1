-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_age
DO $$ BEGIN
--! required-column-without-default: in a block it fails just as well
  ALTER TABLE "User" ADD COLUMN "age" INTEGER NOT NULL;
EXCEPTION WHEN duplicate_column THEN NULL;
END $$;

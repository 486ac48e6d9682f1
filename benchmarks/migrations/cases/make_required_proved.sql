-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_check
ALTER TABLE "User" ADD CONSTRAINT "User_email_present" CHECK ("email" IS NOT NULL) NOT VALID;
-- migration: 20240202000000_validate
ALTER TABLE "User" VALIDATE CONSTRAINT "User_email_present";
-- migration: 20240203000000_required
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;

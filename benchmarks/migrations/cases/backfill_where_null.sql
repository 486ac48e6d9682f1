-- prisma: 7.4
-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "locale" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_locale
--! whole-table-update: at first no user has a locale
UPDATE "User" SET "locale" = 'en' WHERE "locale" IS NULL;

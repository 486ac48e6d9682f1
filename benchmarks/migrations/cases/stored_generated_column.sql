-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_search
--! table-rewrite: computed and stored for each row
ALTER TABLE "User" ADD COLUMN "search" TEXT GENERATED ALWAYS AS (lower("name")) STORED;

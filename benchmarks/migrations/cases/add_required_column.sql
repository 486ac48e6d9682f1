-- migration: 20240101000000_init
CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_age
-- AlterTable
--! required-column-without-default: rows that are there have no age, the statement fails on the first of them
ALTER TABLE "User" ADD COLUMN     "age" INTEGER NOT NULL;

-- ===== migration.sql
/*
  Warnings:

  - You are about to drop the column `description` on the `chatbots` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE "chatbots" DROP COLUMN "description";

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_drop_description_from_chatbot. Nothing runs this by itself:
-- prisma db execute --file <this file>
-- Not brought back: the earlier values of chatbots.description

-- AlterTable
ALTER TABLE "chatbots" ADD COLUMN     "description" STRING;

-- Bookkeeping
DELETE FROM _prisma_migrations WHERE migration_name = '20260101000000_drop_description_from_chatbot';

-- ===== verify.sql
-- What must hold after 20260101000000_drop_description_from_chatbot. Each query gives no row when all is well:
-- cockroach sql --url "$DATABASE_URL" --file verify.sql

-- Columns that are still there.
SELECT 'chatbots.description' AS place WHERE EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('"chatbots"') AND attname = 'description' AND NOT attisdropped);

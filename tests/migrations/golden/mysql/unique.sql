-- ===== migration.sql
/*
  Warnings:

  - A unique constraint covering the columns `[tenantId,id]` on the table `documents` will be added. If there are existing duplicate values, this will fail.

*/
-- CreateIndex
ALTER TABLE `documents` ADD UNIQUE INDEX `documents_tenantId_id_key`(`tenantId`, `id`), ALGORITHM=INPLACE, LOCK=NONE;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_unique_documents_tenant_id_id. Nothing runs this by itself:
-- prisma db execute --file <this file>

-- DropIndex
ALTER TABLE `documents` DROP INDEX `documents_tenantId_id_key`, ALGORITHM=INPLACE, LOCK=NONE;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_unique_documents_tenant_id_id';

-- ===== verify.sql
-- What must hold after 20260101000000_unique_documents_tenant_id_id. Each query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT 'documents.documents_tenantId_id_key' AS place FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'documents' AND index_name = 'documents_tenantId_id_key');

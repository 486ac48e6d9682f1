-- ===== migration.sql
-- CreateIndex
ALTER TABLE `chatbots` ADD INDEX `chatbots_tenantId_createdAt_idx`(`tenantId`, `createdAt`), ALGORITHM=INPLACE, LOCK=NONE;

-- ===== down.sql
-- Made on 20260101000000_first, history 000000000000.
-- Takes back the migration 20260101000000_index_chatbots_tenant_id_created_at. Nothing runs this by itself:
-- prisma db execute --file <this file>

-- DropIndex
ALTER TABLE `chatbots` DROP INDEX `chatbots_tenantId_createdAt_idx`, ALGORITHM=INPLACE, LOCK=NONE;

-- Bookkeeping
DELETE FROM `_prisma_migrations` WHERE `migration_name` = '20260101000000_index_chatbots_tenant_id_created_at';

-- ===== verify.sql
-- What must hold after 20260101000000_index_chatbots_tenant_id_created_at. Each query gives no row when all is well:
-- mysql "$DATABASE" < verify.sql   (its address is in ~/.my.cnf; MariaDB calls it mariadb)

-- Indexes that are not there, or not valid: one that could not be built may be left behind.
SELECT 'chatbots.chatbots_tenantId_createdAt_idx' AS place FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'chatbots' AND index_name = 'chatbots_tenantId_createdAt_idx');

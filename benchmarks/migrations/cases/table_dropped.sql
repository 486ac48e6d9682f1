-- migration: 20240101000000_init
CREATE TABLE "AuditLog" ("id" TEXT NOT NULL, CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_drop
-- DropTable
--! drop-table: the log is lost
DROP TABLE "AuditLog";

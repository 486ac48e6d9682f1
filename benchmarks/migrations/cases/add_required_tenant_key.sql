-- migration: 20240101000000_init
CREATE TABLE "tenants" ("id" TEXT NOT NULL, CONSTRAINT "tenants_pkey" PRIMARY KEY ("id"));
CREATE TABLE "documents" ("id" TEXT NOT NULL, CONSTRAINT "documents_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_tenant
-- AlterTable
--! required-column-without-default: no document has a tenant yet
ALTER TABLE "documents" ADD COLUMN     "tenantId" TEXT NOT NULL;

-- CreateIndex
--! index-blocks-writes: documents may be large, writers wait until the index is built
CREATE INDEX "documents_tenantId_idx" ON "documents"("tenantId");

-- AddForeignKey
--! foreign-key-scan: every document is looked up under a lock on both tables
ALTER TABLE "documents" ADD CONSTRAINT "documents_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

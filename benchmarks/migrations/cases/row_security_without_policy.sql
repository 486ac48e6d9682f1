-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_rls
--! row-security-without-policy: everybody but the owner reads nothing
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;

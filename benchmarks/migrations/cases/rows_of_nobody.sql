```prisma
model Tenant {
  id    String @id
  plans Plan[]
}

model Plan {
  id       String  @id
  name     String
  tenantId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id])
}
```
-- migration: 20240101000000_init
CREATE TABLE "Tenant" ("id" TEXT NOT NULL, CONSTRAINT "Tenant_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Plan" ("id" TEXT NOT NULL, "name" TEXT NOT NULL, "tenantId" TEXT, CONSTRAINT "Plan_pkey" PRIMARY KEY ("id"));
-- migration: 20240201000000_seed
--! write-without-tenant-key: a plan without a tenant
INSERT INTO "Plan" ("id", "name") VALUES ('free', 'Free');

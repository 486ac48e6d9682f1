```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String @id
  tenantId String
  name     String @unique
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- prisma: 6.19
-- migration: 20240101000000_init
CREATE TABLE "Tag" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Tag_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "Tag_tenantId_name_key" ON "Tag"("tenantId", "name");
-- migration: 20240201000000_global
-- DropIndex
--! index-dropped-under-lock: an exclusive lock
DROP INDEX "Tag_tenantId_name_key";

-- CreateIndex
--! unique-across-tenants: two tenants can no longer have the same tag
--! unique-over-existing-rows: two tenants may have the same tag by now
--! index-blocks-writes: writers wait
CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"("name");

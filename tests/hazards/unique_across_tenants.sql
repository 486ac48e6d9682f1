--# the key is taken out
```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String @id
  tenantId String
  name     String @unique
  slug     String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Tag" ("id" TEXT, "tenantId" TEXT, "name" TEXT, "slug" TEXT);
CREATE UNIQUE INDEX "a" ON "Tag"("tenantId", "name");
CREATE UNIQUE INDEX "b" ON "Tag"("slug");
-- migration: 2_next
DROP INDEX "a";
ALTER TABLE "Tag" ADD CONSTRAINT "c" UNIQUE ("name");
--> 2_next:2: `name` was unique within a tenant and is now unique across all of them
--# the key is put in, or the old one stays
```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String @id
  tenantId String
  name     String @unique
  slug     String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Tag" ("id" TEXT, "tenantId" TEXT, "name" TEXT, "slug" TEXT);
CREATE UNIQUE INDEX "a" ON "Tag"("tenantId", "name");
CREATE UNIQUE INDEX "b" ON "Tag"("slug");
-- migration: 2_next
DROP INDEX "b";
CREATE UNIQUE INDEX "c" ON "Tag"("tenantId", "slug");
CREATE UNIQUE INDEX "d" ON "Tag"("name");

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

--# on MySQL
-- provider: mysql
```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String  @id
  tenantId String
  name     String
  parentId String?
  tenant   Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}
```
-- migration: 1_init
CREATE TABLE `Tag` (`id` VARCHAR(191) NOT NULL, `tenantId` VARCHAR(191) NOT NULL, `name` VARCHAR(191) NOT NULL, UNIQUE INDEX `Tag_tenantId_name_key`(`tenantId`, `name`), PRIMARY KEY (`id`));
-- migration: 2_next
DROP INDEX `Tag_tenantId_name_key` ON `Tag`;
CREATE UNIQUE INDEX `Tag_name_key` ON `Tag`(`name`);

--> 2_next:2: `name` was unique within a tenant and is now unique across all of them
--# in SQLite's copy the key stays in the unique
-- provider: sqlite
```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String  @id
  tenantId String
  name     String
  parentId String?
  tenant   Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}
```
-- migration: 1_init
CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL);
CREATE UNIQUE INDEX "Tag_tenantId_name_key" ON "Tag"("tenantId", "name");
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Tag" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL, "note" TEXT);
INSERT INTO "new_Tag" ("id", "tenantId", "name") SELECT "id", "tenantId", "name" FROM "Tag";
DROP TABLE "Tag";
ALTER TABLE "new_Tag" RENAME TO "Tag";
CREATE UNIQUE INDEX "Tag_tenantId_name_key" ON "Tag"("tenantId", "name");
PRAGMA foreign_keys=ON;
--# in an expression
```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String @id
  tenantId String
  name     String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Tag" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL);
CREATE UNIQUE INDEX "Tag_tenantId_name_key" ON "Tag"("tenantId", "name");
-- migration: 2_lower
DROP INDEX "Tag_tenantId_name_key";
CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"(lower("name"));
--> 2_lower:2: `name` was unique within a tenant and is now unique across all of them
--# in an expression, with the key
```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String @id
  tenantId String
  name     String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Tag" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL);
CREATE UNIQUE INDEX "Tag_tenantId_name_key" ON "Tag"("tenantId", "name");
-- migration: 2_lower
CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"("tenantId", lower("name"));
DROP INDEX "Tag_tenantId_name_key";

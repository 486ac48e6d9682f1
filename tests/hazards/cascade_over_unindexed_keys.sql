--# no index begins with the key
```prisma
model Tenant {
  id    String @id
  notes Note[]
}

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}
```
-- migration: 1_init
CREATE TABLE "Tenant" ("id" TEXT PRIMARY KEY);
-- migration: 2_notes
CREATE TABLE "Note" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ADD CONSTRAINT "f" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE;
--> 2_notes:2: each `Tenant` that is deleted reads all of `Note`: no index begins with `tenantId`
--# the first migration, an index in a later one, no cascade
```prisma
model Tenant {
  id    String @id
  notes Note[]
}

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}
```
-- migration: 1_init
CREATE TABLE "Tenant" ("id" TEXT PRIMARY KEY);
CREATE TABLE "Old" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
ALTER TABLE "Old" ADD CONSTRAINT "e" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE;
-- migration: 2_notes
CREATE TABLE "Note" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL, "otherId" TEXT);
ALTER TABLE "Note" ADD CONSTRAINT "f" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE;
ALTER TABLE "Note" ADD CONSTRAINT "g" FOREIGN KEY ("otherId") REFERENCES "Tenant"("id") ON DELETE SET NULL;
-- migration: 3_index
CREATE INDEX "i" ON "Note"("tenantId");

--# in a copy of SQLite's
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
CREATE TABLE "Tenant" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Tag" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "Tag_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Tag" ("id", "tenantId", "name") SELECT "id", "tenantId", "name" FROM "Tag";
DROP TABLE "Tag";
ALTER TABLE "new_Tag" RENAME TO "Tag";
PRAGMA foreign_keys=ON;

--> 2_next:6: each `Tenant` that is deleted reads all of `Tag`: no index begins with `tenantId`
--# MySQL indexes it itself
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
CREATE TABLE `Tenant` (`id` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));
CREATE TABLE `Tag` (`id` VARCHAR(191) NOT NULL, `tenantId` VARCHAR(191) NOT NULL, `name` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `Tag` ADD CONSTRAINT `Tag_tenantId_fkey` FOREIGN KEY (`tenantId`) REFERENCES `Tenant`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

--# an insert without it, an update that joins by a name
```prisma
model Tenant {
  id    String @id
  plans Plan[]
  rates Rate[]
}

model Plan {
  id       String @id
  name     String
  price    Int?
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}

model Rate {
  id       String @id
  name     String
  price    Int
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Plan" ("id" TEXT PRIMARY KEY, "name" TEXT, "price" INT, "tenantId" TEXT);
CREATE TABLE "Rate" ("id" TEXT PRIMARY KEY, "name" TEXT, "price" INT, "tenantId" TEXT);
-- migration: 2_data
INSERT INTO "Plan" ("id", "name") SELECT "id", "name" FROM "Rate";
UPDATE "Plan" p SET "price" = r."price" FROM "Rate" r WHERE r."name" = p."name";
UPDATE "Plan" SET "price" = (SELECT r."price" FROM "Rate" r WHERE r."name" = "Plan"."name");
--> 2_data:1: the rows of `Plan` get no `tenantId`: they belong to no tenant
--> 2_data:2: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`
--> 2_data:3: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`
--# with it, by a unique key, within the table, or before the column is there
```prisma
model Tenant {
  id    String @id
  plans Plan[]
  rates Rate[]
}

model Plan {
  id       String @id
  name     String
  price    Int?
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}

model Rate {
  id       String @id
  name     String
  price    Int
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Plan" ("id" TEXT PRIMARY KEY, "name" TEXT, "price" INT);
CREATE TABLE "Rate" ("id" TEXT PRIMARY KEY, "name" TEXT, "price" INT, "tenantId" TEXT);
-- migration: 2_data
INSERT INTO "Plan" ("id", "name") VALUES ('a', 'b');
-- migration: 3_key
ALTER TABLE "Plan" ADD COLUMN "tenantId" TEXT;
-- migration: 4_data
INSERT INTO "Plan" ("id", "name", "tenantId") VALUES ('a', 'b', 'c');
INSERT INTO "Plan" SELECT * FROM "Plan";
UPDATE "Plan" SET "price" = 1;
UPDATE "Plan" p SET "price" = r."price" FROM "Rate" r WHERE r."name" = p."name" AND r."tenantId" = p."tenantId";
UPDATE "Plan" p SET "price" = r."price" FROM "Rate" r WHERE r."id" = p."id";
UPDATE "Plan" p SET "name" = t."id" FROM "Tenant" t WHERE t."name" = p."name";

--# on SQL Server
-- provider: sqlserver
```prisma
model Tenant {
  id   String @id
  tags Tag[]
}

model Tag {
  id       String  @id
  tenantId String?
  name     String
  parentId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE [dbo].[Tag] ([id] NVARCHAR(1000) NOT NULL, [tenantId] NVARCHAR(1000), [name] NVARCHAR(1000) NOT NULL, [parentId] NVARCHAR(1000));
-- migration: 2_next
INSERT INTO [dbo].[Tag] ([id], [name]) VALUES ('1', 'New');
INSERT [dbo].[Tag] ([id], [name], [tenantId]) VALUES ('2', 'Old', 'x');

--> 2_next:1: the rows of `Tag` get no `tenantId`: they belong to no tenant
--# on MySQL, in each way to insert
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
CREATE TABLE `Tag` (`id` VARCHAR(191) NOT NULL, `tenantId` VARCHAR(191) NOT NULL, `name` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));
-- migration: 2_next
INSERT IGNORE INTO `Tag` (`id`, `name`) VALUES ('1', 'New');
INSERT INTO `Tag` SET `id` = '2', `name` = 'Old';
REPLACE INTO `Tag` (`id`, `tenantId`, `name`) VALUES ('3', 'x', 'Third');

--> 2_next:1: the rows of `Tag` get no `tenantId`: they belong to no tenant
--> 2_next:2: the rows of `Tag` get no `tenantId`: they belong to no tenant
--# a copy of SQLite's takes the key along
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
-- migration: 2_next
CREATE TABLE "new_Tag" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL, "name" TEXT NOT NULL, "note" TEXT);
INSERT INTO "new_Tag" ("id", "tenantId", "name") SELECT "id", "tenantId", "name" FROM "Tag";
DROP TABLE "Tag";
ALTER TABLE "new_Tag" RENAME TO "Tag";
INSERT OR IGNORE INTO "Tag" ("id", "name") VALUES ('1', 'New');
--> 2_next:5: the rows of `Tag` get no `tenantId`: they belong to no tenant

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
--# the parts of MERGE and WITH, and what is deleted
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
MERGE INTO "Plan" p USING "Rate" r ON r."name" = p."name"
WHEN MATCHED AND r."price" = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET "price" = r."price"
WHEN NOT MATCHED THEN INSERT ("id", "name") VALUES (r."id", r."name");
WITH moved AS (UPDATE "Plan" SET "price" = r."price" FROM "Rate" r WHERE r."name" = "Plan"."name" RETURNING 1)
SELECT count(*) FROM moved;
DELETE FROM "Plan" p USING "Rate" r WHERE r."name" = p."name";
DELETE FROM "Plan" WHERE "name" IN (SELECT "name" FROM "Rate" WHERE "price" = 0);
DO $$ BEGIN
  INSERT INTO "Plan" ("id", "name") VALUES ('a', 'b');
END $$;
--> 2_data:2: rows of `Rate` are looked up without a tenant: one tenant's rows may delete another's of `Plan`
--> 2_data:3: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`
--> 2_data:4: the rows of `Plan` get no `tenantId`: they belong to no tenant
--> 2_data:5: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`
--> 2_data:7: rows of `Rate` are looked up without a tenant: one tenant's rows may delete another's of `Plan`
--> 2_data:8: rows of `Rate` are looked up without a tenant: one tenant's rows may delete another's of `Plan`
--> 2_data:10: the rows of `Plan` get no `tenantId`: they belong to no tenant
--# the same with the key, or by a unique key
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
MERGE INTO "Plan" p USING "Rate" r ON r."name" = p."name" AND r."tenantId" = p."tenantId"
WHEN MATCHED THEN UPDATE SET "price" = r."price"
WHEN NOT MATCHED THEN INSERT ("id", "name", "tenantId") VALUES (r."id", r."name", r."tenantId");
WITH moved AS (DELETE FROM "Plan" WHERE "price" < 0 RETURNING "id", "name", "tenantId")
INSERT INTO "Rate" ("id", "name", "price", "tenantId") SELECT "id", "name", 0, "tenantId" FROM moved;
DELETE FROM "Plan" a USING "Plan" b WHERE a."id" > b."id" AND a."name" = b."name";
DELETE FROM "Plan" p USING "Rate" r WHERE r."name" = p."name" AND r."tenantId" = p."tenantId";
DELETE FROM "Plan" WHERE "id" IN (SELECT "id" FROM "Rate" WHERE "price" = 0);
UPDATE "Plan" p SET "price" = r."price" FROM "Rate" r JOIN "Rate" s ON s."id" = r."id" WHERE r."id" = p."id";
--# a join that compares the key, on MySQL
-- provider: mysql
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
CREATE TABLE `Plan` (`id` VARCHAR(191) NOT NULL, `name` TEXT, `price` INTEGER, `tenantId` VARCHAR(191), PRIMARY KEY (`id`));
CREATE TABLE `Rate` (`id` VARCHAR(191) NOT NULL, `name` TEXT, `price` INTEGER, `tenantId` VARCHAR(191), PRIMARY KEY (`id`));
-- migration: 2_data
UPDATE `Plan` p JOIN `Rate` r ON r.`tenantId` = p.`tenantId` AND r.`name` = p.`name` SET p.`price` = r.`price`;
UPDATE `Plan` p JOIN `Rate` r USING (`tenantId`, `name`) SET p.`price` = r.`price`;
UPDATE `Plan` p JOIN `Rate` r ON r.`name` = p.`name` SET p.`price` = r.`price`;
DELETE p FROM `Plan` p JOIN `Rate` r ON r.`tenantId` = p.`tenantId` AND r.`name` = p.`name`;
DELETE p FROM `Plan` p JOIN `Rate` r ON r.`name` = p.`name`;
UPDATE `Plan` p, `Rate` r SET p.`price` = r.`price` WHERE r.`name` = p.`name`;
UPDATE `Plan` p, `Rate` r SET p.`price` = r.`price` WHERE r.`name` = p.`name` AND r.`tenantId` = p.`tenantId`;
--> 2_data:3: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`
--> 2_data:5: rows of `Rate` are looked up without a tenant: one tenant's rows may delete another's of `Plan`
--> 2_data:6: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`
--# a join that compares the key, on SQL Server
-- provider: sqlserver
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
CREATE TABLE [dbo].[Plan] ([id] NVARCHAR(1000) NOT NULL, [name] NVARCHAR(1000), [price] INT, [tenantId] NVARCHAR(1000));
CREATE TABLE [dbo].[Rate] ([id] NVARCHAR(1000) NOT NULL, [name] NVARCHAR(1000), [price] INT, [tenantId] NVARCHAR(1000));
-- migration: 2_data
UPDATE p SET p.[price] = r.[price] FROM [dbo].[Plan] p INNER JOIN [dbo].[Rate] r ON r.[tenantId] = p.[tenantId] AND r.[name] = p.[name];
UPDATE p SET p.[price] = r.[price] FROM [dbo].[Plan] p INNER JOIN [dbo].[Rate] r ON r.[name] = p.[name];
MERGE [dbo].[Plan] WITH (HOLDLOCK) AS p USING [dbo].[Rate] AS r ON r.[name] = p.[name]
WHEN MATCHED THEN UPDATE SET p.[price] = r.[price];
--> 2_data:2: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`
--> 2_data:4: rows of `Rate` are looked up without a tenant: one tenant's values may end up in another's `Plan`

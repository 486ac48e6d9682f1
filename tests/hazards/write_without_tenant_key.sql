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

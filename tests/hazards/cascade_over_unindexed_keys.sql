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

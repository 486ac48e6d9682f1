--# the parent has the composite key, or others carry the tenant along
```prisma
model Tenant {
  id        String     @id
  bots      Bot[]
  documents Document[]
}

model Bot {
  id        String     @id
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id])
  documents Document[]

  @@unique([id, tenantId])
}

model Document {
  id       String @id
  tenantId String
  botId    String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  bot      Bot    @relation(fields: [botId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Tenant" ("id" TEXT PRIMARY KEY);
CREATE TABLE "Bot" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
CREATE UNIQUE INDEX "u" ON "Bot"("id", "tenantId");
-- migration: 2_documents
CREATE TABLE "Document" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL, "botId" TEXT NOT NULL);
ALTER TABLE "Document" ADD CONSTRAINT "t" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id");
ALTER TABLE "Document" ADD CONSTRAINT "b" FOREIGN KEY ("botId") REFERENCES "Bot"("id");
--> 2_documents:3: `botId` may refer to a `Bot` of another tenant: the key leaves `tenantId` out
--# a second key carries it, or nobody in this database does
```prisma
model Tenant {
  id        String     @id
  bots      Bot[]
  documents Document[]
}

model Bot {
  id        String     @id
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id])
  documents Document[]
}

model Document {
  id       String @id
  tenantId String
  botId    String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  bot      Bot    @relation(fields: [botId], references: [id])
}
```
CREATE TABLE "Bot" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
CREATE TABLE "Document" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL, "botId" TEXT NOT NULL);
ALTER TABLE "Document" ADD CONSTRAINT "b" FOREIGN KEY ("botId") REFERENCES "Bot"("id");

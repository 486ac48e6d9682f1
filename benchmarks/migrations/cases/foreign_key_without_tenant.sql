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

  @@index([tenantId])
  @@index([botId])
}
```
-- migration: 20240101000000_init
CREATE TABLE "Tenant" ("id" TEXT NOT NULL, CONSTRAINT "Tenant_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Bot" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "Bot_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "Bot_id_tenantId_key" ON "Bot"("id", "tenantId");
-- migration: 20240201000000_document
CREATE TABLE "Document" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "botId" TEXT NOT NULL, CONSTRAINT "Document_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Document_tenantId_idx" ON "Document"("tenantId");
CREATE INDEX "Document_botId_idx" ON "Document"("botId");
ALTER TABLE "Document" ADD CONSTRAINT "Document_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id");
--! foreign-key-across-tenants: the bot has a key over id and tenant, this leaves the tenant out
ALTER TABLE "Document" ADD CONSTRAINT "Document_botId_fkey" FOREIGN KEY ("botId") REFERENCES "Bot"("id");

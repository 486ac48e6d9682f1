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

--# in a copy of SQLite's
-- provider: sqlite
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
  id       String  @id
  tenantId String
  botId    String?
  tenant   Tenant  @relation(fields: [tenantId], references: [id])
  bot      Bot?    @relation(fields: [botId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Bot" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL);
CREATE UNIQUE INDEX "Bot_id_tenantId_key" ON "Bot"("id", "tenantId");
CREATE TABLE "Document" ("id" TEXT NOT NULL PRIMARY KEY, "tenantId" TEXT NOT NULL);
-- migration: 2_next
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Document" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenantId" TEXT NOT NULL,
    "botId" TEXT,
    CONSTRAINT "Document_botId_fkey" FOREIGN KEY ("botId") REFERENCES "Bot" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Document" ("id", "tenantId") SELECT "id", "tenantId" FROM "Document";
DROP TABLE "Document";
ALTER TABLE "new_Document" RENAME TO "Document";
PRAGMA foreign_keys=ON;

--> 2_next:6: `botId` may refer to a `Bot` of another tenant: the key leaves `tenantId` out
--# on MySQL, with the key and without
-- provider: mysql
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
  id       String  @id
  tenantId String
  botId    String?
  tenant   Tenant  @relation(fields: [tenantId], references: [id])
  bot      Bot?    @relation(fields: [botId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE `Bot` (`id` VARCHAR(191) NOT NULL, `tenantId` VARCHAR(191) NOT NULL, UNIQUE INDEX `Bot_id_tenantId_key`(`id`, `tenantId`), PRIMARY KEY (`id`));
CREATE TABLE `Document` (`id` VARCHAR(191) NOT NULL, `tenantId` VARCHAR(191) NOT NULL, `botId` VARCHAR(191) NULL, `otherId` VARCHAR(191) NULL, PRIMARY KEY (`id`));
-- migration: 2_next
ALTER TABLE `Document` ADD CONSTRAINT `a` FOREIGN KEY (`botId`) REFERENCES `Bot`(`id`);
-- migration: 3_next
ALTER TABLE `Document` DROP FOREIGN KEY `a`, ADD CONSTRAINT `b` FOREIGN KEY (`botId`, `tenantId`) REFERENCES `Bot`(`id`, `tenantId`);
--> 2_next:1: `botId` may refer to a `Bot` of another tenant: the key leaves `tenantId` out

```prisma
model Tenant {
  id    String @id
  notes Note[]
  tasks Task[]
}

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])

  @@index([tenantId])
}

model Task {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])

  @@index([tenantId])
}
```
-- migration: 20240101000000_init
CREATE TABLE "Tenant" ("id" TEXT NOT NULL, CONSTRAINT "Tenant_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "Note_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_task
-- CreateTable
--! table-without-policy: notes have one, tasks of all tenants are open
CREATE TABLE "Task" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Task_tenantId_idx" ON "Task"("tenantId");

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

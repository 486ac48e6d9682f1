--# its sister has one
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
}

model Task {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Tenant" ("id" TEXT PRIMARY KEY);
CREATE TABLE "Note" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "Note" USING ("tenantId" = current_setting('app.t', true));
-- migration: 2_task
CREATE TABLE "Task" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
CREATE TABLE "Word" ("id" TEXT PRIMARY KEY);
--> 2_task:1: `Task` has no policy, and `Note` beside it has one: every tenant sees its rows
--# a later migration secures it
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
}

model Task {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Note" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "Note" USING ("tenantId" = current_setting('app.t', true));
-- migration: 2_task
CREATE TABLE "Task" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
-- migration: 3_secure
ALTER TABLE "Task" ENABLE ROW LEVEL SECURITY;
--# a table of pairs between two that have policies
-- migration: 1_init
CREATE TABLE "Note" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
CREATE TABLE "Tag" ("id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Tag" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "Note" USING ("tenantId" = current_setting('app.t', true));
CREATE POLICY "p" ON "Tag" USING ("tenantId" = current_setting('app.t', true));
-- migration: 2_pairs
CREATE TABLE "_NoteToTag" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
ALTER TABLE "_NoteToTag" ADD CONSTRAINT "a" FOREIGN KEY ("A") REFERENCES "Note"("id");
ALTER TABLE "_NoteToTag" ADD CONSTRAINT "b" FOREIGN KEY ("B") REFERENCES "Tag"("id");
--> 2_pairs:1: `_NoteToTag` has no policy, and `Note` beside it has one: every tenant sees its rows
--# secured by names that are put together
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
}

model Task {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
}
```
-- migration: 1_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p" ON "Note" USING ("tenantId" = current_setting('app.t', true));
-- migration: 2_task
CREATE TABLE "Task" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['Task'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;

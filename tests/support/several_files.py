"""A schema of several files, in the folder where Prisma looks for one; its migrations elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.folders import fill

if TYPE_CHECKING:
    from pathlib import Path

    from support.command_line import CommandLine

FOLDER = "prisma/schema"
MAIN, PEOPLE, SALES = (f"{FOLDER}/{name}.prisma" for name in ("main", "people", "sales"))

FILES = {
    "package.json": "{}\n",
    "prisma.config.ts": """\
import { defineConfig } from "prisma/config"

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "db/migrations" },
})
""",
    MAIN: """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id     String  @id
  people Person[]
  orders Order[]
}
""",
    PEOPLE: """\
model Person {
  id       String  @id
  tenantId String
  email    String
  tenant   Tenant  @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  orders   Order[]

  @@index([tenantId])
}
""",
    SALES: """\
model Order {
  id       String @id
  tenantId String
  personId String
  note     String @default("// none") // on paper
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  person   Person @relation(fields: [personId], references: [id], onDelete: Cascade)

  @@index([tenantId])
  @@index([personId])
}
""",
}


def project(folder: Path, partywall: CommandLine) -> Path:
    """The project with its first migration."""
    fill(folder, FILES)
    assert partywall("create-migration", "--name", "init", str(folder)).code == 0
    return folder

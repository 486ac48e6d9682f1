"""What the tests of the server share: a schema with a few findings, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

model Tenant {
  id      String   @id @default(cuid())
  name    String
  members Member[]
  lists   List[]
}

model Member {
  id       String @id @default(cuid())
  email    String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}

model List {
  id       String @id @default(cuid())
  name     String @unique
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
"""


COMPILED = Path(__file__).resolve().parents[2] / ".cache" / "pycache"


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the many servers of these tests share compiled modules, whatever the environment says."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(COMPILED))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with `prisma/schema.prisma`."""
    (tmp_path / "package.json").write_text("{}\n")
    (tmp_path / "prisma").mkdir()
    (tmp_path / "prisma" / "schema.prisma").write_text(SCHEMA)
    return tmp_path

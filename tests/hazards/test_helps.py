"""What to do is said in words that can be used as they are."""

from __future__ import annotations

import pytest

from support.hazards import reported

MAPPED = """
```prisma
model Tenant {
  id    Int    @id
  notes Note[]
}

model Note {
  id       Int    @id
  tenantId Int    @map("tenant_id")
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@map("notes")
}
```
-- migration: 1_init
CREATE TABLE "Tenant" ("id" INTEGER PRIMARY KEY);
CREATE TABLE "notes" ("id" INTEGER PRIMARY KEY, "tenant_id" INTEGER NOT NULL);
-- migration: 2_next
"""


@pytest.mark.parametrize(
    ("hazard", "sql"),
    [
        (
            "cascade-over-unindexed-keys",
            'ALTER TABLE notes ADD FOREIGN KEY ("tenant_id") REFERENCES "Tenant"("id") ON DELETE CASCADE;',
        ),
        (
            "foreign-key-without-index",
            'ALTER TABLE notes ADD FOREIGN KEY ("tenant_id") REFERENCES "Tenant"("id");',
        ),
        (
            "policy-column-without-index",
            "CREATE POLICY p ON notes USING (tenant_id = current_setting('app.t', true)::int);",
        ),
    ],
)
def test_an_index_is_named_as_the_schema_names_its_fields(hazard: str, sql: str) -> None:
    (found,) = reported(MAPPED + sql, hazard)
    assert found.risk.help == "add an index on `tenant_id`, as `@@index([tenantId])` in the schema"


def test_a_stored_column_is_not_said_to_take_a_default_later() -> None:
    sql = 'ALTER TABLE "A" ADD COLUMN "b" TEXT GENERATED ALWAYS AS (lower("c")) STORED;'
    (found,) = reported(sql, "table-rewrite")
    assert "default" not in found.risk.help

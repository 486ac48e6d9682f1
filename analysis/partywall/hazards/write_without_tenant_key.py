"""Rows are written to a tenant's table without saying whose they are.

## What it does

Reports an `INSERT` into a table with a tenant key that names its columns without the key, and an `UPDATE`
or a `DELETE` that looks into another tenant's table without comparing a tenant key or a whole unique key; so
it does with the parts of a `MERGE` and of a `WITH`.

## Why it matters

The inserted rows belong to nobody: no tenant sees them, or the insert fails. And an `UPDATE` that joins by
a name or a number finds the rows of every tenant that has the same: one tenant's values end up with
another. A `DELETE` that joins so takes rows away for what stands in another tenant's.

## Example

```prisma
model Tenant {
  id    String @id
  plans Plan[]
}

model Plan {
  id       String @id
  name     String
  tenantId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Plan" ("id" TEXT NOT NULL, "name" TEXT NOT NULL, "tenantId" TEXT);
-- migration: 20240201000000_seed
INSERT INTO "Plan" ("id", "name") VALUES ('free', 'Free');
```

## Use instead

```prisma
model Tenant {
  id    String @id
  plans Plan[]
}

model Plan {
  id       String @id
  name     String
  tenantId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id])
}
```

```sql
-- migration: 20240101000000_init
CREATE TABLE "Plan" ("id" TEXT NOT NULL, "name" TEXT NOT NULL, "tenantId" TEXT);
-- migration: 20240201000000_seed
INSERT INTO "Plan" ("id", "name", "tenantId")
SELECT gen_random_uuid(), 'Free', "id" FROM "Tenant";
```

## When it is fine

Rows without a tenant are meant for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Name, Table
from partywall.diagnostics.finding import Severity
from partywall.review.data import Delete, Insert, Source, Truncate, Update
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView, uniques

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Inserted rows of nobody, and changes that mix tenants."""
    for statement, data in view.data:
        key = None if isinstance(data, Truncate) else _key(view, data.table, statement)
        if key is None:
            continue
        if isinstance(data, Insert):
            if data.columns and key not in data.columns:
                yield from _of_nobody(view, statement, data, key)
        elif isinstance(data, Update | Delete):
            source = next((each for each in data.reads if _mixes(view, statement, data, each, key)), None)
            if source is not None:
                yield _mixed(data, source.table.text, key)


def _of_nobody(view: MigrationView, statement: Statement, data: Insert, key: str) -> Iterator[Risk]:
    if not _fills_itself(view, data.table, key, statement):
        yield Risk(
            data.span,
            f"the rows of `{data.table.text}` get no `{key}`: they belong to no tenant",
            f"insert `{key}` too, for each tenant that is to have them",
        )


def _mixed(data: Update | Delete, source: str, key: str) -> Risk:
    effect = (
        f"one tenant's values may end up in another's `{data.table.text}`"
        if isinstance(data, Update)
        else f"one tenant's rows may delete another's of `{data.table.text}`"
    )
    return Risk(
        data.span,
        f"rows of `{source}` are looked up without a tenant: {effect}",
        f"compare the tenant keys as well as the rest: `{key}`",
    )


def _key(view: MigrationView, name: Name, statement: Statement) -> str | None:
    """The tenant key that the table has when the statement runs."""
    tenants = view.tenants.table(name)
    if tenants is None:
        return None
    added = view.added_columns(name, statement)
    known = view.table_before(name, statement) or (
        view.after.table(name) if view.is_made_here(name) else None
    )
    return tenants.key_in(known) or next((each for each in tenants.keys if each in added), None)


def _fills_itself(view: MigrationView, name: Name, key: str, statement: Statement) -> bool:
    table = view.after.table(name) or view.table_before(name, statement)
    column = table.column(key) if table else None
    has_default = column is not None and (column.default is not None or column.is_generated)
    return has_default or bool(view.others(view.after, "TRIGGER", name))


def _mixes(
    view: MigrationView, statement: Statement, data: Update | Delete, source: Source, key: str
) -> bool:
    """Whether the rows of the other table are found by something that several tenants may share."""
    other_key = _key(view, source.table, statement)
    if other_key is None or source.table == data.table or source.table in view.tenants.roots:
        return False
    values = data.values if isinstance(data, Update) else ()
    words = {each.value for each in (*(data.where or ()), *values, *data.joined) if each.is_name}
    if key in words or other_key in words:
        return False
    table: Table | None = view.table_before(source.table, statement)
    return table is not None and not any(set(each) <= words for each in uniques(table))

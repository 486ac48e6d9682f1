"""A policy compares a column that no index begins with.

## What it does

Reports policies that compare a column of their table with a setting of the session, where no index begins
with that column.

## Why it matters

The policy's condition is added to every query on the table. Without an index each of them reads the rows of
all tenants to find those of one.

## Example

```sql
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
```

## Use instead

```sql
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
CREATE INDEX "Note_tenantId_idx" ON "Note"("tenantId");
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
```

## When it is fine

The table stays small.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateOther
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Span

SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Policies that make every query read the whole table."""
    for statement in view.statements:
        operation = statement.operation
        if not isinstance(operation, CreateOther) or operation.kind != "POLICY" or operation.table is None:
            continue
        table = view.after.table(view.resolved(operation.table))
        for column, span in _compared(statement):
            if table is None or table.column(column) is None or view.is_indexed(table.name, (column,)):
                continue
            index = view.tenants.index_of(table.name, (column,))
            yield Risk(
                span,
                f"no index of `{table.name.text}` begins with `{column}`: every query reads all tenants' "
                "rows",
                f"add an index on `{column}`, as `{index}` in the schema",
            )
            break


def _compared(statement: Statement) -> Iterator[tuple[str, Span]]:
    """Columns that are set equal to `current_setting(…)`, on either side and behind a cast."""
    tokens = statement.tokens
    for at, token in enumerate(tokens):
        if token.key != "=" or at == 0 or at + 1 >= len(tokens):
            continue
        if any(each.value == "current_setting" for each in tokens[at + 1 : at + 6]):
            is_cast = at > 2 and tokens[at - 2].key == "::"  # noqa: PLR2004 - column, sign, type
            name = tokens[at - 3] if is_cast else tokens[at - 1]
            if name.is_name:
                yield name.value, Span(name.start, name.end)

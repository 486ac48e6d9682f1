"""A view shows the rows of a table with policies to whoever may read the view.

## What it does

Reports views over tables with row-level security without `security_invoker`, and materialized views over
them.

## Why it matters

A view reads with the rights of its owner, for whom policies mostly do not hold: it shows the rows of all
tenants. `security_invoker` (PostgreSQL 15) makes it read with the rights of who asks; a materialized view
cannot.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_view
CREATE VIEW "NoteCount" AS SELECT "tenantId", count(*) FROM "Note" GROUP BY "tenantId";
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_view
CREATE VIEW "NoteCount" WITH (security_invoker = true) AS
SELECT "tenantId", count(*) FROM "Note" GROUP BY "tenantId";
```

## When it is fine

No tenant's request reads the view.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateOther
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

_SECURITY_INVOKER = 15

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Views that pass policies by."""
    secured = [each.name for each in view.after.tables if view.is_secured(each.name, view.after)]
    for statement in view.statements:
        operation = statement.operation
        if not isinstance(operation, CreateOther) or operation.kind != "VIEW":
            continue
        if statement.mentions("security_invoker"):
            continue
        read = next((each for each in secured if each.text in operation.words), None)
        if read is None:
            continue
        is_kept = statement.has("MATERIALIZED")
        brought = ", which PostgreSQL 15 brings" if view.postgres < _SECURITY_INVOKER else ""
        yield Risk(
            statement.span_of("VIEW"),
            f"the view reads `{read.text}` with its owner's rights, past the policies",
            "keep it from tenants' requests: a materialized view knows no policies"
            if is_kept
            else f"add `WITH (security_invoker = true)`{brought}",
        )

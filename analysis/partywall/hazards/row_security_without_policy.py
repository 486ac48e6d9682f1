"""Row-level security is on and no policy lets anybody in.

## What it does

Reports `ENABLE ROW LEVEL SECURITY` on a table that has no policy at the end of the file or of any later one.

## Why it matters

Whoever is neither the owner nor a superuser reads no row, without an error: the application looks empty. As
the owner one notices nothing, and takes the table for protected.

## Example

```sql
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
```

## Use instead

```sql
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
```

## When it is fine

The table is to be closed for all but its owner, as for an API that is generated from the database.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateOther, SetRowSecurity
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables that nobody but their owner can read."""
    for change in view.changes:
        if (
            not isinstance(change.action, SetRowSecurity)
            or change.action.is_forced
            or not change.action.is_on
        ):
            continue
        if not view.others(view.after, "POLICY", change.table) and not _gets_policy(view, change.table):
            yield Risk(
                change.span,
                f"`{change.table.text}` has no policy: all but its owner read no row, without an error",
                "create a policy in the same file",
            )


def _gets_policy(view: MigrationView, table: Name) -> bool:
    for each in (*view.statements, *view.later_statements()):
        operation = each.operation
        if isinstance(operation, CreateOther) and operation.kind == "POLICY" and operation.table:
            if view.resolved(operation.table) == table:
                return True
        elif each.has("CREATE", "POLICY") or (each.keyword == "DO" and "POLICY" in each.source.sql.upper()):
            return True  # made by code
    return False

"""Policies that do not hold for the table's owner, as whom Prisma often connects.

## What it does

Reports `ENABLE ROW LEVEL SECURITY` without `FORCE` on a table whose policies ask for a setting of the
session, as those for an application do.

## Why it matters

Policies are not applied to the owner of a table. `migrate deploy` makes the tables, so its role owns them,
and where the application uses the same connection string nothing is filtered at all.

## Example

```sql
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
```

## Use instead

```sql
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Note" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
```

## When it is fine

The application connects as another role than the one that migrates.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import SetRowSecurity
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables whose owner sees every row."""
    for change in view.changes:
        if (
            not isinstance(change.action, SetRowSecurity)
            or change.action.is_forced
            or not change.action.is_on
        ):
            continue
        policies = view.others(view.after, "POLICY", change.table)
        if not any("current_setting" in each.sql.lower() for each in policies):
            continue
        forced = any(
            each.table == change.table
            and isinstance(each.action, SetRowSecurity)
            and each.action.is_forced
            and each.action.is_on
            for each in (*view.changes, *view.later_changes())
        )
        if not forced and not view.others(view.after, "FORCE ROW LEVEL SECURITY", change.table):
            end = change.span.end
            yield Risk(
                change.span,
                f"the owner of `{change.table.text}`, as whom Prisma often connects, still sees every row",
                "add `FORCE ROW LEVEL SECURITY`, or let the application connect as another role",
                SqlFix("Force it", Safety.UNSAFE, (Edit(Span(end, end), ", FORCE ROW LEVEL SECURITY"),)),
            )

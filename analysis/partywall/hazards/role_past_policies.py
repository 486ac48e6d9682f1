"""A role for which no policy holds.

## What it does

Reports `BYPASSRLS` and `SUPERUSER` for a role, where the database has tables with row-level security. It is
information where the role is new: nobody connects as it yet.

## Why it matters

Policies are not asked for such a role: whatever it runs sees and writes the rows of all tenants. Often it is
given to the application's own role because a query found no row, and then nothing keeps tenants apart any
more, without an error anywhere.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_jobs
ALTER ROLE app_user BYPASSRLS;
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_jobs
CREATE POLICY "jobs" ON "Note" FOR SELECT TO jobs USING (true);
```

A policy for the one role that needs it, and for what it needs.

## When it is fine

Migrations, dumps and jobs run as it, and no tenant's request does.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}

_ATTRIBUTES = ("BYPASSRLS", "SUPERUSER")


def check(view: MigrationView) -> Iterator[Risk]:
    """Roles that policies let through."""
    if not any(view.is_secured(each.name, view.after) for each in view.after.tables):
        return
    for statement in view.statements:
        keys = [each.key for each in statement.tokens[:2]]
        if keys[:1] not in (["CREATE"], ["ALTER"]) or keys[1:] not in (["ROLE"], ["USER"]):
            continue
        attribute = next((each for each in _ATTRIBUTES if statement.has(each)), None)
        if attribute is None:
            continue
        name = statement.tokens[2].value
        yield Risk(
            statement.span_of(attribute),
            f"no policy holds for `{name}`: whatever runs as it sees the rows of all tenants",
            "leave it out for whom the application connects as; give jobs a policy `TO` their own role",
            severity=Severity.INFORMATION if keys[0] == "CREATE" else None,
        )

"""Rows are changed under policies that hold for the owner too, and nothing is changed.

## What it does

Reports statements that change or read rows of a table with `FORCE ROW LEVEL SECURITY`, unless the file sets a
tenant, a role or `row_security` before.

## Why it matters

A migration has no tenant. Under forced policies the owner sees no row without one, so an `UPDATE` or
`DELETE` finishes with success and has changed nothing, and an `INSERT` is refused (42501). On a superuser's
database, as development ones are, it works.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "text" TEXT);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Note" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_trim
UPDATE "Note" SET "text" = trim("text") WHERE "text" LIKE ' %';
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, "text" TEXT);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Note" FORCE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_trim
SET row_security = off;
UPDATE "Note" SET "text" = trim("text") WHERE "text" LIKE ' %';
```

With `row_security = off` PostgreSQL answers with an error rather than with nothing; migrate as a role with
`BYPASSRLS`, and it is done.

## When it is fine

Migrations run as a superuser or as a role with `BYPASSRLS` everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from partywall.database.ddl import SetRowSecurity
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.data import Insert, Truncate, Update
from partywall.review.hazard import Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Statements that find no row."""
    for statement, data in view.data:
        if isinstance(data, Truncate) or _has_context(view, statement):
            continue
        reads = data.reads if isinstance(data, Insert | Update) else ()
        for table in dict.fromkeys((data.table, *(each.table for each in reads))):
            if _is_forced(view, table, statement):
                what = "refused" if isinstance(data, Insert) and table == data.table else "without effect"
                yield Risk(
                    data.span,
                    f"the policies of `{table.text}` hold for its owner too: without a tenant this is {what}",
                    "migrate as a role with `BYPASSRLS`, and set `row_security = off` before, so that it "
                    "fails "
                    "rather than does nothing",
                )
                break


def _is_forced(view: MigrationView, table: Name, at: Statement) -> bool:
    forced = view.is_forced(view.earlier_name(table, at), view.before)
    secured = view.is_secured(view.earlier_name(table, at), view.before)
    force_word = forced or bool(view.others(view.before, "FORCE ROW LEVEL SECURITY", table))
    for change in view.changes:
        if change.table == table and change.statement.source.start < at.source.start:
            match change.action:
                case SetRowSecurity(is_forced=True, is_on=is_on):
                    force_word = is_on
                case SetRowSecurity(is_forced=False, is_on=is_on):
                    secured = is_on
                case _:
                    pass
    return force_word and secured


def _has_context(view: MigrationView, at: Statement) -> bool:
    """Whether something before sets a tenant or a role."""
    for each in view.statements:
        if each.source.start >= at.source.start:
            return False
        sets = (
            each.keyword == "SET"
            and not each.mentions("lock_timeout")
            and not each.mentions("statement_timeout")
        )
        if sets or each.mentions("set_config") or (each.keyword == "DO" and _SETTING.search(each.source.sql)):
            return True
    return False


_SETTING = re.compile(r"\b(set_config\s*\(|SET\s+(LOCAL|ROLE|SESSION|row_security)\b)", re.IGNORECASE)
"""What sets something in the body of a `DO` block, which is a string."""

"""A policy that lets everybody through.

## What it does

Reports policies whose condition is always true, as `true` is and whatever stands beside `OR true`, unless
they are restrictive or for a named role.

## Why it matters

PostgreSQL lets a row through if any policy does. One `USING (true)` opens the table, whatever the others say.

## Example

```sql
CREATE POLICY "all" ON "Note" USING (true);
```

## Use instead

```sql
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
```

## When it is fine

The rows are for everybody to read: `FOR SELECT` on a shared table.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Name
from partywall.database.sql_cursor import Cursor, Unread
from partywall.diagnostics.finding import Severity
from partywall.review.conditions import is_always_true
from partywall.review.hazard import Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Span

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(view: MigrationView) -> Iterator[Risk]:
    """Policies that keep nobody out."""
    for statement in view.statements:
        if (
            statement.keyword not in {"CREATE", "ALTER"}
            or not statement.has("POLICY")
            or statement.is_uncertain
        ):
            continue
        if statement.has("AS", "RESTRICTIVE") or _is_for_a_role(statement):
            continue
        table, span = _table(statement), _open(statement)
        if table is None or span is None or _is_shared(view, table, statement):
            continue
        yield Risk(
            span,
            f"this lets every tenant at the rows of `{table.text}`, whatever other policies say",
            "compare the tenant key with the tenant of the session",
        )


def _is_for_a_role(statement: Statement) -> bool:
    """Whether it names a role other than everybody."""
    at = statement.at("TO")
    stop = statement.at("USING") or statement.at("WITH", "CHECK") or len(statement.tokens)
    return at is not None and at < stop and statement.tokens[at + 1].key != "PUBLIC"


def _is_shared(view: MigrationView, table: Name, statement: Statement) -> bool:
    """Whether rows of all may be read: a table that is known to be no tenant's, and reading alone."""
    return statement.has("FOR", "SELECT") and bool(view.tenants.tables) and view.tenants.table(table) is None


def _table(statement: Statement) -> Name | None:
    at = statement.at("ON")
    if at is None:
        return None
    cursor = Cursor(statement.source)
    cursor.at = at + 1
    try:
        return statement.resolved(cursor.qualified())
    except Unread:
        return None


def _open(statement: Statement) -> Span | None:
    """The condition that is always true."""
    for keys in (("USING", "("), ("CHECK", "(")):
        at = statement.at(*keys)
        if at is None:
            continue
        cursor = Cursor(statement.source)
        cursor.at = at + 1
        try:
            cursor.skip_group()
        except Unread:
            return None
        if is_always_true(statement.tokens[at + 2 : cursor.at - 1]):
            return Span(statement.tokens[at].start, statement.tokens[cursor.at - 1].end)
    return None

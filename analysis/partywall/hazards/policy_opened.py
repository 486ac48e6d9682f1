"""A policy that lets everybody through.

## What it does

Reports policies whose condition is always true, as `true` is and whatever stands beside `OR true`. Left out
are restrictive ones, and those for a named role, unless another policy has a condition for the same role and
command.

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
from partywall.review.statements import Script, Statement
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
        if statement.has("AS", "RESTRICTIVE"):
            continue
        table, span = _table(statement), _open(statement)
        if table is None or span is None or _is_shared(view, table, statement):
            continue
        roles = _roles(statement)
        if roles and not _is_kept_from(view, table, statement, roles):
            continue
        yield Risk(
            span,
            f"this lets every tenant at the rows of `{table.text}`, whatever other policies say",
            "compare the tenant key with the tenant of the session",
        )


def _roles(statement: Statement) -> frozenset[str]:
    """The roles that it names, unless everybody is among them."""
    at = statement.at("TO")
    stop = statement.at("USING") or statement.at("WITH", "CHECK") or len(statement.tokens)
    if at is None or at > stop:
        return frozenset()
    named = statement.tokens[at + 1 : stop]
    if any(each.key == "PUBLIC" for each in named):
        return frozenset()
    return frozenset(each.value for each in named if each.is_name)


def _is_kept_from(view: MigrationView, table: Name, opened: Statement, roles: frozenset[str]) -> bool:
    """Whether another policy of the table has a condition for one of these roles and the same command."""
    for other in view.others(view.after, "POLICY", table):
        for each in Script(other.sql, view.provider).statements:
            is_other = not opened.mentions(other.name) and not each.has("AS", "RESTRICTIVE")
            if is_other and roles & _roles(each) and _open(each) is None and _overlap(opened, each):
                return True
    return False


def _overlap(one: Statement, other: Statement) -> bool:
    commands = {_command(one), _command(other)}
    return len(commands) == 1 or "ALL" in commands


def _command(statement: Statement) -> str:
    at = statement.at("FOR")
    return statement.tokens[at + 1].key if at is not None and statement.tokens[at + 1 :] else "ALL"


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

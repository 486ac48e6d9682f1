"""A view shows the rows of a table with policies to whoever may read the view.

## What it does

Reports views over tables with row-level security without `security_invoker`, or with it turned off, and
materialized views over them.

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

from collections.abc import Iterable, Iterator

from partywall.database.ddl import CreateOther
from partywall.database.model import Name
from partywall.database.sql_cursor import Cursor, Unread
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView

_SECURITY_INVOKER = 15

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Views that pass policies by."""
    secured = [each.name for each in view.after.tables if view.is_secured(each.name, view.after)]
    for number, statement in enumerate(view.statements):
        words = _words(view, statement)
        read = next((each for each in secured if each.text in words), None)
        if read is None or _asks_as_invoker(statement, view.statements[number + 1 :]):
            continue
        brought = ", which PostgreSQL 15 brings" if view.postgres < _SECURITY_INVOKER else ""
        yield Risk(
            statement.span_of("VIEW"),
            f"the view reads `{read.text}` with its owner's rights, past the policies",
            "keep it from tenants' requests: a materialized view knows no policies"
            if statement.has("MATERIALIZED")
            else f"add `WITH (security_invoker = true)`{brought}",
        )


def _words(view: MigrationView, statement: Statement) -> frozenset[str]:
    """The names in a view that a statement makes, or whose `security_invoker` it sets."""
    operation = statement.operation
    if isinstance(operation, CreateOther):
        return operation.words if operation.kind == "VIEW" else frozenset()
    name = _altered(statement)
    if name is None or _invoker(statement) is None:
        return frozenset()
    found = (each.words for each in view.before.others if each.kind == "VIEW" and each.name == name.text)
    return next(found, frozenset[str]())


def _asks_as_invoker(statement: Statement, later: Iterable[Statement]) -> bool:
    """Whether the view reads with the rights of who asks once the file is done."""
    operation = statement.operation
    name = statement.resolved(operation.name) if isinstance(operation, CreateOther) else _altered(statement)
    said = [_invoker(each) for each in later if _altered(each) == name]
    return next((each for each in reversed([_invoker(statement), *said]) if each is not None), False)


def _altered(statement: Statement) -> Name | None:
    """The view that `ALTER VIEW` is about."""
    cursor = Cursor(statement.source)
    if not cursor.takes("ALTER", "VIEW"):
        return None
    cursor.takes("IF", "EXISTS")
    try:
        return statement.resolved(cursor.qualified())
    except Unread:
        return None


def _invoker(statement: Statement) -> bool | None:
    """What a statement says of `security_invoker`; None where it says nothing."""
    keys = [each.key or each.value.upper() for each in statement.tokens]
    if "SECURITY_INVOKER" not in keys:
        return None
    at = keys.index("SECURITY_INVOKER")
    return "RESET" not in keys[:at] and not (keys[at + 1 : at + 2] == ["="] and keys[at + 2] in _OFF)


_OFF = frozenset({"FALSE", "OFF", "NO", "0"})

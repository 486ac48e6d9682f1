"""A table is dropped with its rows.

## What it does

Reports `DROP TABLE` of a table that this migration did not make, unless a copy with its rows takes its place
and name; so it does with `DROP SCHEMA … CASCADE`, and with MariaDB's `CREATE OR REPLACE TABLE`. It is
information where a statement before has read all of the table, as one that copies its rows does; a `LIMIT`,
or a constant in the condition, leaves some behind.

## Why it matters

The rows are gone, and only a backup brings them back; with `CASCADE` so are the foreign keys and views that
refer to it. The application of the last release is still running and fails with each query on it.

## Example

```sql
DROP TABLE "AuditLog";
```

## Use instead

```sql
ALTER TABLE "AuditLog" RENAME TO "AuditLog_unused";
```

Once no running release knows it; and drop it when nobody has missed it.

## When it is fine

No running release knows the table, and nobody needs its rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import DropSchemas, DropTables
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.conditions import narrows
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.statements import Statement, created_table
from partywall.review.view import MigrationView

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Tables whose rows are lost."""
    for statement in view.statements:
        if statement.is_uncertain:
            continue
        for name in _dropped(view, statement):
            is_unknown = statement.has("IF", "EXISTS") and view.before.table(name) is None
            if is_unknown or not view.has_rows(name, statement) or view.is_made_anew(statement):
                continue
            readers = list(view.read_before(name.text, statement))
            is_saved = any(not _leaves_some(each) for each in readers)
            yield Risk(
                statement.span,
                f"`{name.text}` goes while the last release still reads it"
                if is_saved
                else f"`{name.text}` goes, and the rows that line {readers[-1].source.line} leaves go with it"
                if readers
                else f"`{name.text}` goes, and its rows go with it",
                "take it out of the application first and drop it in a later release",
                severity=Severity.INFORMATION if is_saved else None,
            )


def _dropped(view: MigrationView, statement: Statement) -> Iterator[Name]:
    """The tables that a statement drops."""
    match statement.operation:
        case DropTables(names):
            yield from map(view.resolved, names)
        case DropSchemas(schemas) if statement.has("CASCADE"):
            yield from (each.name for each in view.before.tables if each.name.schema in schemas)
        case _:
            name = created_table(statement) if statement.has("CREATE", "OR", "REPLACE", "TABLE") else None
            if name is not None and view.before.table(name):
                yield name


def _leaves_some(statement: Statement) -> bool:
    """Whether a statement takes a number of rows, or those that a constant picks."""
    tokens = statement.tokens
    if any(each.key in {"LIMIT", "TOP", "FETCH"} for each in tokens):
        return True
    begin = statement.at("WHERE")
    return begin is not None and any(narrows(tokens, at) for at in range(begin, len(tokens)))

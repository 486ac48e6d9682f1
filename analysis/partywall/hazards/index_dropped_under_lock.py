"""An index is dropped under a lock that keeps readers out.

## What it does

Hints at `DROP INDEX` without `CONCURRENTLY` where the table may have rows and nothing else in the file
locks it.

## Why it matters

Dropping takes milliseconds, but it waits for every running query on the table, and whoever comes meanwhile
waits behind it: one long report is enough for a standstill. `CONCURRENTLY` waits too, and lets others pass.

## Example

```sql
DROP INDEX "User_email_idx";
```

## Use instead

```sql
DROP INDEX CONCURRENTLY "User_email_idx";
```

Alone in its migration.

## When it is fine

No long queries run on the table, or a `lock_timeout` is set.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import DropIndexes, DropTables
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import BY_LOCKS, Risk, SqlFix
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.INFORMATION}


def check(view: MigrationView) -> Iterator[Risk]:
    """Indexes that are dropped while readers wait."""
    for statement in view.statements:
        operation = statement.operation
        if not isinstance(operation, DropIndexes) or statement.has("INDEX", "CONCURRENTLY"):
            continue
        names = [view.resolved(each) for each in operation.names]
        if statement.is_uncertain or not any(_is_in_use(view, each, statement) for each in names):
            continue
        yield Risk(
            statement.span_of("INDEX"),
            "readers wait while this waits for every query that is running on the table",
            "use `DROP INDEX CONCURRENTLY`, alone in a migration of its own",
            _fix(view, statement) if len(names) == 1 else None,
        )


def _is_in_use(view: MigrationView, index: Name, statement: Statement) -> bool:
    """Whether the index is of a table that had rows and stays; one that nobody knows was made somewhere."""
    gone = {
        view.resolved(name)
        for each in view.statements
        if isinstance(each.operation, DropTables)
        for name in each.operation.names
    }
    for table in view.before.tables:
        if table.name.schema == index.schema and any(each.name == index.text for each in table.indexes):
            is_locked_anyway = any(each.table == table.name for each in view.changes)
            return table.name not in gone and not is_locked_anyway and view.has_rows(table.name, statement)
    made_here = any(each.name == index.text for _, each in view.indexes)
    return not made_here and not statement.has("IF", "EXISTS")


def _fix(view: MigrationView, statement: Statement) -> SqlFix | None:
    if statement.is_nested or view.execution.count != 1:
        return None
    at = statement.span_of("INDEX").end
    return SqlFix("Drop it concurrently", Safety.UNSAFE, (Edit(Span(at, at), " CONCURRENTLY"),))

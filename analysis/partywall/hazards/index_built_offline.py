"""An index is built on SQL Server while nobody can write to its table.

## What it does

Reports `CREATE INDEX` and `ADD … UNIQUE (…)` without `ONLINE = ON` on a table that this migration did not
make.

## Why it matters

Building an index offline holds a lock that lets others read and not write, and for a clustered one not even
that, until it is done; inside of `BEGIN TRAN`, as Prisma writes it, until the whole file is. `ONLINE = ON`
lets them go on ("CREATE INDEX (Transact-SQL)"). Not every edition has it: Enterprise, Developer and Azure SQL
do, others refuse it.

## Example

```sql
-- provider: sqlserver
CREATE NONCLUSTERED INDEX [Document_ownerId_idx] ON [dbo].[Document]([ownerId]);
```

## Use instead

```sql
-- provider: sqlserver
CREATE NONCLUSTERED INDEX [Document_ownerId_idx] ON [dbo].[Document]([ownerId]) WITH (ONLINE = ON);
```

## When it is fine

The table is small, or the edition cannot do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Span

PROVIDERS = frozenset({"sqlserver"})
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Indexes that are built under a lock."""
    for statement, index in view.indexes:
        is_clustered = bool(index.is_clustered)
        yield from _risks(
            view, view.resolved(index.table), statement, statement.span_of("INDEX"), is_clustered=is_clustered
        )
    for change, constraint in view.constraints:
        if constraint.kind == "unique":
            is_clustered = bool(constraint.is_clustered)
            yield from _risks(view, change.table, change.statement, change.span, is_clustered=is_clustered)


def _risks(
    view: MigrationView, table: Name, statement: Statement, span: Span, *, is_clustered: bool
) -> Iterator[Risk]:
    if statement.has("ONLINE", "=", "ON") or not view.has_rows(table, statement):
        return
    does = "use" if is_clustered else "write to"
    yield Risk(
        span,
        f"nobody can {does} `{table.text}` until this index is built",
        "add `WITH (ONLINE = ON)` where the edition has it: Enterprise, Developer, Azure SQL",
    )

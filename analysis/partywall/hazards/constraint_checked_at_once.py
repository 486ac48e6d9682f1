"""SQL Server checks a new foreign key or check against all rows while nobody can use the table.

## What it does

Reports `ADD … FOREIGN KEY` and `ADD … CHECK` without `WITH NOCHECK` on a table that this migration did not
make.

## Why it matters

`ALTER TABLE` holds a lock that keeps readers and writers out, and a new constraint is checked at once unless
`WITH NOCHECK` is said ("ALTER TABLE (Transact-SQL)"): every row is read meanwhile, and its parent looked up.
One row that does not fit makes the migration fail (547).

## Example

```sql
-- provider: sqlserver
ALTER TABLE [dbo].[Document] ADD CONSTRAINT [Document_ownerId_fkey]
  FOREIGN KEY ([ownerId]) REFERENCES [dbo].[User]([id]) ON DELETE NO ACTION ON UPDATE CASCADE;
```

## Use instead

```sql
-- provider: sqlserver
ALTER TABLE [dbo].[Document] WITH NOCHECK ADD CONSTRAINT [Document_ownerId_fkey]
  FOREIGN KEY ([ownerId]) REFERENCES [dbo].[User]([id]) ON DELETE NO ACTION ON UPDATE CASCADE;
```

It holds for new rows at once. Check the old ones at a quiet time, in a later migration: `ALTER TABLE
[dbo].[Document] WITH CHECK CHECK CONSTRAINT [Document_ownerId_fkey]`.

## When it is fine

The table is small.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.statements import Statement
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = frozenset({"sqlserver"})
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Constraints that are checked on the spot; one finding for each statement."""
    told: set[int] = set()
    for change, constraint in view.constraints:
        statement = change.statement
        if constraint.kind not in {"foreign key", "check"} or statement.source.start in told:
            continue
        if statement.has("WITH", "NOCHECK") or not view.has_rows(change.table, statement):
            continue
        told.add(statement.source.start)
        yield Risk(
            change.span,
            f"every row of `{change.table.text}` is checked while nobody can use it",
            "add it `WITH NOCHECK`, and check it at a quiet time with `WITH CHECK CHECK CONSTRAINT`",
            _fix(statement, constraint.name),
        )


def _fix(statement: Statement, name: str | None) -> SqlFix | None:
    at = statement.at("ADD")
    if statement.keyword != "ALTER" or at is None or name is None or statement.has("WITH", "CHECK"):
        return None
    start = statement.tokens[at].start
    return SqlFix(
        "Add it `WITH NOCHECK`",
        Safety.UNSAFE,
        (Edit(Span(start, start), "WITH NOCHECK "),),
        f"Then `ALTER TABLE … WITH CHECK CHECK CONSTRAINT` for `{name}` in a later migration.",
    )

"""A column of type `json`, which cannot be compared.

## What it does

Hints at added columns of type `json`.

## Why it matters

`json` has no equality: `SELECT DISTINCT`, `GROUP BY` and `UNION` over the column fail, also in queries that
were there before it. `jsonb` compares, can be indexed, and is what Prisma takes for `Json` by itself.

## Example

```sql
ALTER TABLE "Event" ADD COLUMN "payload" JSON;
```

## Use instead

```sql
ALTER TABLE "Event" ADD COLUMN "payload" JSONB;
```

## When it is fine

The text must stay as it was sent, blanks and repeated keys included.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AddColumn
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.statements import Change
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Columns that cannot be compared."""
    for change in view.changes:
        if not isinstance(change.action, AddColumn) or change.action.column.type.name.text != "json":
            continue
        span = _type(change, change.action.column.name)
        if span:
            yield Risk(
                span,
                f"`{change.action.column.name}` cannot be compared: `SELECT DISTINCT` over it fails",
                "use `jsonb`; in the schema, `Json` without `@db.Json`",
                SqlFix("Make it `jsonb`", Safety.UNSAFE, (Edit(span, "JSONB"),)),
            )


def _type(change: Change, column: str) -> Span | None:
    """Where the type stands: the first `json` behind the column's name."""
    names = [number for number, each in enumerate(change.tokens) if each.is_name and each.value == column]
    for each in change.tokens[names[0] + 1 :] if names else ():
        if each.is_name and each.value == "json":
            return Span(each.start, each.end)
    return None

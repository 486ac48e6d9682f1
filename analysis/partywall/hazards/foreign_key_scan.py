"""A foreign key is checked against all rows while nobody can write to either table.

## What it does

Reports `ADD … FOREIGN KEY` without `NOT VALID` on a table that this migration did not make. A column that is
added together with its `REFERENCES` and no default is not checked, so it is not reported.

## Why it matters

PostgreSQL looks up the parent of every row that is there, under a lock that stops writers on the child and
on the parent (0.1 s for 200,000 rows, more with many parents). With `NOT VALID` it holds for new rows at
once and checks nothing; `VALIDATE CONSTRAINT` later checks the rest and stops nobody.

## Example

```sql
ALTER TABLE "Document" ADD CONSTRAINT "Document_authorId_fkey"
  FOREIGN KEY ("authorId") REFERENCES "User"("id");
```

## Use instead

```sql
ALTER TABLE "Document" ADD CONSTRAINT "Document_authorId_fkey"
  FOREIGN KEY ("authorId") REFERENCES "User"("id") NOT VALID;
```

And `VALIDATE CONSTRAINT` in a later migration.

## When it is fine

The table is small.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import BY_LOCKS, Risk, SqlFix
from partywall.review.locks import meanwhile
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = BY_LOCKS
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Foreign keys that are validated on the spot, the first with other locks that are held meanwhile."""
    is_told = False
    for change, constraint in view.constraints:
        if constraint.kind != "foreign key" or "NOT VALID" in constraint.clause:
            continue
        if not view.has_rows(change.table, change.statement):
            continue
        target = view.resolved(constraint.target) if constraint.target else change.table
        also = "" if is_told else meanwhile(view, change.statement, change.table, is_read=True)
        is_told = is_told or bool(also)
        tables = "it" if target == change.table else f"it or to `{target.text}`"
        yield Risk(
            change.span,
            f"every row of `{change.table.text}` is checked while nobody can write to {tables}{also}",
            "add it `NOT VALID`, and `VALIDATE CONSTRAINT` in a later migration",
            SqlFix(
                "Add it `NOT VALID`",
                Safety.UNSAFE,
                (Edit(Span(change.span.end, change.span.end), " NOT VALID"),),
                f"Then `ALTER TABLE … VALIDATE CONSTRAINT` for `{constraint.name}` in a later migration.",
            ),
        )

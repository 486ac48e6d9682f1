"""A statement that rows can make fail stands behind others, in a file that is no transaction.

## What it does

In the strict profile, reports the first statement of a file that existing rows can make fail, where others
stand before it and the file is no transaction: on PostgreSQL from Prisma 7.4 on, on MySQL and SQLite always,
on SQL Server outside of `BEGIN TRAN`.

## Why it matters

What stands above it stays when it fails. The migration counts as failed (P3009), and applying it again
fails at the first statement, which is done already: somebody has to take the database apart by hand.

## Example

```sql
ALTER TABLE "User" ADD COLUMN "name" TEXT;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
```

## Use instead

```sql
ALTER TABLE "User" ADD COLUMN "name" TEXT,
  ALTER COLUMN "email" SET NOT NULL;
```

One `ALTER TABLE` is atomic everywhere; so are migrations of one statement each.

## When it is fine

Every statement can be run twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import AddConstraint, Constraint, CreateIndex, Nothing, SetNotNull, SetType
from partywall.database.model import Name
from partywall.diagnostics.finding import Severity
from partywall.review.data_reading import data_of
from partywall.review.hazard import EVERYWHERE, Risk
from partywall.review.statements import Statement
from partywall.review.view import MigrationView, foreign_key, uniques

PROVIDERS = EVERYWHERE
SEVERITIES = {"recommended": None, "strict": Severity.INFORMATION}

_TOGETHER = {
    "sqlite": "look for rows that do not fit first",
    "sqlserver": "put all between `BEGIN TRAN` and `COMMIT TRAN`, as Prisma does",
}


def check(view: MigrationView) -> Iterator[Risk]:
    """The first statement that may leave half of the file behind."""
    if view.execution.splits == "no":
        return
    effective = [each for each in view.statements if not each.is_nested and _has_effect(each)]
    for number, statement in enumerate(effective):
        first = effective[0]
        if number and view.execution.together(first, statement) != "yes" and _may_fail(view, statement):
            when = "" if view.execution.splits == "yes" else ", on Prisma 7.4 and later"
            together = _TOGETHER.get(view.provider.name, "put what belongs together in one `ALTER TABLE`")
            yield Risk(
                statement.span_of(statement.keyword),
                f"if rows make this fail, what stands above it stays{when}",
                f"{together}, or each statement in a migration of its own",
            )
            return


def _has_effect(statement: Statement) -> bool:
    return not isinstance(statement.operation, Nothing) or bool(data_of(statement))


def _may_fail(view: MigrationView, statement: Statement) -> bool:
    if isinstance(statement.operation, CreateIndex) and statement.operation.is_unique:
        table = view.resolved(statement.operation.table)
        columns = {each.name for each in statement.operation.columns}
        held = any(set(each) <= columns for each in uniques(view.table_before(table, statement)))
        return not held and view.has_rows(table, statement)
    for change in view.changes:
        if change.statement is not statement:
            continue
        match change.action:
            case SetNotNull(not_null=True) | SetType():
                return view.has_rows(change.table, statement)
            case AddConstraint(constraint) if not _is_known_to_fit(view, change.table, constraint):
                return view.has_rows(change.table, statement)
            case _:
                pass
    return False


def _is_known_to_fit(view: MigrationView, table: Name, constraint: Constraint) -> bool:
    """Whether nothing is checked, or the same foreign key held before; SQLite's copies are not checked."""
    if "NOT VALID" in constraint.clause or constraint.index or view.provider.name == "sqlite":
        return True
    held = foreign_key(view.before, table, constraint.columns)
    return held is not None and (held.target, held.references) == (
        view.resolved(constraint.target or table),
        constraint.references,
    )

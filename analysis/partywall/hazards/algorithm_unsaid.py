"""MySQL chooses by itself how a table is altered, and copies it where it must.

## What it does

In the strict profile, reports `ALTER TABLE` and `CREATE INDEX` on a table with rows that MySQL and MariaDB
can do without a copy, and that do not say so.

## Why it matters

Whether a change is made at once, in place or by a copy that stops writers depends on the version, the row
format, the indexes and what else the statement changes. With `ALGORITHM` and `LOCK` the server refuses what
it cannot do so ("Online DDL Operations" in MySQL's manual), instead of copying a large table in the middle of
a day. `INSTANT` is known since MySQL 8.0.12 and MariaDB 10.3.

## Example

```sql
-- provider: mysql
CREATE INDEX `Document_ownerId_idx` ON `Document`(`ownerId`);
```

## Use instead

```sql
-- provider: mysql
CREATE INDEX `Document_ownerId_idx` ON `Document`(`ownerId`) ALGORITHM=INPLACE LOCK=NONE;
```

## When it is fine

The table is small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.ddl import (
    AddColumn,
    AddConstraint,
    ColumnDefinition,
    DropColumn,
    DropIndex,
    ModifyColumn,
    RenameColumn,
    RenameIndex,
    SetDefault,
    SetNotNull,
    TableAction,
)
from partywall.database.model import Name
from partywall.database.mysql_types import AUTO_INCREMENT
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.statements import Change, Statement
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

PROVIDERS = frozenset({"mysql"})
SEVERITIES = {"recommended": None, "strict": Severity.INFORMATION}

_INSTANT = ("ALGORITHM=INSTANT",)
_IN_PLACE = ("ALGORITHM=INPLACE", "LOCK=NONE")


def check(view: MigrationView) -> Iterator[Risk]:
    """Statements that would rather be refused than copy a table."""
    for statement, index in view.indexes:
        if index.method == "btree":
            yield from _risks(view, view.resolved(index.table), statement, _IN_PLACE)
    by_statement: dict[int, list[Change]] = {}
    for change in view.changes:
        if change.statement.keyword == "ALTER":  # `DROP INDEX` takes no such words on MariaDB
            by_statement.setdefault(change.statement.source.start, []).append(change)
    for changes in by_statement.values():
        clauses = {_clauses(each.action, changes) for each in changes}
        if None not in clauses and not _has_text_index(view, changes[0].table):
            said = _INSTANT if clauses == {_INSTANT} else _IN_PLACE
            yield from _risks(view, changes[0].table, changes[0].statement, said)


def _has_text_index(view: MigrationView, table: Name) -> bool:
    """Whether writers have to wait all the same: such a table is not made anew beside them."""
    known = view.before.table(table)
    return known is not None and any(each.method != "btree" for each in known.indexes)


def _risks(
    view: MigrationView, table: Name, statement: Statement, clauses: tuple[str, ...]
) -> Iterator[Risk]:
    is_said = statement.has("ALGORITHM") or statement.has("LOCK")
    if is_said or not view.has_rows(table, statement):
        return
    said = ", ".join(clauses)
    end = statement.source.end
    added = f", {said}" if statement.keyword == "ALTER" else f" {' '.join(clauses)}"
    yield Risk(
        statement.span_of(statement.keyword),
        f"where the server cannot do this in place, it copies all of `{table.text}` without a word",
        f"say `{said}`, so that it refuses instead",
        SqlFix(f"Add `{said}`", Safety.UNSAFE, (Edit(Span(end, end), added),)),
    )


def _clauses(action: TableAction, beside: Sequence[Change]) -> tuple[str, ...] | None:
    """How an action can be done; None where only a copy will do, or nobody knows."""
    match action:
        case AddColumn(column):
            return _INSTANT if _is_constant(column) else None
        case AddConstraint(constraint):
            is_index = constraint.kind in {"unique", "index"} and constraint.method == "btree"
            return _IN_PLACE if is_index else None
        case SetNotNull() | DropColumn() | DropIndex() | RenameColumn() | RenameIndex():
            return _IN_PLACE
        case SetDefault():
            return _INSTANT
        case ModifyColumn():
            is_known = any(isinstance(each.action, SetNotNull) for each in beside)
            return _IN_PLACE if is_known else None
        case _:
            return None


def _is_constant(column: ColumnDefinition) -> bool:
    """Whether each old row gets the same, so that it need not be written."""
    default = column.default or ""
    is_computed = "(" in default and not default.upper().startswith("CURRENT_TIMESTAMP")
    if is_computed or default == AUTO_INCREMENT or column.constraints:
        return False
    return "GENERATED" not in column.clause

"""Tables that are made anew under another name, filled with the old rows and put in the old one's place.

    CREATE TABLE "new_User" (…);
    INSERT INTO "new_User" (…) SELECT … FROM "User";
    DROP TABLE "User";
    ALTER TABLE "new_User" RENAME TO "User";

So Prisma changes what SQLite cannot alter, and SQL Server's counting columns. To whoever judges it, the table
is the one that was there, and what differs is what is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partywall.database.ddl import (
    AddColumn,
    AddConstraint,
    AlterTable,
    ColumnDefinition,
    Constraint,
    CreateTable,
    DropColumn,
    DropTables,
    RenameObject,
    RenameTable,
    SetNotNull,
    TableAction,
)
from partywall.database.model import Database, Name
from partywall.database.sql_tokens import Token
from partywall.review.data import Data, Insert
from partywall.review.statements import Change, Statement, parts_of
from partywall.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Redefinition:
    """A table, the statements that make it anew, and what is put into each column that is filled."""

    name: Name
    temporary: Name
    created: Statement
    definition: CreateTable
    filled: Statement
    values: dict[str, str]
    dropped: Statement
    renamed: Statement


def redefinitions(
    statements: Sequence[Statement], data: Sequence[tuple[Statement, Data]]
) -> Iterator[Redefinition]:
    """The tables that a migration makes anew."""
    made: dict[Name, Statement] = {}
    dropped: dict[Name, Statement] = {}
    for each in statements:
        match each.operation:
            case CreateTable(name=name):
                made[each.resolved(name)] = each
            case DropTables(names):
                dropped.update((each.resolved(name), each) for name in names)
            case AlterTable(name=name, actions=(RenameTable(next_),)) | RenameObject(name=name, next=next_):
                temporary = each.resolved(name)
                old = Name(temporary.schema, next_)
                if temporary in made and old in dropped:
                    yield from _redefinition(old, temporary, (made[temporary], dropped[old], each), data)
            case _:
                pass


def _redefinition(
    name: Name,
    temporary: Name,
    steps: tuple[Statement, Statement, Statement],
    data: Sequence[tuple[Statement, Data]],
) -> Iterator[Redefinition]:
    created, dropped, renamed = steps
    for filled, found in data:
        is_between = created.source.start < filled.source.start < dropped.source.start
        if not is_between or not isinstance(found, Insert) or found.table != temporary:
            continue
        if isinstance(created.operation, CreateTable) and any(each.table == name for each in found.reads):
            columns = found.columns or tuple(each.name for each in created.operation.columns)
            values = dict.fromkeys(columns, "…") | dict(zip(columns, found.values, strict=False))
            yield Redefinition(name, temporary, created, created.operation, filled, values, dropped, renamed)
            return


def changes_of_redefinition(found: Redefinition, before: Database) -> Iterator[Change]:
    """What is another in the new table, as if it had been altered. Nothing where the old one is not known.

    A column that the copy fills has what it is filled with as its default.
    """
    old = before.table(found.name)
    if old is None:
        return
    names = {each.name for each in found.definition.columns}
    for gone in (each.name for each in old.columns if each.name not in names):
        yield _change(found, found.dropped, DropColumn(gone), found.dropped.tokens)
    parts = list(parts_of(_between_parentheses(found.created.tokens)))
    for column in found.definition.columns:
        known = old.column(column.name)
        tokens = next((tuple(each) for each in parts if each[0].value == column.name), ())
        if known is None:
            added = AddColumn(_filled(column, found), if_not_exists=False)
            yield _change(found, found.filled, added, tokens)
        elif column.not_null and not known.not_null and _is_plain(found, column.name):
            yield _change(found, found.filled, SetNotNull(column.name, not_null=True), tokens)
    held = {each.columns for each in before.foreign_keys_of(found.name)}
    for constraint in _foreign_keys(found.definition):
        if constraint.columns not in held:
            tokens = next((tuple(each) for each in parts if _says(found, each, constraint)), ())
            yield _change(found, found.filled, AddConstraint(constraint), tokens)


def _change(
    found: Redefinition, statement: Statement, action: TableAction, tokens: tuple[Token, ...]
) -> Change:
    return Change(statement, found.name, action, tokens or found.created.tokens[:3])


def _filled(column: ColumnDefinition, found: Redefinition) -> ColumnDefinition:
    value = found.values.get(column.name)
    return column if value is None else replace(column, default=value)


def _is_plain(found: Redefinition, column: str) -> bool:
    """Whether the copy takes the old value as it is."""
    (first, *more) = found.created.provider.language.words(found.values.get(column, "")) or ("",)
    return first == column and not more and "(" not in found.values[column]


def _foreign_keys(definition: CreateTable) -> Iterator[Constraint]:
    for constraint in definition.constraints:
        if constraint.kind == "foreign key":
            yield constraint
    for column in definition.columns:
        yield from (each for each in column.constraints if each.kind == "foreign key")


def _says(found: Redefinition, part: Sequence[Token], constraint: Constraint) -> bool:
    text = found.created.source.text[part[0].start : part[-1].end]
    return bool(constraint.sql) and constraint.sql in text


def _between_parentheses(tokens: Sequence[Token]) -> Sequence[Token]:
    opening = next((at for at, each in enumerate(tokens) if each.key == "("), len(tokens))
    depth = 0
    for at in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[at].key, 0)
        if depth == 0:
            return tokens[opening + 1 : at]
    return ()

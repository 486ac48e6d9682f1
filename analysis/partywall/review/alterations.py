"""What a migration alters, one change for each thing that is another afterwards, however it is written.

`MODIFY` says all of a column anew: what differs of it stands beside it as changes of its own, and so does
what differs of a table that is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from partywall.database.ddl import (
    ModifyColumn,
    RenameColumn,
    RenameObject,
    RenameTable,
    SetNotNull,
    SetType,
)
from partywall.database.model import Database, Name
from partywall.review.redefinitions import Redefinition, changes_of_redefinition
from partywall.review.statements import Change, Script
from partywall.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The databases before and after a migration."""

    before: Database
    after: Database


def alterations(script: Script, around: Around, made_anew: Iterable[Redefinition]) -> tuple[Change, ...]:
    """All changes, in the order of the text; a table's move into the place of another is none."""
    made_anew = tuple(made_anew)
    moves = {each.renamed.source.start for each in made_anew}
    found = [each for each in _written(script, around) if each.statement.source.start not in moves]
    for each in made_anew:
        found += changes_of_redefinition(each, around.before)
    return tuple(sorted(found, key=lambda each: (each.statement.source.start, each.span)))


def _written(script: Script, around: Around) -> Iterator[Change]:
    names: dict[Name, Name] = {}
    for change in script.changes:
        if change.statement.is_uncertain:
            continue
        yield change
        if isinstance(change.action, RenameTable):
            names[Name(change.table.schema, change.action.next)] = names.get(change.table, change.table)
        elif isinstance(change.action, ModifyColumn):
            earlier = names.get(change.table, change.table)
            yield from _modified(change, change.action, earlier, around)
    for statement in script.statements:
        operation = statement.operation
        if isinstance(operation, RenameObject) and not statement.is_uncertain:
            table = statement.resolved(operation.name)
            if around.before.table(table):
                yield Change(statement, table, RenameTable(operation.next), statement.tokens)


def _modified(change: Change, action: ModifyColumn, earlier: Name, around: Around) -> Iterator[Change]:
    name = action.column.name
    if name != action.previous:
        yield replace(change, action=RenameColumn(action.previous, name))
    table, table_now = around.before.table(earlier), around.after.table(change.table)
    old = table.column(action.previous) if table else None
    new = table_now.column(name) if table_now else None
    if old is None or new is None:
        return
    if old.type != new.type:
        yield replace(change, action=SetType(name, action.column.type))
    if action.column.not_null and not old.not_null:
        yield replace(change, action=SetNotNull(name, not_null=True))

"""What a copied table takes along on SQLite: checks, hand-written indexes, views and triggers around it.

A copy would lose what a schema cannot say. And SQLite refuses to give the new table its name while a view or
trigger anywhere names a table that is not there, so these go before the copies and come again after them, as
they were written. What is about a column that goes is not taken along: `obstacles` names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from partywall.database.model import Database, Index, Name, Other
from partywall.database.provider import Language
from partywall.database.providers import provider_of
from partywall.migrations.pairs import same_index
from partywall.migrations.steps import DropColumn, RecreateColumn, RedefineTable, RedefineTables, Step


def carrying(source: Database, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps, in which copied tables take along what they can."""
    if source.provider != "sqlite":
        return tuple(steps)
    return tuple(_carrying(source, each) if isinstance(each, RedefineTables) else each for each in steps)


def _carrying(source: Database, step: RedefineTables) -> RedefineTables:
    language = provider_of(source.provider).language
    return RedefineTables(
        tuple(_with_own(source, each, language) for each in step.tables), _around(source, step)
    )


def _with_own(source: Database, step: RedefineTable, language: Language) -> RedefineTable:
    gone = gone_columns(step)
    checks = tuple(
        each
        for each in source.others
        if each.kind == "CHECK" and each.table == step.previous.name and gone.isdisjoint(each.words)
    )
    kept = tuple(
        each
        for each in step.previous.indexes
        if is_hand_written(each)
        and not each.is_constraint
        and gone.isdisjoint(_words(each, language))
        and not any(same_index(each, other, compares_conditions=True) for other in step.next.indexes)
    )
    names = {each.name for each in kept}
    left = tuple(each for each in step.next.indexes if each.name not in names)
    return replace(step, next=replace(step.next, indexes=left), checks=checks, kept=kept)


def gone_columns(step: RedefineTable) -> frozenset[str]:
    """The columns whose values do not come along."""
    return frozenset(
        change.column.name if isinstance(change, DropColumn) else change.previous.name
        for change in step.changes
        if isinstance(change, DropColumn | RecreateColumn)
    )


def is_hand_written(index: Index) -> bool:
    """Whether an index says what a schema does not."""
    return not index.is_expressible or index.where is not None


def _words(index: Index, language: Language) -> set[str]:
    texts = [index.where or "", *(each.name for each in index.columns if each.is_expression)]
    return {*index.column_names, *(word for text in texts if text for word in language.words(text))}


def _around(source: Database, step: RedefineTables) -> tuple[Other, ...]:
    """Views and triggers that name a copied table, or a view among them; in the order in which they came."""
    names = {each.previous.name.text for each in step.tables}
    tables = {each.previous.name for each in step.tables}
    candidates = [each for each in source.others if each.kind in {"VIEW", "TRIGGER"} and each.sql]
    found: list[Other] = []
    while more := [each for each in candidates if each not in found and _is_around(each, names, tables)]:
        found += more
        names |= {each.name for each in more if each.kind == "VIEW"}
    return tuple(each for each in candidates if each in found)


def _is_around(other: Other, names: set[str], tables: set[Name]) -> bool:
    return other.table in tables or not names.isdisjoint(other.words - {other.name})

"""Columns that are dropped and added where they were most likely renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from partywall.database.ddl import AddColumn, DropColumn
from partywall.review.statements import Change
from partywall.review.view import MigrationView
from partywall.values import dataclass

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SIMILAR = 0.6


@dataclass(frozen=True, slots=True)
class LikelyRename:
    """A dropped column and the added one that stands for it."""

    dropped: Change
    previous: str
    next: str


def likely_renames(view: MigrationView) -> Iterator[LikelyRename]:
    """Pairs of one table, of one type, with names that resemble each other, whose values nothing copies."""
    taken: set[tuple[object, str]] = set()
    for dropped in view.changes:
        if not isinstance(dropped.action, DropColumn) or not view.has_rows(dropped.table, dropped.statement):
            continue
        table = view.table_before(dropped.table, dropped.statement)
        old = table.column(dropped.action.name) if table else None
        if old is None or any(view.read_before(old.name, dropped.statement)):
            continue
        best: tuple[float, str] = (0.0, "")
        for added in view.changes:
            if added.table != dropped.table or not isinstance(added.action, AddColumn):
                continue
            name = added.action.column.name
            now = view.after.table(added.table)
            new = now.column(name) if now else None
            if new is None or new.type != old.type or name == old.name or (added.table, name) in taken:
                continue
            best = max(best, (_likeness(old.name, name), name))
        if best[0] >= _SIMILAR:
            taken.add((dropped.table, best[1]))
            yield LikelyRename(dropped, old.name, best[1])


def _likeness(old: str, new: str) -> float:
    """How much two names have in common, by words and by letters."""
    words, others = (set(map(str.lower, _WORD.findall(each))) for each in (old, new))
    if words and others and (words <= others or others <= words):
        return 1.0
    return SequenceMatcher(None, old.lower(), new.lower()).ratio()

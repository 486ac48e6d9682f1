"""The indexes that MySQL makes for foreign keys which have none."""

from __future__ import annotations

from collections.abc import Iterable

from partywall.database.model import ForeignKey, Index, IndexColumn, PrimaryKey


def implicit_index(key: ForeignKey, primary_key: PrimaryKey | None, indexes: Iterable[Index]) -> Index | None:
    """The index that comes with a foreign key; None where another begins with its columns."""
    others = [each.column_names for each in indexes if each.method == "btree"]
    if primary_key is not None:
        others.append(primary_key.columns)
    if any(each[: len(key.columns)] == key.columns for each in others):
        return None
    return Index(key.name, tuple(map(IndexColumn, key.columns)), is_implicit=True)

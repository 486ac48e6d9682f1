"""A name for a migration that was given none: what it does, in a few words."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.migrations.plan import Plan
from partywall.migrations.steps import (
    AddForeignKey,
    AlterTable,
    CreateIndex,
    CreateTable,
    DropIndex,
    DropTable,
    Rename,
    RenameColumnValues,
    RenameTable,
)

_NAMED = 2


def default_name(plan: Plan) -> str:
    """`add_ratings`, `change_documents`, `drop_notes`, `index_documents`; the first of these that fits."""
    for verb, names in (
        ("add", list(_created(plan))),
        ("rename", list(_renamed(plan))),
        ("change", list(_altered(plan))),
        ("drop", [each.table.name.text for each in plan.steps if isinstance(each, DropTable)]),
        ("index", list(_indexed(plan))),
    ):
        if names:
            few = list(dict.fromkeys(names))[:_NAMED]
            return "_".join((verb, *few, *(["and_more"] if len(set(names)) > _NAMED else [])))
    return "migration"


def _created(plan: Plan) -> Iterator[str]:
    yield from (each.table.name.text for each in plan.steps if isinstance(each, CreateTable))


def _renamed(plan: Plan) -> Iterator[str]:
    for each in plan.steps:
        if isinstance(each, RenameTable):
            yield each.next.text
        elif isinstance(each, RenameColumnValues):
            yield each.next.name
        elif isinstance(each, Rename):
            yield each.next if isinstance(each.next, str) else each.next.text


def _altered(plan: Plan) -> Iterator[str]:
    for each in plan.steps:
        if isinstance(each, AlterTable):
            yield each.next.name.text
        elif isinstance(each, AddForeignKey):
            yield each.key.table.text


def _indexed(plan: Plan) -> Iterator[str]:
    yield from (each.table.text for each in plan.steps if isinstance(each, CreateIndex | DropIndex))

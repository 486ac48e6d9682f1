"""The forms of `partywall create-migration`, put together from its options."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import typer

from partywall.diagnostics.remodel import Changes
from partywall.migrations.create_data import DataRequest
from partywall.migrations.data_writing import Kind
from partywall.values import dataclass
from partywall_server.workspace.forms import AddIndex, Form, Modify, NewEntity
from partywall_server.workspace.load import key_of


@dataclass(frozen=True, slots=True)
class Options:
    """The options that make a form, as they were given."""

    entity: str | None = None
    place: Path | None = None
    is_scoped: bool = False
    modify: str | None = None
    add: tuple[str, ...] = ()
    rename: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    is_index: bool = False
    table: str | None = None
    fields: str | None = None
    is_unique: bool = False
    where: str | None = None
    is_data: bool = False
    seed: str | None = None
    transform: str | None = None
    cleanup: str | None = None


def wish_of(options: Options) -> Form | DataRequest | None:
    """The form that the options ask for; None for what the schema and the history differ in."""
    forms = [
        name
        for name, given in (
            ("--entity", options.entity is not None),
            ("--modify", options.modify is not None),
            ("--indexes", options.is_index),
            ("--data", options.is_data),
        )
        if given
    ]
    if len(forms) > 1:
        raise typer.BadParameter(f"one migration at a time: {' or '.join(forms)}")
    form = forms[0] if forms else ""
    for name, owners in _stray(options):
        if form not in owners:
            raise typer.BadParameter(f"{name} goes with {' or '.join(sorted(owners))}{_instead_of(form)}")
    match form:
        case "--entity":
            front = key_of(Path(os.path.abspath(options.place))) if options.place else None  # noqa: PTH100
            return NewEntity(options.entity or "", options.is_scoped, options.add, front)
        case "--modify":
            return _modify(options)
        case "--indexes":
            return _index(options)
        case "--data":
            return _data(options)
        case _:
            return None


def _instead_of(form: str) -> str:
    return f", not with {form}" if form else ""


def _stray(options: Options) -> Iterator[tuple[str, frozenset[str]]]:
    """The options that are given, and the forms that they belong to."""
    for name, given, owners in (
        ("--tenant-scoped", options.is_scoped, {"--entity"}),
        ("--add-field", options.add, {"--entity", "--modify"}),
        ("--rename-field", options.rename, {"--modify"}),
        ("--change-field", options.change, {"--modify"}),
        ("--drop-field", options.drop, {"--modify"}),
        ("--table", options.table is not None, {"--indexes", "--data"}),
        ("--fields", options.fields is not None, {"--indexes", "--data"}),
        ("--unique", options.is_unique, {"--indexes"}),
        ("--where", options.where is not None, {"--indexes"}),
        ("--seed", options.seed is not None, {"--data"}),
        ("--transform", options.transform is not None, {"--data"}),
        ("--cleanup", options.cleanup is not None, {"--data"}),
    ):
        if given:
            yield name, frozenset(owners)


def _modify(options: Options) -> Modify:
    if not (options.add or options.rename or options.change or options.drop):
        raise typer.BadParameter("--modify needs --add-field, --rename-field, --change-field or --drop-field")
    renames = [tuple(each.split(":")) for each in options.rename]
    pairs = [(each[0].strip(), each[1].strip()) for each in renames if len(each) == len("ab")]
    if len(pairs) != len(renames):
        raise typer.BadParameter("--rename-field takes the old name and the new one: title:name")
    return Modify(options.modify or "", Changes(options.add, tuple(pairs), options.change, options.drop))


def _index(options: Options) -> AddIndex:
    if options.table is None or options.fields is None:
        raise typer.BadParameter("--indexes needs --table and --fields")
    return AddIndex(options.table, _listed(options.fields), options.is_unique, options.where)


def _data(options: Options) -> DataRequest:
    kinds: tuple[tuple[Kind, str | None], ...] = (
        ("seed", options.seed),
        ("transform", options.transform),
        ("cleanup", options.cleanup),
    )
    columns = _listed(options.fields or "")
    found = [DataRequest(kind, name, options.table, columns) for kind, name in kinds if name is not None]
    if len(found) != 1:
        raise typer.BadParameter("--data needs one of --seed NAME, --transform NAME and --cleanup NAME")
    return found[0]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())

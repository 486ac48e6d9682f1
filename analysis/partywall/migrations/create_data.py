"""A data migration of a schema: which table it means, whose the rows are, and its files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from partywall.config import TenancySettings
from partywall.database.from_schema import table_name
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Table
from partywall.database.providers import provider_of
from partywall.migrations.create import LOCK_FILE, Migration, Refusal, lock_file_text, unsupported
from partywall.migrations.data import data_migration
from partywall.migrations.data_subject import subject_of
from partywall.migrations.data_writing import Kind, Subject, Writing, key_columns
from partywall.migrations.dialects import dialect_of
from partywall.migrations.fill import Asked
from partywall.migrations.folder import folder_name
from partywall.schema.model import Model, Schema
from partywall.schema.shape import Body
from partywall.syntax.tree import BlockKind
from partywall.tenancy.classify import classify
from partywall.tenancy.verdict import Tenancy
from partywall.tenancy.words import words
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class DataRequest:
    """What is asked for. Without `table`, `name` tells it; without `columns`, it tells these too."""

    kind: Kind
    name: str
    table: str | None = None
    columns: tuple[str, ...] = ()


def create_data(  # noqa: PLR0913 - each is a part of the question
    schema: Schema,
    bodies: Mapping[str, Body],
    request: DataRequest,
    *,
    history: Sequence[HistoryFile],
    now: str,
    name: str = "",
    lock_file: str | None = None,
    tenancy: Tenancy | None = None,
    place: str = "",
) -> Migration | Refusal:
    """Write a data migration to be filled in; `place` is the path of the migrations from where one works."""
    refusal = unsupported(schema, lock_file)
    if refusal is not None:
        return refusal
    if "\0" in request.name:
        return Refusal("a name cannot contain a NUL character")
    provider = provider_of(schema.provider)
    model = _model(schema, request)
    if isinstance(model, str):
        return Refusal(model)
    source = replay(history, provider).database
    table = source.table(table_name(model, provider))
    if table is None:
        return Refusal(f"no migration makes the table of `{model.name}` yet: create that one first")
    verdicts = tenancy or classify(schema, TenancySettings())
    subject = subject_of(Asked(schema, bodies, verdicts), model, table)
    columns = _columns(model, table, subject, key_columns(source, table), request)
    if isinstance(columns, str):
        return Refusal(columns)
    folder = folder_name(name or f"{request.kind} {request.name}", now, [each.folder for each in history])
    dialect = dialect_of(schema.provider)
    writing = Writing(request.kind, request.name, folder, subject, source, columns, dialect, place)
    files = dict(data_migration(writing))
    if lock_file is None:
        files[LOCK_FILE] = lock_file_text(schema.provider)
    note = "Fill in every fill_this_in('…') before it is deployed: until then it refuses to run."
    return Migration(folder, files, (note,), files[f"{folder}/migration.sql"])


# --- which table, and whose rows ------------------------------------------------------------------


def _model(schema: Schema, request: DataRequest) -> Model | str:
    models = [each for each in schema.models.values() if each.kind is BlockKind.MODEL]
    if request.table is not None:
        named = [each for each in models if request.table in {each.name, each.database_name}]
        return named[0] if named else f"there is no model or table `{request.table}`"
    said = _singular(words(request.name))
    found = [each for each in models if _is_part(_singular(words(each.name)), said)]
    if not found:
        return f"`{request.name}` names no model: say which with --table"
    longest = max(len(words(each.name)) for each in found)
    likely = [each for each in found if len(words(each.name)) == longest]
    if len(likely) > 1:
        return f"`{request.name}` names {', '.join(each.name for each in likely)}: say which with --table"
    return likely[0]


def _singular(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(each[:-1] if each.endswith("s") and not each.endswith("ss") else each for each in parts)


def _is_part(part: Sequence[str], whole: Sequence[str]) -> bool:
    return any(tuple(whole[at : at + len(part)]) == tuple(part) for at in range(len(whole)))


def _columns(
    model: Model, table: Table, subject: Subject, keys: Collection[str], request: DataRequest
) -> tuple[str, ...] | str:
    """The columns that a transformation sets: those that are named, else the first that is no key."""
    if request.kind != "transform":
        return ()
    names = {name: shape.column for name, shape in model.scalar_fields.items()}
    for each in request.columns:
        if table.column(names.get(each, each)) is None:
            return f"`{model.name}` has no field `{each}`"
    if request.columns:
        return tuple(names.get(each, each) for each in request.columns)
    fixed = {subject.key, *(table.primary_key.columns if table.primary_key else ())}
    own = [each.name for each in table.columns if each.name not in fixed]
    said = _singular(words(request.name))
    named = [each for each in own if _is_part(_singular(words(each)), said)]
    usual = [each for each in own if each not in keys] or own
    return tuple(named or usual[:1]) or f"`{model.name}` has no column that could be set"

"""What a user asks for in a few words: a model, changes of one, an index. First the schema, then its SQL.

The command line and the editors share this. Nothing is written here: the schema's new texts and what the
migration has to know beside them are returned, and `one_edit` writes both or neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from partywall.database.from_schema import from_schema, table_name
from partywall.database.model import Index, IndexColumn
from partywall.database.names import MAX_BYTES, index_name, unique_name
from partywall.database.providers import provider_of
from partywall.database.sql_tokens import tokens
from partywall.diagnostics.column_names import mapped_as_others
from partywall.diagnostics.edits import edits
from partywall.diagnostics.fix import Fix
from partywall.diagnostics.new_model import new_model, relation_gap
from partywall.diagnostics.remodel import Changes, indexed, model_named, remodelled
from partywall.diagnostics.scoping import tenant_scope_fix
from partywall.diagnostics.written import WrittenField, written_field
from partywall.fixing import edited
from partywall.host import Analysis, Host
from partywall.migrations.create import Refusal
from partywall.migrations.renames import NO_ANSWERS, Answers
from partywall.migrations.steps import CreateIndex
from partywall.schema.model import Model
from partywall.syntax.chunks import Source
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class NewEntity:
    """A new model; `fields` are written ones beside id, key and audit fields.

    `front` is the file that the user has in front of them or names, by key.
    """

    name: str
    is_scoped: bool = False
    fields: tuple[str, ...] = ()
    front: str | None = None


@dataclass(frozen=True, slots=True)
class Modify:
    """Changes of a model."""

    model: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class AddIndex:
    """An index of a model or table; `where` is a condition in SQL."""

    table: str
    fields: tuple[str, ...]
    is_unique: bool = False
    where: str | None = None


Form = NewEntity | Modify | AddIndex


@dataclass(frozen=True, slots=True, eq=False)
class Formed:
    """The new texts by file, a name for the migration, what it has to be told, and the user too.

    A file that the schema did not have is to be made.
    """

    sources: Mapping[str, Source]
    name: str
    answers: Answers = NO_ANSWERS
    partial: tuple[CreateIndex, ...] = ()
    notes: tuple[str, ...] = ()


def formed(host: Host, form: Form) -> Formed | Refusal:
    """What a form comes to. The host has the new texts afterwards, unless it is refused."""
    analysis = host.analyse()
    match form:
        case NewEntity():
            return _entity(host, analysis, form)
        case Modify():
            return _modified(host, analysis, form)
        case AddIndex():
            return _index(host, analysis, form)


# --- a new model ----------------------------------------------------------------------------------


def _entity(host: Host, analysis: Analysis, form: NewEntity) -> Formed | Refusal:
    fields = [written_field(each, analysis.schema) for each in form.fields]
    wrong = [each for each in fields if isinstance(each, str)]
    if wrong:
        return Refusal(wrong[0])
    roots = analysis.context.habits.roots
    new = new_model(
        analysis.reading,
        form.name,
        [mapped_as_others(each, analysis.schema) for each in fields if isinstance(each, WrittenField)],
        roots[0].root if roots else None,
        form.front,
    )
    if isinstance(new, str):
        return Refusal(new)
    before = analysis.files[new.file].source if new.file in analysis.files else None
    sources = {new.file: Source.of((before.text if before else "") + new.text)}
    host.set_file(new.file, sources[new.file])
    if form.is_scoped:
        view = host.analyse().view(form.name)
        fix = tenant_scope_fix(view) if view else f"`{form.name}` cannot be read"
        scoped = applied(host, fix)
        if isinstance(scoped, Refusal):
            _put_back(host, new.file, before)
            return scoped
        sources |= scoped
        gap = relation_gap(host.analyse().reading, form.name)
        if gap is not None:
            path, edit = gap
            sources[path] = edited(sources[path], (edit,))
            host.set_file(path, sources[path])
    return Formed(sources, f"add_{form.name}")


# --- changes --------------------------------------------------------------------------------------


def _modified(host: Host, analysis: Analysis, form: Modify) -> Formed | Refusal:
    model = model_named(analysis.schema, form.model)
    if isinstance(model, str):
        return Refusal(model)
    sources = applied(host, remodelled(analysis.reading, model, form.changes))
    if isinstance(sources, Refusal):
        return sources
    return Formed(
        sources,
        _name_of_changes(model, form.changes),
        _answers(model, form.changes),
        notes=tuple(_names_left(model, form.changes)),
    )


def _names_left(model: Model, changes: Changes) -> Iterator[str]:
    for old, new in changes.rename:
        shape = model.scalar_fields.get(old)
        if shape and shape.map:
            yield f"`{model.name}.{new}` keeps its column `{shape.map}`, by its `@map`: no SQL is needed."


def _answers(model: Model, changes: Changes) -> Answers:
    """What is renamed here is no question any more, nor what is dropped."""
    kept = [
        (old, new)
        for old, new in changes.rename
        if old in model.scalar_fields and model.column(old) == old  # else `@map` keeps the column
    ]
    return Answers(
        renames=tuple(f"{model.name}.{old}:{new}" for old, new in kept),
        drops=tuple(
            f"{model.name}.{model.column(each)}" for each in changes.drop if each in model.scalar_fields
        ),
    )


def _name_of_changes(model: Model, changes: Changes) -> str:
    whole = [*changes.add, *changes.change, *changes.drop, *(old for old, _ in changes.rename)]
    if len(whole) != 1:
        return f"change_{model.name}"
    name = whole[0].split(maxsplit=1)[0]
    if changes.add:
        return f"add_{name}_to_{model.name}"
    if changes.drop:
        return f"drop_{name}_from_{model.name}"
    if changes.rename:
        return f"rename_{name}_of_{model.name}"
    return f"change_{name}_of_{model.name}"


# --- indexes --------------------------------------------------------------------------------------


def _index(host: Host, analysis: Analysis, form: AddIndex) -> Formed | Refusal:
    model = model_named(analysis.schema, form.table)
    if isinstance(model, str):
        return Refusal(model)
    name = "_".join(("unique" if form.is_unique else "index", model.database_name, *form.fields))
    where = form.where
    if where is not None and (fault := _condition_fault(where)):
        return Refusal(fault)
    says_conditions = "partialIndexes" in analysis.schema.preview_features
    said = f"raw({json.dumps(where, ensure_ascii=False)})" if where is not None else None
    fix = indexed(model, form.fields, is_unique=form.is_unique, where=said)
    if where is None or says_conditions:
        sources = applied(host, fix)
        return sources if isinstance(sources, Refusal) else Formed(sources, name)
    if isinstance(fix, str):
        return Refusal(fix)
    note = (
        "The index stands in the SQL alone: a schema says a condition only with the preview feature "
        "`partialIndexes`."
    )
    return Formed({}, name, partial=(_partial(analysis, model, form, where),), notes=(note,))


def _partial(analysis: Analysis, model: Model, form: AddIndex, where: str) -> CreateIndex:
    """An index with a condition, which a schema without `partialIndexes` cannot say."""
    database = from_schema(analysis.schema, analysis.reading.bodies)
    fields = {shape.column: name for name, shape in model.scalar_fields.items()}
    columns = [model.column(fields.get(each, each)) for each in form.fields]
    wanted = table_name(model, provider_of(analysis.schema.provider))
    table = next(each for each in database.tables if each.name == wanted)
    named = unique_name if form.is_unique else index_name
    limit = MAX_BYTES[database.provider]
    taken = {each.name for other in database.tables for each in other.indexes}
    plain = named(table.name.text, columns, limit)
    suffixes = ("where", *(f"where{number}" for number in range(2, len(taken) + 3)))
    name = next(
        name
        for suffix in suffixes
        if (name := named(table.name.text, [*columns, suffix], limit)) not in taken or plain not in taken
    )
    index = Index(name, tuple(map(IndexColumn, columns)), is_unique=form.is_unique, where=where)
    return CreateIndex(table.name, index, "existing table")


def _condition_fault(where: str) -> str | None:
    """Why a text is not one condition in SQL, if it is none."""
    depth = 0
    found = list(tokens(f"({where})"))
    for number, token in enumerate(found):
        depth += {"(": 1, ")": -1}.get(token.key, 0)
        if token.key == ";" or (depth <= 0 and number < len(found) - 1):
            return f"`{where}` is not one condition in SQL"
    is_whole = depth == 0 and len(found) > len("()") and found[-1].key == ")"
    return None if is_whole and "\0" not in where else f"`{where}` is not one condition in SQL"


# --- applying -------------------------------------------------------------------------------------


def applied(host: Host, fix: Fix | str) -> dict[str, Source] | Refusal:
    """The texts after a fix, which the host then has; the reason if there is none."""
    if isinstance(fix, str):
        return Refusal(fix)
    analysis = host.analyse()
    result = edits(analysis.reading, (fix,))
    if result.left:
        return Refusal(f"{fix.title}: the schema as it stands does not take this change")
    sources = {path: edited(analysis.files[path].source, each) for path, each in result.edits.items()}
    for path, source in sources.items():
        host.set_file(path, source)
    return sources


def restore(host: Host, before: Mapping[str, Source]) -> None:
    """Give a host that outlives a form its earlier texts back."""
    for path in host.paths | before.keys():
        _put_back(host, path, before.get(path))


def _put_back(host: Host, path: str, source: Source | None) -> None:
    if source is None:
        host.remove_file(path)
    else:
        host.set_file(path, source)


def with_answers(first: Answers, then: Answers) -> Answers:
    """The answers of a form and those that a user gave."""
    return replace(
        first,
        renames=(*first.renames, *then.renames),
        maps=(*first.maps, *then.maps),
        drops=(*first.drops, *then.drops),
    )

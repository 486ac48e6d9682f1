"""A new migration of a schema: what it would be, and writing it. The command line and the editors share this.

It leads from what the migrations folder builds; where there are no migrations, from the schema of the last
commit; where there is none, from nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from partywall.config import OLDEST_POSTGRES
from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile, replay
from partywall.database.model import Database
from partywall.database.provider import Provider
from partywall.database.providers import PROVIDERS, provider_of
from partywall.host import Analysis, Host
from partywall.ide.kept_names import kept_names_fix
from partywall.migrations.create import LOCK_FILE, Migration, Nothing, Refusal, Strategy, create
from partywall.migrations.create_data import DataRequest, create_data
from partywall.migrations.memory import Memory
from partywall.migrations.renames import NO_ANSWERS, Answers, KeptName, without_kept
from partywall.migrations.strays import NO_STRAYS, Strays
from partywall.schema.read import Reading
from partywall.syntax.chunks import Source
from partywall.syntax.tree import BlockKind
from partywall.values import dataclass
from partywall_server.workspace.forms import Formed, applied, with_answers
from partywall_server.workspace.git import committed
from partywall_server.workspace.load import key_of
from partywall_server.workspace.migrations_folder import History, migrations_folder, place_of, read_history
from partywall_server.workspace.one_edit import remove_folder, write_edit
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import TextFile, Unreadable, decode, read_text

Start = Literal["usual", "empty"] | History | Reading
"""Where a migration starts: as the module says, from nothing, from other migrations, from another schema."""


@dataclass(frozen=True, slots=True)
class NewMigration:
    """What a migration comes to. `folder` is where migrations are; the paths of a `Migration` are below."""

    folder: Path
    result: Migration | Refusal | Nothing
    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])
    """New texts of schema files by key, written together with the migration."""

    @property
    def files(self) -> Mapping[Path, str]:
        """The texts of the files to write."""
        if not isinstance(self.result, Migration):
            return {}
        return {self.folder / name: text for name, text in self.result.files.items()}


def new_migration(  # noqa: PLR0913  (each is a part of the question)
    schema: SchemaSet,
    host: Host,
    name: str,
    *,
    start: Start = "usual",
    strategy: Strategy = "safe",
    ask_git: bool = True,
    now: datetime | None = None,
    answers: Answers = NO_ANSWERS,
    form: Formed | None = None,
    before: Analysis | None = None,
    strays: Strays = NO_STRAYS,
    postgres: int | None = None,
    memory: Memory | None = None,
) -> NewMigration:
    """The migration that leads to a schema as a host has it, in an editor its buffers; unwritten.

    Where names are to be kept in the database, the schema gets their `@map`s first, and the host has them.
    `form` is what the schema was just changed by, `before` the analysis without that change. `strays` is what
    becomes of rows whose tenant cannot be told, `memory` what is kept from the last migration of the schema.
    `postgres` is the version that it is for; None for the oldest supported.
    """
    analysis, folder = host.analyse(), migrations_folder(schema)
    faults = tuple(_faults(analysis))
    if faults:
        return NewMigration(folder, Refusal("what cannot be read in the schema would be dropped", faults))
    own = read_history(folder)
    history = start if isinstance(start, History) else own
    if history.faults:
        names = tuple(f"{fault.path.parent.name} {fault.message}" for fault in history.faults)
        return NewMigration(folder, Refusal("the history cannot be read", names))
    is_possible = analysis.schema.provider in PROVIDERS  # else `create` says why not
    provider = provider_of(analysis.schema.provider)
    origin = _origin(schema, start, own, provider, ask_git=ask_git) if is_possible else _Origin(None)
    if isinstance(origin, Refusal):
        return NewMigration(folder, origin)
    given = with_answers(form.answers, answers) if form else answers
    standing = from_schema(before.schema, before.reading.bodies) if before and is_possible else None
    earlier: Host | None = None
    sources = dict(form.sources) if form else {}
    notes = list(form.notes) if form else []
    while True:
        analysis = host.analyse()
        result = create(
            analysis.schema,
            analysis.reading.bodies,
            history=[HistoryFile(each.name, each.sql) for each in history.migrations],
            source=origin.database,
            name=name or (form.name if form else ""),
            now=_now(now),
            strategy=strategy,
            lock_file=_lock_text(folder),
            tenancy=analysis.tenancy,
            answers=given,
            partial=form.partial if form else (),
            standing=standing,
            strays=strays,
            postgres=postgres or OLDEST_POSTGRES,
            memory=memory,
            place=place_of(folder, schema.project),
        )
        if not isinstance(result, Refusal):
            first = origin.otherwise if isinstance(result, Nothing) else origin.notes
            result = replace(result, notes=(*first, *notes, *result.notes))
            return NewMigration(folder, result, sources)
        if not result.keeps:
            return NewMigration(folder, result)
        # A name that is kept may lead to the next one: of a model's fields, of its link tables.
        changed = applied(host, kept_names_fix(analysis.schema, result.keeps))
        if isinstance(changed, Refusal) or not changed:
            return NewMigration(folder, result)
        sources |= changed
        notes += [f"{each}: the database keeps this name, without any SQL." for each in result.keeps]
        given = without_kept(given, result.keeps)
        if before and standing:
            earlier = earlier or _host_of(before)
            standing = _with_kept(earlier, result.keeps)


def _host_of(analysis: Analysis) -> Host:
    host = Host()
    for path, file in analysis.files.items():
        host.set_file(path, file.source)
    return host


def _with_kept(earlier: Host, keeps: Sequence[KeptName]) -> Database | None:
    """What the schema asked for before a form, had it kept the names as well that are kept now."""
    changed = applied(earlier, kept_names_fix(earlier.analyse().schema, keeps))
    if isinstance(changed, Refusal):
        return None
    analysis = earlier.analyse()
    return from_schema(analysis.schema, analysis.reading.bodies)


def new_data_migration(
    schema: SchemaSet, analysis: Analysis, request: DataRequest, name: str = "", now: datetime | None = None
) -> NewMigration:
    """A data migration to be filled in; unwritten."""
    folder = migrations_folder(schema)
    history = read_history(folder)
    if history.faults:
        names = tuple(f"{fault.path.parent.name} {fault.message}" for fault in history.faults)
        return NewMigration(folder, Refusal("the history cannot be read", names))
    result = create_data(
        analysis.schema,
        analysis.reading.bodies,
        request,
        history=[HistoryFile(each.name, each.sql) for each in history.migrations],
        now=_now(now),
        name=name,
        lock_file=_lock_text(folder),
        tenancy=analysis.tenancy,
        place=place_of(folder, schema.project),
    )
    return NewMigration(folder, result)


def _now(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).strftime("%Y%m%d%H%M%S")


def write_migration(migration: NewMigration, files: Mapping[str, TextFile] | None = None) -> None:
    """Write the files of a migration and of its schema, all or none. Raises `OSError`.

    What exists is never touched, but for the `files` of the schema, as they were read, by key; other files
    of the schema are made.
    """
    if isinstance(migration.result, Refusal):
        return
    made = migration.result.folder if isinstance(migration.result, Migration) else None
    folder = migration.folder / made if made else None
    inside = {path.name: text for path, text in migration.files.items() if path.parent == folder}
    beside = {path.name: text for path, text in migration.files.items() if path.parent != folder}
    known = files or {}
    replaced = [(known[key], source.text) for key, source in migration.sources.items() if key in known]
    created = {Path(key): source.text for key, source in migration.sources.items() if key not in known}
    write_edit(replaced, created, folder, inside, beside)


def take_back(migration: NewMigration) -> None:
    """Take away the files of a migration that was written just now, those of the schema too: all are new."""
    for key in migration.sources:
        Path(key).unlink(missing_ok=True)
    if isinstance(migration.result, Migration):
        folder = migration.folder / migration.result.folder
        remove_folder(folder, [path for path in migration.files if path.parent != folder])


def read_schema(files: Mapping[str, str]) -> Reading | Refusal:
    """A schema to start from, by texts; a refusal if it cannot be read whole."""
    host = Host()
    for path, text in files.items():
        host.set_file(path, Source.of(text))
    analysis = host.analyse()
    faults = tuple(_faults(analysis))
    return Refusal("the schema to start from cannot be read whole", faults) if faults else analysis.reading


# --- where it starts -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Origin:
    """The database to start from, None for what the history builds.

    `notes` are told with a migration, `otherwise` where there is nothing to write.
    """

    database: Database | None
    notes: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


def _origin(
    schema: SchemaSet, start: Start, own: History, provider: Provider, *, ask_git: bool
) -> _Origin | Refusal:
    if isinstance(start, Reading):
        return _Origin(from_schema(start.schema, start.bodies))
    if start == "empty":
        notes = () if own.is_empty else (_FROM_NOTHING,)
        return _Origin(replay((), provider).database, notes)
    if isinstance(start, History) or not own.is_empty:
        return _Origin(None)
    return _last_commit(schema) if ask_git else _Origin(None)


def _last_commit(schema: SchemaSet) -> _Origin | Refusal:
    found = committed(schema.root, ".prisma")
    texts: dict[str, str] = {}
    for path, data in _of_schema(schema, found.files if found else {}).items():
        file = decode(path, data)
        if isinstance(file, Unreadable):
            return Refusal("the last commit cannot be compared with", (f"{path.name} {file.message}",))
        texts[key_of(path)] = file.text
    if found is None or not texts:
        return _Origin(None)
    reading = read_schema(texts)
    if isinstance(reading, Refusal):
        return Refusal("the last commit cannot be compared with", reading.names)
    commit = found.commit[:10]
    database = from_schema(reading.schema, reading.bodies)
    return _Origin(database, (_FIRST.format(commit=commit),), (_NONE_YET.format(commit=commit),))


_FROM_NOTHING = "It starts from nothing, though there are migrations: deployed after them it fails."
_FIRST = (
    "There are no migrations yet: this one leads on from the schema of the last commit ({commit}), of which "
    "`migrate deploy` knows nothing (P3005). So write that first: with the schema of that commit, "
    "`partywall create-migration --from empty --name baseline`; and on each database that has it, "
    "`npx prisma migrate resolve --applied` with its name."
)
_NONE_YET = (
    "There are no migrations yet, and the schema is that of the last commit ({commit}). "
    "`partywall create-migration --from empty --name baseline` writes one that makes all of it."
)


def _of_schema(schema: SchemaSet, files: Mapping[Path, bytes]) -> Mapping[Path, bytes]:
    """The committed files that were a schema's: those below its root, but for other schemas'."""
    if schema.is_single:
        return {path: data for path, data in files.items() if path in schema.files}
    others = {
        path.parent
        for path, data in files.items()
        if path.parent != schema.root and path not in schema.files and b"datasource" in data
    }
    return {
        path: data
        for path, data in files.items()
        if path in schema.files or not any(path.is_relative_to(other) for other in others)
    }


def _lock_text(folder: Path) -> str | None:
    file = read_text(folder / LOCK_FILE)
    return file.text if isinstance(file, TextFile) else None


# --- what keeps a schema from being compared ------------------------------------------------------------


def _faults(analysis: Analysis) -> Iterator[str]:
    """What a migration would drop if it were passed over."""
    for path in analysis.files:
        for fault in analysis.syntax_errors(path):
            position = analysis.files[path].source.position(fault.span.start)
            name = path.rpartition("/")[2]
            yield f"{name}:{position.line + 1}:{position.column + 1}: {fault.message}"
    for model in analysis.schema.models.values():
        known = model.scalar_fields.keys() | model.relation_fields.keys()
        for each in model.interface.fields:
            if each.name not in known:
                yield f"{model.name}.{each.name}: there is no type `{each.type_name}`"
    kinds = (BlockKind.MODEL, BlockKind.VIEW, BlockKind.ENUM, BlockKind.TYPE)
    names = Counter(name for _, kind, name, _ in analysis.reading.places if kind in kinds)
    for name, count in names.items():
        if count > 1:
            yield f"{name}: declared {count} times"

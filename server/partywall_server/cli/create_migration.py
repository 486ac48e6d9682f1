"""`partywall create-migration`: the migration that goes with a schema."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.models import OptionInfo

from partywall.migrations.create import Migration, Nothing, Refusal
from partywall.migrations.create_data import DataRequest
from partywall.migrations.fill import Choice
from partywall.migrations.renames import Answers, Question
from partywall.migrations.strays import Strays, choice
from partywall_server.cli import exit_codes
from partywall_server.cli.migration_wish import Options, wish_of
from partywall_server.cli.places import shown
from partywall_server.cli.selection import select
from partywall_server.cli.streams import complain, printable
from partywall_server.workspace.forms import Form, formed
from partywall_server.workspace.load import Loaded, key_of, load
from partywall_server.workspace.migrations_folder import LOCK_NAME, SQL_NAME, read_history
from partywall_server.workspace.new_migration import (
    NewMigration,
    Start,
    new_data_migration,
    new_migration,
    read_schema,
    write_migration,
)
from partywall_server.workspace.schemas import SchemaSet, find_schemas
from partywall_server.workspace.text_file import Unreadable, read_text

EXAMPLES = """Examples:

\b
  partywall create-migration --name add_ratings
  partywall create-migration --name add_ratings packages/db
  partywall create-migration --name rename_title --rename Document.title:name
  partywall create-migration --entity Note --tenant-scoped
  partywall create-migration --modify Document --add-field 'status String @default("draft")'
  partywall create-migration --indexes --table chatbots --fields tenantId,createdAt --dry-run
  partywall create-migration --data --seed chatbot-defaults
  partywall create-migration --stdout
  partywall create-migration --from empty --strategy simple --stdout
"""

ENTITY, MODIFY, INDEXES, DATA = "A new model", "A changed model", "An index", "Data"


def _in_form(*names: str, panel: str, help: str, metavar: str | None = None) -> OptionInfo:  # noqa: A002  (typer's word)
    """An option of one of the forms."""
    option: OptionInfo = typer.Option(
        *names, metavar=metavar, help=help, rich_help_panel=panel, show_default=False
    )
    return option


class Strategy(StrEnum):
    """How a required column gets onto a table with rows."""

    SAFE = "safe"
    SIMPLE = "simple"


def command(  # noqa: PLR0913, PLR0917  (options of a command)
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PATH", help="The schema: a file or a folder.", show_default=False),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="What the migration does, such as add_ratings.", show_default=False)
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="empty|SCHEMA|MIGRATIONS",
            help="Start from nothing, from another schema, or from another folder of migrations.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="SCHEMA", help="The schema; the same as PATH.", show_default=False)
    ] = None,
    strategy: Annotated[
        Strategy,
        typer.Option(
            help="`safe`: fill a new required column; `simple`: Prisma's own form, which fails on rows."
        ),
    ] = Strategy.SAFE,
    rename: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MODEL.A:B",
            help="B is what was A: a real RENAME. `A:B` for a model or an enum.",
            show_default=False,
        ),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="MODEL.A:B",
            help="B keeps the name A in the database: `@map` into the schema, no SQL.",
            show_default=False,
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MODEL.A",
            help="A and its values go; `*` for all that is asked about.",
            show_default=False,
        ),
    ] = None,
    orphans: Annotated[
        str,
        typer.Option(
            metavar="refuse|assign=ID|delete", help="Rows that get a key and have no tenant by any path."
        ),
    ] = "refuse",
    disagreeing: Annotated[
        str,
        typer.Option(
            metavar="refuse|assign=ID|delete", help="Rows that get a key and have two tenants by their paths."
        ),
    ] = "refuse",
    entity: Annotated[
        str | None, _in_form(metavar="MODEL", help="A new model, in the schema too.", panel=ENTITY)
    ] = None,
    tenant_scoped: Annotated[
        bool,
        _in_form(
            "--tenant-scoped", help="With key, relation and index, and the list on its root.", panel=ENTITY
        ),
    ] = False,
    modify: Annotated[
        str | None, _in_form(metavar="MODEL", help="Change a model, in the schema too.", panel=MODIFY)
    ] = None,
    add_field: Annotated[
        list[str] | None,
        _in_form(
            metavar="FIELD",
            help="A field as in the schema: 'status String @default(\"draft\")'.",
            panel=MODIFY,
        ),
    ] = None,
    rename_field: Annotated[
        list[str] | None, _in_form(metavar="A:B", help="A new name; values stay.", panel=MODIFY)
    ] = None,
    change_field: Annotated[
        list[str] | None, _in_form(metavar="FIELD", help="The field as it is to be.", panel=MODIFY)
    ] = None,
    drop_field: Annotated[
        list[str] | None, _in_form(metavar="A", help="The field and its values go.", panel=MODIFY)
    ] = None,
    indexes: Annotated[
        bool, _in_form("--indexes", help="Add an index, in the schema too.", panel=INDEXES)
    ] = False,
    table: Annotated[
        str | None, _in_form(metavar="TABLE", help="A table or its model.", panel=INDEXES)
    ] = None,
    fields: Annotated[
        str | None, _in_form(metavar="A,B", help="Fields or columns in order.", panel=INDEXES)
    ] = None,
    unique: Annotated[bool, _in_form("--unique", help="A unique.", panel=INDEXES)] = False,
    where: Annotated[
        str | None, _in_form(metavar="SQL", help="Only of rows that fulfil this condition.", panel=INDEXES)
    ] = None,
    data: Annotated[bool, _in_form("--data", help="A data migration to be filled in.", panel=DATA)] = False,
    seed: Annotated[
        str | None, _in_form(metavar="NAME", help="Rows that each tenant gets: chatbot-defaults.", panel=DATA)
    ] = None,
    transform: Annotated[
        str | None, _in_form(metavar="NAME", help="New values from old ones.", panel=DATA)
    ] = None,
    cleanup: Annotated[
        str | None, _in_form(metavar="NAME", help="Rows that are obsolete.", panel=DATA)
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change as a diff and write nothing.")
    ] = False,
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the SQL and write nothing.")] = False,
) -> None:
    """Write the migration from the migrations that there are to the schema, with down.sql and a checklist.

    It starts from what the migrations build, read from their SQL without a database; where there are none,
    from the last commit; where there is none, from nothing. A new required column on a table with rows is
    filled from the parent that carries its value.

    Where something disappears and something like it appears, it may only have another name now: that is
    asked, and answered by --rename, --map or --drop.

    The forms below change the schema first: it and the migration are written together, or neither is.

    What is not understood is refused with the reason, exit code 3, and nothing is written.
    """
    if path and to:
        raise typer.BadParameter("give the schema once: as PATH or as --to")
    strays = Strays(_choice("--orphans", orphans), _choice("--disagreeing", disagreeing))
    wish = wish_of(
        Options(
            entity=entity,
            place=to or path,
            is_scoped=tenant_scoped,
            modify=modify,
            add=tuple(add_field or ()),
            rename=tuple(rename_field or ()),
            change=tuple(change_field or ()),
            drop=tuple(drop_field or ()),
            is_index=indexes,
            table=table,
            fields=fields,
            is_unique=unique,
            where=where,
            is_data=data,
            seed=seed,
            transform=transform,
            cleanup=cleanup,
        )
    )
    start = _start(from_)
    if isinstance(start, Refusal):
        raise typer.Exit(_refuse(start))
    schema = _schema(to or path, from_)
    loaded = load(schema)
    for each in loaded.unreadable:
        complain(each.message, each.path, each.position)
    if loaded.unreadable:
        raise typer.Exit(exit_codes.REFUSED)
    answers = Answers(tuple(rename or ()), tuple(map_ or ()), tuple(drop or ()))
    migration = _planned(schema, loaded, wish, name or "", start, strategy, answers, strays)
    result = migration.result
    if isinstance(result, Refusal):
        raise typer.Exit(_refuse(result))
    if stdout:
        for note in result.notes:
            complain(note)
        typer.echo(_script(result), nl=False)
    elif dry_run:
        from partywall_server.cli.migration_diff import print_diff  # noqa: PLC0415  (needed nowhere else)

        print_diff(migration, loaded.files)
        _say(result.notes)
    elif isinstance(result, Nothing) and not migration.sources:
        _say(("Nothing to do: the schema asks for nothing that is not there already.", *result.notes))
    else:
        _write(migration, result, loaded)


def _planned(  # noqa: PLR0913, PLR0917  (each is a part of the question)
    schema: SchemaSet,
    loaded: Loaded,
    wish: Form | DataRequest | None,
    name: str,
    start: Start,
    strategy: Strategy,
    answers: Answers,
    strays: Strays,
) -> NewMigration:
    before = loaded.host.analyse()
    if isinstance(wish, DataRequest):
        return new_data_migration(schema, before, wish, name)
    form = formed(loaded.host, wish) if wish else None
    if isinstance(form, Refusal):
        raise typer.Exit(_refuse(form))
    return new_migration(
        schema,
        loaded.host,
        name,
        start=start,
        strategy=strategy.value,
        answers=answers,
        form=form,
        before=before if form else None,
        strays=strays,
        postgres=loaded.configuration.config.postgres,
    )


def _choice(option: str, text: str) -> Choice:
    found = choice(text)
    if found is None:
        raise typer.BadParameter(f"{option} is refuse, delete, or assign=ID with a tenant's id")
    return found


def _script(result: Migration | Nothing) -> str:
    """The SQL as Prisma's `migrate diff` prints it, below the lines that say when to run it."""
    if isinstance(result, Nothing):
        return result.script
    before = result.files[f"{result.folder}/{SQL_NAME}"].removesuffix(result.script)
    remarks = (line for line in before.splitlines(keepends=True) if line.startswith("-- "))
    return "".join(remarks) + result.script


def _write(migration: NewMigration, result: Migration | Nothing, loaded: Loaded) -> None:
    try:
        write_migration(migration, loaded.files)
    except OSError as error:
        reason = error.strerror or str(error)
        folder = migration.folder / result.folder if isinstance(result, Migration) else migration.folder
        complain(f"nothing is written: {reason.lower()}", folder)
        raise typer.Exit(exit_codes.REFUSED) from error
    changed = (
        f"{'changed' if key in loaded.files else 'created'} {shown(key)}" for key in sorted(migration.sources)
    )
    _say((*changed, *(f"created {shown(each)}" for each in migration.files), *result.notes))


def _say(lines: tuple[str, ...]) -> None:
    for line in lines:
        typer.echo(printable(line))


def _refuse(refusal: Refusal) -> int:
    complain(f"no migration: {refusal.reason}")
    for each in refusal.names:
        typer.echo(f"  {printable(each)}", err=True)
    for question in refusal.questions:
        for line in _asked(question):
            typer.echo(f"  {printable(line)}", err=True)
    return exit_codes.REFUSED


def _asked(question: Question) -> Iterator[str]:
    yield f"{question.text} Run it again with one of"
    subject, dropped = shlex.quote(question.subject), shlex.quote(question.dropped)
    yield f"  --rename {subject}   it is, and keeps its values"
    yield f"  --map {subject}   it is, and keeps its name in the database too: no SQL"
    yield f"  --drop {dropped}   it is not. Lost: {question.loss}"


# --- from where, to where ---------------------------------------------------------------------------


def _start(text: str | None) -> Start | Refusal:
    if text is None:
        return "usual"
    if text == "empty":
        return "empty"
    path = Path(os.path.abspath(text))  # noqa: PTH100  (links stay)
    if not path.exists():
        complain("there is no such file or folder", path)
        raise typer.Exit(exit_codes.USAGE)
    if path.is_dir() and ((path / LOCK_NAME).exists() or any(path.glob(f"*/{SQL_NAME}"))):
        return read_history(path)
    files = {key_of(each): read_text(each) for each in _files(path)}
    unreadable = [each for each in files.values() if isinstance(each, Unreadable)]
    if unreadable:
        return Refusal("the schema to start from cannot be read", tuple(map(_reason, unreadable)))
    return read_schema({key: each.text for key, each in files.items() if not isinstance(each, Unreadable)})


def _files(path: Path) -> tuple[Path, ...]:
    """The files of the schema to start from: a file is meant alone, as for `prisma migrate diff`."""
    if path.is_file():
        return (path,)
    return _only(find_schemas([path], roof=Path.cwd()).schemas).files


def _schema(path: Path | None, from_: str | None) -> SchemaSet:
    """The schema to lead to."""
    selection = select([path] if path else [])
    if not selection.schemas:
        raise typer.Exit(exit_codes.USAGE)
    schema = _only(selection.schemas)
    if path and from_ and Path(os.path.abspath(from_)) in schema.files:  # noqa: PTH100
        # Two versions of one schema, side by side: neither is a part of the other.
        return SchemaSet(schema.root, (Path(os.path.abspath(path)),), schema.project, is_single=True)  # noqa: PTH100
    return schema


def _only(schemas: tuple[SchemaSet, ...]) -> SchemaSet:
    if len(schemas) != 1:
        complain(
            "there are several schemas; name one of them:" if schemas else "there is no Prisma schema here"
        )
        for each in schemas:
            typer.echo(f"  {shown(each.name)}", err=True)
        raise typer.Exit(exit_codes.USAGE)
    return schemas[0]


def _reason(file: Unreadable) -> str:
    return f"{shown(file.path)}: {file.message}"

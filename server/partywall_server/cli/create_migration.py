"""`partywall create-migration`: the migration that goes with a schema."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from partywall.migrations.create import Migration, Nothing, Refusal
from partywall.migrations.renames import Answers, Question
from partywall_server.cli import exit_codes
from partywall_server.cli.places import shown
from partywall_server.cli.selection import select
from partywall_server.cli.streams import complain, printable
from partywall_server.workspace.load import key_of, load
from partywall_server.workspace.migrations_folder import LOCK_NAME, SQL_NAME, read_history
from partywall_server.workspace.new_migration import (
    NewMigration,
    Start,
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
  partywall create-migration --stdout
  partywall create-migration --from empty --strategy simple --stdout
"""

_UNNAMED = "migration"


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
            help="B keeps the name A in the database: says which `@map` to write.",
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
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the SQL and write nothing.")] = False,
) -> None:
    """Write the migration from the migrations that there are to the schema: migration.sql and down.sql.

    It starts from what the migrations build, read from their SQL without a database; where there are none,
    from the last commit; where there is none, from nothing. A new required column on a table with rows is
    filled from the parent that carries its value.

    Where something disappears and something like it appears, it may only have another name now: that is
    asked, and answered by --rename, --map or --drop.

    What is not understood is refused with the reason, exit code 3, and nothing is written.
    """
    if path and to:
        raise typer.BadParameter("give the schema once: as PATH or as --to")
    if not name and not stdout:
        raise typer.BadParameter("say what the migration does: --name add_ratings")
    start = _start(from_)
    if isinstance(start, Refusal):
        raise typer.Exit(_refuse(start))
    schema = _schema(to or path, from_)
    loaded = load(schema)
    for each in loaded.unreadable:
        complain(each.message, each.path, each.position)
    if loaded.unreadable:
        raise typer.Exit(exit_codes.REFUSED)
    analysis = loaded.host.analyse()
    answers = Answers(tuple(rename or ()), tuple(map_ or ()), tuple(drop or ()))
    migration = new_migration(
        schema, analysis, name or _UNNAMED, start=start, strategy=strategy.value, answers=answers
    )
    if isinstance(migration.result, Refusal):
        raise typer.Exit(_refuse(migration.result))
    if stdout:
        for note in migration.result.notes:
            complain(note)
        typer.echo(_script(migration.result), nl=False)
    elif isinstance(migration.result, Nothing):
        _say(("Nothing to do: the migrations lead to this schema already.", *migration.result.notes))
    else:
        _write(migration, migration.result)


def _script(result: Migration | Nothing) -> str:
    """The SQL as Prisma's `migrate diff` prints it, below the lines that say when to run it."""
    if isinstance(result, Nothing):
        return result.script
    before = result.files[f"{result.folder}/{SQL_NAME}"].removesuffix(result.script)
    remarks = (line for line in before.splitlines(keepends=True) if line.startswith("-- "))
    return "".join(remarks) + result.script


def _write(migration: NewMigration, result: Migration) -> None:
    try:
        write_migration(migration)
    except OSError as error:
        reason = error.strerror or "it exists already"
        complain(f"nothing is written: {reason.lower()}", migration.folder / result.folder)
        raise typer.Exit(exit_codes.REFUSED) from error
    _say((*(f"created {shown(each)}" for each in migration.files), *result.notes))


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

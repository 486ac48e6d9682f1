"""`partywall review-migration`: what migrations would do to a database with rows, users and tenants."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from partywall.database.providers import PROVIDERS
from partywall.syntax.parser import Parser
from partywall_server.cli import exit_codes
from partywall_server.cli.inspection import Inspection, inspect
from partywall_server.cli.migration_review import MigrationReview
from partywall_server.cli.options import ProfileOption, settings_on_top
from partywall_server.cli.places import shown
from partywall_server.cli.progress import progress
from partywall_server.cli.reporting import FailOn, FormatOption, OutputOption, ReportFormat, write_report
from partywall_server.cli.review_report import review_report
from partywall_server.cli.selection import select
from partywall_server.cli.streams import complain
from partywall_server.workspace.migrations_folder import (
    SQL_NAME,
    History,
    migrations_folder,
    read_history,
)
from partywall_server.workspace.review import (
    applied_migrations,
    out_of_place_in,
    review_migrations,
)

EXAMPLES = """Examples:

\b
  partywall review-migration                                what is not applied yet
  partywall review-migration --file 20240101_add_ratings    one migration
  partywall review-migration --all                          the whole history
  partywall review-migration --applied-through 20240101_add_ratings
  partywall review-migration --format json --fail-on error
  partywall review-migration --format gitlab --output gl-code-quality-report.json
"""


def command(  # noqa: PLR0913, PLR0917  (options of a command)
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH", help="The schema: a file or a folder; or a `migration.sql`.", show_default=False
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Review this migration: its folder, or how that ends.", show_default=False
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Review applied migrations too.")] = False,
    applied_through: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Migrations up to this one are applied everywhere.", show_default=False
        ),
    ] = None,
    format_: FormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="The least severity that gives exit code 1; hints never do.")
    ] = FailOn.WARNING,
    profile: ProfileOption = None,
) -> None:
    """Report what migrations would do: fail on rows, lose them, lock readers out, mix or open tenants.

    Each file is judged by how this version of Prisma runs it, by what earlier migrations built, and by whose
    data each table is. Applied are those that the default branch has where this branch left it; they are
    reviewed with --all or --file alone, but for whether they were edited or deleted. Without git all are
    reviewed.
    """
    is_named = path is not None and path.name == SQL_NAME and path.is_file()
    selection = select([path] if path and not is_named else [])
    parser, on_top = Parser(), settings_on_top(profile, None)
    with progress("Reviewing") as meter:
        inspections = [inspect(each, parser, on_top, meter.tick) for each in meter.over(selection.schemas)]
        histories = [(each, read_history(migrations_folder(each.schema))) for each in inspections]
        histories = [(each, history) for each, history in histories if not history.is_empty]
        asked = _Asked(str(path) if is_named else file, applied_through, is_all=all_)
        reviews = [_review(each, history, asked) for each, history in histories]
    if selection.schemas and not histories:
        complain("there are no migrations here", migrations_folder(selection.schemas[0]))
    done = [each for each in reviews if each is not None]
    is_written = write_report(review_report(done, fail_on.worst), format_, output)
    is_sound = selection.is_complete and not any(each.has_wrong_settings for each in inspections)
    if not is_sound or not is_written or not histories:
        raise typer.Exit(exit_codes.USAGE)
    if len(done) < len(reviews):
        raise typer.Exit(exit_codes.REFUSED)
    raise typer.Exit(exit_codes.FOUND if _fails(done, fail_on) else exit_codes.CLEAN)


class _Asked:
    """Which migrations are asked for."""

    def __init__(self, file: str | None, applied_through: str | None, *, is_all: bool) -> None:
        self.file = file
        self.applied_through = applied_through
        self.is_all = is_all


def _review(inspection: Inspection, history: History, asked: _Asked) -> MigrationReview | None:
    """The review of one history; None where it cannot be made, with the reason on standard error."""
    provider = inspection.analysis.schema.provider
    if provider not in PROVIDERS:
        complain(f"migrations for `{provider}` are not reviewed", inspection.schema.name)
        return None
    through = asked.applied_through and _named(history, asked.applied_through)
    applied = applied_migrations(history, through)
    names = [each.name for each in history.migrations]
    of_history: Collection[str] = ()
    if asked.file is not None:
        wanted = [_named(history, asked.file)]
    elif asked.is_all or applied is None:
        wanted = names
    else:
        wanted = [each for each in names if each not in applied]
        of_history = out_of_place_in(history, applied).intersection(applied)
    reviewed = [
        each
        for some, is_of_history in ((wanted, False), (of_history, True))
        for each in review_migrations(
            inspection.schema,
            inspection.analysis,
            inspection.loaded.configuration.config,
            history,
            wanted=some,
            applied=applied,
            of_history=is_of_history,
        )
    ]
    reviewed.sort(key=lambda each: names.index(each.migration.name))
    review = MigrationReview(inspection, history, tuple(reviewed))
    for error in review.internal_errors():
        complain(f"internal error, please report it: {error}")
    return review


def _named(history: History, name: str) -> str:
    """The folder that a name on the command line means: whole, as a path, or by how it ends."""
    path = Path(name)
    plain = path.parent.name if path.name == SQL_NAME else path.name
    names = [each.name for each in history.migrations]
    found = [each for each in names if each == plain] or [each for each in names if each.endswith(plain)]
    if len(found) == 1:
        return found[0]
    if found:
        complain(f"`{name}` may be " + " or ".join(f"`{each}`" for each in found))
    else:
        near = difflib.get_close_matches(plain, names, n=1, cutoff=0.4)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        complain(f"there is no migration `{name}` in `{shown(history.folder)}`{hint}")
    raise typer.Exit(exit_codes.USAGE)


def _fails(reviews: Sequence[MigrationReview], fail_on: FailOn) -> bool:
    if any(any(each.errors()) or any(each.internal_errors()) for each in reviews):
        return True
    worst = fail_on.worst
    return worst is not None and any(
        found.severity <= worst for each in reviews for _, found in each.findings()
    )

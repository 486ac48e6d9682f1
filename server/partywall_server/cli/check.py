"""`partywall check`: what is wrong, for people or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from partywall.diagnostics.finding import Severity
from partywall.syntax.parser import Parser
from partywall_server.cli import exit_codes
from partywall_server.cli.as_json import report
from partywall_server.cli.inspection import Inspection, inspect
from partywall_server.cli.options import Format, Paths, ProfileOption
from partywall_server.cli.progress import progress
from partywall_server.cli.selection import select
from partywall_server.cli.streams import console, print_json

EXAMPLES = """Examples:

\b
  partywall check                         every schema below this folder
  partywall check prisma/schema.prisma    the schema of this file
  partywall check --profile strict        the whole checklist
  partywall check --format json           for scripts: see the README
  partywall check --fail-on error         warnings do not fail the build
"""


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    NEVER = "never"


def command(
    paths: Paths = None,
    format_: Annotated[Format, typer.Option("--format", help="For people, or for scripts.")] = Format.TEXT,
    fail_on: Annotated[
        FailOn,
        typer.Option(help="The least severity that gives exit code 1; syntax errors always do, hints never."),
    ] = FailOn.WARNING,
    profile: ProfileOption = None,
) -> None:
    """Report what lets tenants see or change each other's data, each finding with its place and remedy.

    A schema is checked whole, even where a path names one of its files. Without paths, every schema
    below the current folder is checked.
    """
    selection = select(paths or ())
    parser = Parser()
    with progress("Checking") as checkpoint:
        inspections = [inspect(each, parser, profile, checkpoint) for each in selection.schemas]
    if format_ is Format.JSON:
        print_json(report(inspections))
    else:
        from partywall_server.cli.as_text import print_report  # noqa: PLC0415  (rich: see `console`)

        print_report(console(), inspections)
    raise typer.Exit(_exit_code(inspections, fail_on, is_complete=selection.is_complete))


def _exit_code(inspections: Sequence[Inspection], fail_on: FailOn, *, is_complete: bool) -> int:
    if not is_complete or any(each.has_wrong_settings for each in inspections):
        return exit_codes.USAGE
    return exit_codes.FOUND if fails(inspections, fail_on) else exit_codes.CLEAN


def fails(inspections: Sequence[Inspection], fail_on: FailOn = FailOn.WARNING) -> bool:
    """Whether anything found is as bad as that. What could not be read or checked always is."""
    if any(any(each.errors()) or each.analysis.internal_errors for each in inspections):
        return True
    if fail_on is FailOn.NEVER:
        return False
    worst = Severity[fail_on.name]
    return any(found.severity <= worst for each in inspections for found in each.findings())

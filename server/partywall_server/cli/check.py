"""`partywall check`: what is wrong, for people, scripts and CI services."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from partywall.diagnostics.finding import Severity
from partywall.syntax.parser import Parser
from partywall_server.cli import exit_codes
from partywall_server.cli.accepting import accept, complain_of_gone, is_baseline_there
from partywall_server.cli.inspection import Inspection, inspect
from partywall_server.cli.options import BaselineOption, Paths, ProfileOption, settings_on_top
from partywall_server.cli.progress import progress
from partywall_server.cli.render.report import Report
from partywall_server.cli.selection import select
from partywall_server.cli.streams import complain
from partywall_server.workspace.text_file import write_text

EXAMPLES = """Examples:

\b
  partywall check                         every schema below this folder
  partywall check prisma/schema.prisma    the schema of this file
  partywall check --profile strict        the whole checklist
  partywall check --format json           for scripts: see the README
  partywall check --format sarif --output partywall.sarif
  partywall check --fail-on error         warnings do not fail the build
  partywall check --write-baseline        accept what is there; report what comes
"""


class ReportFormat(StrEnum):
    """How a report is written; each names a module of `render`."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    NEVER = "never"


def command(  # noqa: PLR0913, PLR0917  (an argument for each option)
    paths: Paths = None,
    format_: Annotated[
        ReportFormat, typer.Option("--format", help="For people, for scripts, or for a CI service.")
    ] = ReportFormat.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the report to a file.", show_default=False),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(help="The least severity that gives exit code 1; syntax errors always do, hints never."),
    ] = FailOn.WARNING,
    profile: ProfileOption = None,
    baseline: BaselineOption = None,
    write_baseline: Annotated[
        bool,
        typer.Option(
            "--write-baseline",
            help="Accept all findings: write them to the baseline, and report only what comes later.",
        ),
    ] = False,
) -> None:
    """Report what lets tenants see or change each other's data, each finding with its place and remedy.

    A schema is checked whole, even where a path names one of its files. Without paths, every schema
    below the current folder is checked.
    """
    selection = select(paths or ())
    parser, on_top = Parser(), settings_on_top(profile, baseline)
    with progress("Checking") as meter:
        inspections = [inspect(each, parser, on_top, meter.tick) for each in meter.over(selection.schemas)]
    if write_baseline:
        is_done = accept(inspections) and selection.is_complete
        raise typer.Exit(exit_codes.CLEAN if is_done else exit_codes.USAGE)
    has_baseline = is_baseline_there(inspections)
    if profile is None:  # in another profile there are others
        complain_of_gone(inspections)
    worst = None if fail_on is FailOn.NEVER else Severity[fail_on.name]
    is_written = _write(Report(inspections, worst), format_, output)
    raise typer.Exit(
        _exit_code(inspections, fail_on, is_complete=selection.is_complete and is_written and has_baseline)
    )


def _write(report: Report, format_: ReportFormat, output: Path | None) -> bool:
    """Write the report; whether it could be."""
    write = import_module(f"partywall_server.cli.render.as_{format_}").write
    if output is None:
        write(report, sys.stdout)
        return True
    text = StringIO()
    write(report, text)
    try:
        write_text(output, text.getvalue())
    except OSError as error:
        complain(f"cannot be written: {(error.strerror or type(error).__name__).lower()}", output)
        return False
    return True


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

"""`partywall check`: what is wrong, for people, scripts and CI services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from partywall.syntax.parser import Parser
from partywall_server.cli import exit_codes
from partywall_server.cli.accepting import accept, complain_of_gone, is_baseline_there
from partywall_server.cli.check_report import check_report
from partywall_server.cli.inspection import Inspection, inspect
from partywall_server.cli.options import BaselineOption, Paths, ProfileOption, settings_on_top
from partywall_server.cli.progress import progress
from partywall_server.cli.reporting import FailOn, FormatOption, OutputOption, ReportFormat, write_report
from partywall_server.cli.selection import select

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


def command(  # noqa: PLR0913, PLR0917  (an argument for each option)
    paths: Paths = None,
    format_: FormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
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
    is_written = write_report(check_report(inspections, fail_on.worst), format_, output)
    raise typer.Exit(
        _exit_code(inspections, fail_on, is_complete=selection.is_complete and is_written and has_baseline)
    )


def _exit_code(inspections: Sequence[Inspection], fail_on: FailOn, *, is_complete: bool) -> int:
    if not is_complete or any(each.has_wrong_settings for each in inspections):
        return exit_codes.USAGE
    return exit_codes.FOUND if fails(inspections, fail_on) else exit_codes.CLEAN


def fails(inspections: Sequence[Inspection], fail_on: FailOn = FailOn.WARNING) -> bool:
    """Whether anything found is as bad as that. What could not be read or checked always is."""
    if any(any(each.errors()) or each.analysis.internal_errors for each in inspections):
        return True
    worst = fail_on.worst
    return worst is not None and any(
        found.severity <= worst for each in inspections for found in each.findings()
    )

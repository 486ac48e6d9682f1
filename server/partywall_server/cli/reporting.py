"""How a report is asked for and where it goes: what `check` and `review-migration` have in common."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from partywall.diagnostics.finding import Severity
from partywall_server.cli.render.report import Report
from partywall_server.cli.streams import complain
from partywall_server.workspace.text_file import write_text


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

    @property
    def worst(self) -> Severity | None:
        """That severity, None where none does."""
        return None if self is FailOn.NEVER else Severity[self.name]


FormatOption = Annotated[
    ReportFormat, typer.Option("--format", help="For people, for scripts, or for a CI service.")
]
OutputOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the report to a file.", show_default=False)
]


def write_report(report: Report, format_: ReportFormat, output: Path | None) -> bool:
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

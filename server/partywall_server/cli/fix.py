"""`partywall fix`: mend what can be mended."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from partywall.diagnostics.fix import Safety
from partywall.fixing import FixResult, fix_all
from partywall.syntax.parser import Parser
from partywall.values import dataclass
from partywall_server.cli import exit_codes
from partywall_server.cli.check import fails
from partywall_server.cli.check_report import check_report
from partywall_server.cli.inspection import Inspection, inspect
from partywall_server.cli.options import BaselineOption, Paths, ProfileOption, settings_on_top
from partywall_server.cli.places import shown
from partywall_server.cli.progress import progress
from partywall_server.cli.selection import select
from partywall_server.cli.streams import complain, console, printable
from partywall_server.workspace.text_file import ChangedMeanwhileError, replace_text

EXAMPLES = """Examples:

\b
  partywall fix                    safe fixes, below this folder
  partywall fix --unsafe --diff    what all would change; writes nothing
  partywall fix --unsafe prisma    write it; then create-migration
"""

_SAFE = frozenset({Safety.SAFE})
_ALL = frozenset({Safety.SAFE, Safety.UNSAFE})


@dataclass(frozen=True, slots=True, eq=False)
class Mended:
    """One schema after its fixes: the new texts by file, and what is left to find in them."""

    before: Inspection
    after: Inspection
    result: FixResult


def command(
    paths: Paths = None,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Apply unsafe fixes too.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print a unified diff and write nothing.")] = False,
    profile: ProfileOption = None,
    baseline: BaselineOption = None,
) -> None:
    """Apply the fixes of findings, pass after pass, until nothing changes any more.

    A safe fix leaves the types and results of Prisma Client, the referential actions and the acceptance of
    existing rows as they are. An unsafe one is anything else that Prisma accepts: review it.

    Files keep their line ends, byte order mark and mode, and are replaced whole or not at all. Exit codes:
    0 nothing left to do, 1 something remains.
    """
    selection = select(paths or ())
    parser, on_top = Parser(), settings_on_top(profile, baseline)
    with progress("Fixing") as meter:
        mended = [
            mend(inspect(each, parser, on_top, meter.tick), _ALL if unsafe else _SAFE)
            for each in meter.over(selection.schemas)
        ]
    written = True
    if diff:
        for each in mended:
            _print_diff(each)
    else:
        outcomes = [_write(each) for each in mended]  # each, even where one before it failed
        written = all(outcomes)
        _print_summary(mended)
    if not selection.is_complete or any(each.before.has_wrong_settings for each in mended):
        raise typer.Exit(exit_codes.USAGE)
    is_done = written and not fails([each.after for each in mended])
    would_change = diff and any(each.result.sources for each in mended)
    raise typer.Exit(exit_codes.CLEAN if is_done and not would_change else exit_codes.FOUND)


def mend(inspection: Inspection, allowed: frozenset[Safety]) -> Mended:
    """Fix one schema, in memory."""
    host = inspection.loaded.host
    result = fix_all(host, allowed)
    if not result.is_settled:
        complain("internal error, please report it: fixes keep changing each other", inspection.schema.name)
    return Mended(inspection, Inspection(inspection.loaded, host.analyse()), result)


def _write(mended: Mended) -> bool:
    """Write the new texts; whether all could be."""
    is_complete = True
    for key, source in mended.result.sources.items():
        try:
            replace_text(mended.before.loaded.files[key], source.text)
        except ChangedMeanwhileError:
            complain("was changed meanwhile and is left as it is; run the command again", Path(key))
            is_complete = False
        except OSError as error:
            complain(f"cannot be written: {error.strerror}", Path(key))
            is_complete = False
    return is_complete


def _print_diff(mended: Mended) -> None:
    """In colour and harmless on a terminal, else to the byte what `git apply` and `patch` take."""
    styles: Mapping[str, str] = {"+": "green", "-": "red", "@": "cyan"}
    out = console()
    for key, source in sorted(mended.result.sources.items()):
        for line in unified_diff(shown(key), mended.before.loaded.files[key].text, source.text):
            if out.is_terminal:
                style = "bold" if line.startswith(("+++ ", "--- ")) else styles.get(line[0], "")
                out.print(printable(line), style=style)
            else:
                sys.stdout.write(f"{line}\n")


def unified_diff(name: str, before: str | None, after: str) -> Iterator[str]:
    """The lines of a unified diff, which ends lines at line feeds alone, as git does; None: a new file."""
    old = "/dev/null" if before is None else f"a/{name}"
    for line in difflib.unified_diff(_lines(before or ""), _lines(after), old, f"b/{name}"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _print_summary(mended: Sequence[Mended]) -> None:
    from partywall_server.cli.render.as_text import summary_text  # noqa: PLC0415  (rich: see `console`)

    fixes = sum(len(each.result.applied) for each in mended)
    files = [key for each in mended for key in each.result.sources]
    out = console()
    for key in sorted(files):
        out.print(f"mended {printable(shown(key))}")
    out.print(f"Applied {fixes} {'fix' if fixes == 1 else 'fixes'}. Left:", end=" ")
    out.print(summary_text(check_report([each.after for each in mended])))

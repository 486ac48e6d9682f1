"""`partywall explain`: the documentation of a rule or of a hazard."""

from __future__ import annotations

import difflib
import sys
from typing import Annotated

import typer

from partywall.diagnostics.directive_faults import DIRECTIVE_RULES
from partywall.hazards.discovery import hazard, hazards
from partywall.rules.discovery import DRIFT_RULES, explained, rules
from partywall_server.cli import exit_codes
from partywall_server.cli.streams import complain, console

EXAMPLES = """Examples:

\b
  partywall explain                          the names of all rules and hazards
  partywall explain unique-without-tenant    what it does, and why
  partywall explain not-null-scan            a hazard of migrations
"""


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="RULE", help="The name of a rule or hazard.", show_default=False)
    ] = None,
) -> None:
    """Explain a rule or hazard: what it reports, why it matters, what to write instead, when it is fine."""
    names = [each.name for each in (*rules(), *hazards())]
    if name is None:
        for each in names:
            typer.echo(each)
        raise typer.Exit(exit_codes.CLEAN)
    of_hazard = hazard(name)
    found = of_hazard.documentation if of_hazard else explained(name)
    if found is None:
        near = difflib.get_close_matches(name, [*names, *DIRECTIVE_RULES, *DRIFT_RULES], n=1, cutoff=0.6)
        hint = f"; did you mean `{near[0]}`?" if near else "; `partywall explain` lists them"
        complain(f"there is no rule `{name}`{hint}")
        raise typer.Exit(exit_codes.USAGE)
    if sys.stdout.isatty():
        from rich.markdown import Markdown  # noqa: PLC0415  (rich: see `console`)

        console().print(Markdown(f"# {name}\n\n{found}"))
    else:
        typer.echo(f"# {name}\n\n{found}")

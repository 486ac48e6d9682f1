"""`partywall tenancy`: whose data each model is, and why."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from partywall.host import Analysis
from partywall.syntax.parser import Parser
from partywall.tenancy.evidence import evidence
from partywall_server.cli import exit_codes
from partywall_server.cli.inspection import Inspection, inspect
from partywall_server.cli.options import Format
from partywall_server.cli.places import shown
from partywall_server.cli.render.as_json import VERSION
from partywall_server.cli.selection import select
from partywall_server.cli.streams import complain, console, print_json

EXAMPLES = """Examples:

\b
  partywall tenancy                        the schema below this folder
  partywall tenancy prisma/schema.prisma --format json
"""


def command(
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="A file or a folder.", show_default=False)
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="For people, or for scripts.")] = Format.TEXT,
) -> None:
    """Tell whose data each model holds, which models are tenants, and what speaks for it.

    Where the inference is wrong, say so in partywall.toml (roots, keys and shared, under tenancy), or beside
    a model: `// partywall: shared`, `// partywall: root`.
    """
    selection = select([path] if path else [])
    if not selection.is_complete:
        raise typer.Exit(exit_codes.USAGE)
    if len(selection.schemas) != 1:
        complain("there are several schemas; name one of them:" if selection.schemas else "there is none")
        for each in selection.schemas:
            typer.echo(f"  {shown(each.name)}", err=True)
        raise typer.Exit(exit_codes.USAGE)
    inspection = inspect(selection.schemas[0], Parser())
    for said in _not_there(inspection):
        complain(said)
    if format_ is Format.JSON:
        print_json(as_json(inspection.analysis))
    else:
        _print(inspection.analysis)
    raise typer.Exit(exit_codes.USAGE if inspection.has_wrong_settings else exit_codes.CLEAN)


def _not_there(inspection: Inspection) -> Iterator[str]:
    """What the settings name and this schema has not: it may be another schema's, or a slip."""
    tenancy = inspection.loaded.configuration.config.tenancy
    models = inspection.analysis.schema.models
    fields = {name for model in models.values() for name in model.scalar_fields}
    for setting, names, known in (
        ("roots", tenancy.roots or (), models.keys()),
        ("keys", tenancy.keys or (), fields),
        ("shared", tenancy.shared, models.keys()),
    ):
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=1, cutoff=0.75)
                hint = f"; did you mean `{near[0]}`?" if near else ""
                yield f"`tenancy.{setting}`: nothing in this schema is called `{name}`{hint}"


def as_json(analysis: Analysis) -> dict[str, Any]:
    """What `partywall tenancy --format json` prints."""
    tenancy = analysis.tenancy
    return {
        "version": VERSION,
        "roots": [root.model for root in tenancy.roots],
        "keys": _keys(analysis),
        "confidence": round(tenancy.confidence, 3),
        "models": {
            name: {
                "ownership": tenancy.verdicts[name].ownership,
                "key": tenancy.verdicts[name].key,
                "evidence": list(evidence(analysis.schema, tenancy, name)),
            }
            for name in analysis.schema.models
            if name in tenancy.verdicts
        },
    }


def _keys(analysis: Analysis) -> list[str]:
    """The names of the columns that name a tenant, the primary root's first."""
    tenancy = analysis.tenancy
    keys = [key for root in tenancy.roots for key in root.keys]
    return list(dict.fromkeys((*keys, *tenancy.external_keys)))


def _print(analysis: Analysis) -> None:
    from rich.table import Table  # noqa: PLC0415  (rich: see `console`)

    out = console()
    tenancy = analysis.tenancy
    if not tenancy.is_known:
        out.print("No tenants: no model of this schema looks like one.")
        return
    roots = ", ".join(root.model for root in tenancy.roots) or "outside this schema"
    out.print(f"Tenants: {roots} (confidence {tenancy.confidence:.2f})", style="bold")
    out.print(f"Keys: {', '.join(_keys(analysis))}\n")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in ("Model", "Ownership", "Key", "Evidence"):
        table.add_column(title, overflow="fold", no_wrap=title != "Evidence")
    for name in analysis.schema.models:
        verdict = tenancy.verdicts.get(name)
        if verdict:
            reasons = "; ".join(evidence(analysis.schema, tenancy, name))
            table.add_row(name, verdict.ownership, verdict.key or "", reasons)
    out.print(table)

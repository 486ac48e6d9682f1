"""`--write-baseline`, and what is to be said of a baseline when schemas are checked against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import typer

from partywall.host import Diagnostic
from partywall_server.cli.inspection import Inspection
from partywall_server.cli.places import shown
from partywall_server.cli.render.report import many
from partywall_server.cli.streams import complain
from partywall_server.workspace.baseline import write_baseline
from partywall_server.workspace.schemas import SchemaSet


def accept(inspections: Sequence[Inspection]) -> bool:
    """Write all that was found into the baselines of the schemas; whether that could be done."""
    is_done = not any(each.has_wrong_settings for each in inspections)
    by_file: dict[Path, dict[SchemaSet, list[Diagnostic]]] = {}
    for each in inspections:
        baseline = each.loaded.configuration.baseline
        if baseline.fault is None:
            found = chain(each.analysis.all_diagnostics(), each.analysis.accepted_diagnostics())
            by_file.setdefault(baseline.path, {})[each.schema] = list(found)
    for path, found_in in by_file.items():
        try:
            count = write_baseline(path, found_in)
        except OSError as error:
            complain(f"cannot be written: {(error.strerror or type(error).__name__).lower()}", path)
            is_done = False
        else:
            typer.echo(f"{shown(path)} holds {many(count, 'finding', 'findings')}.")
    return is_done


def is_baseline_there(inspections: Sequence[Inspection]) -> bool:
    """Whether each baseline that somebody named exists; what does not is said."""
    baselines = [each.loaded.configuration.baseline for each in inspections]
    missing = {each.path for each in baselines if each.is_named and not each.is_there}
    for path in sorted(missing):
        complain("there is no such file; `partywall check --write-baseline` writes it", path)
    return not missing


def complain_of_gone(inspections: Sequence[Inspection]) -> None:
    """Say which baselines hold what is not there any more."""
    gone: Counter[Path] = Counter()
    for each in inspections:
        if not any(each.errors()):  # what cannot be read may hide it
            gone[each.loaded.configuration.baseline.path] += sum(each.analysis.held_back.gone.values())
    for path, count in gone.items():
        if count:
            what = many(count, "finding that is", "findings that are")
            complain(f"holds {what} not there any more; `--write-baseline` takes them out", path)

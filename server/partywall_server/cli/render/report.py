"""What `check` found, as all formats are given it, and what several of them need."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.host import Diagnostic
from partywall.values import dataclass
from partywall_server.cli.inspection import Inspection
from partywall_server.workspace.git import repository_of


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The schemas that were checked. `worst` is the least severity that fails, None where none does."""

    inspections: Sequence[Inspection]
    worst: Severity | None = Severity.WARNING

    def findings(self) -> Iterator[tuple[Inspection, Diagnostic]]:
        """All findings, schema by schema."""
        return ((each, found) for each in self.inspections for found in each.findings())

    def fails(self, found: Diagnostic) -> bool:
        """Whether a finding fails the build."""
        return self.worst is not None and found.severity <= self.worst


def in_repository(path: Path | str) -> str:
    """A path from the top of the repository around the current folder, as services that read it expect.

    From the current folder where there is no repository.
    """
    here = Path.cwd()
    top = repository_of(here) or here
    try:
        relative = os.path.relpath(path, top)
    except ValueError:  # another drive
        relative = str(path)
    return relative.replace(os.sep, "/")


def summary(inspections: Sequence[Inspection]) -> tuple[str, str]:
    """How many findings there are; and what else is worth knowing of them, empty where nothing is."""
    findings = [found for each in inspections for found in each.findings()]
    errors = sum(1 for each in inspections for _ in each.errors())
    counts = Counter(found.severity for found in findings)
    parts = [many(errors, "problem reading", "problems reading")] if errors else []
    parts += [many(counts[each], noun(each), f"{noun(each)}s") for each in Severity if counts[each]]
    files = many(sum(len(each.read_files()) for each in inspections), "file", "files")
    said = f"{listed(parts)} in {files}." if parts else f"Nothing found in {files}."
    return said, " ".join(filter(None, (_fixable(findings), _held_back(inspections))))


def noun(severity: Severity) -> str:
    """What people call a finding of this severity."""
    return "note" if severity is Severity.INFORMATION else severity.name.lower()


def _fixable(findings: Sequence[Diagnostic]) -> str:
    safety = Counter(found.fix.safety for found in findings if found.fix)
    said: list[str] = []
    if safety[Safety.SAFE]:
        said.append(f"`partywall fix` mends {safety[Safety.SAFE]}")
    if safety[Safety.UNSAFE]:
        more = " more" if said else ""
        said.append(f"`partywall fix --unsafe` mends {safety[Safety.UNSAFE]}{more}")
    return f"{', '.join(said)}." if said else ""


def _held_back(inspections: Sequence[Inspection]) -> str:
    count = sum(1 for each in inspections for _ in each.analysis.accepted_diagnostics())
    names = {each.loaded.configuration.baseline.path.name for each in inspections}
    name = f"`{names.pop()}`" if len(names) == 1 else "baselines"
    return f"{many(count, 'more is', 'more are')} held back by {name}." if count else ""


def many(count: int, one: str, more: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else more}"


def listed(parts: Sequence[str]) -> str:
    """Several parts in a sentence."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]

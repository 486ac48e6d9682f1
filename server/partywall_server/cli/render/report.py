"""What was found, as all formats are given it: by `check` in schemas, by `review-migration` in migrations."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from partywall.diagnostics.finding import Severity
from partywall.text import LineIndex, Position, Span
from partywall.values import dataclass
from partywall_server.workspace.git import repository_of

UNREADABLE = "cannot-be-read"
"""What formats that want a rule for everything call what cannot be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A part of a file; `index` has its lines."""

    path: str
    index: LineIndex
    span: Span

    @property
    def start(self) -> Position:
        """Where it begins, in code points."""
        return self.index.position(self.span.start)

    @property
    def end(self) -> Position:
        """Where it ends."""
        return self.index.position(self.span.end)


@dataclass(frozen=True, slots=True, eq=False)
class Remedy:
    """A fix: what it does, how safe that is, what remains to be done, and its edits with their new texts.

    The edits are made when they are asked for. Those of a fix that only people can apply are none.
    """

    title: str
    safety: str
    note: str
    edits: Callable[[], Sequence[tuple[Place, str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One finding. `subject` is what it speaks of, of a `kind` that SARIF knows.

    `remarks` are worth knowing before the help; `details` stand in JSON alone.
    """

    rule: str
    severity: Severity
    message: str
    help: str
    place: Place
    subject: str
    kind: Literal["member", "type", "module"]
    fingerprint: str
    remedy: Remedy | None = None
    related: tuple[tuple[Place, str], ...] = ()
    remarks: tuple[str, ...] = ()
    details: Mapping[str, object] | None = None

    @property
    def text(self) -> str:
        """What it says, with what to do."""
        return f"{self.message}: {self.help}" if self.help else self.message


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that cannot be read; `index` has the lines of its file where that can be shown."""

    path: str
    start: Position
    end: Position
    message: str
    index: LineIndex | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """All that was found in one schema, and the files that were read."""

    name: str
    entries: Sequence[Entry]
    unreadable: Sequence[Unreadable]
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class Described:
    """A rule or a hazard, for formats that carry their documentation."""

    name: str
    documentation: str
    usual: Severity | None = None
    page: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first paragraph in one line."""
        return self.documentation.partition("\n\n")[0].replace("\n", " ")


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All schemas. `worst` is the least severity that fails, None where none does.

    `said` tells how much there is, `more` what else is worth knowing (may be empty), `is_good` whether that
    is a good sign. `catalogue` describes all that could have been found.
    """

    groups: Sequence[Group]
    worst: Severity | None
    said: str
    more: str
    is_good: bool
    catalogue: Callable[[], Iterator[Described]]

    def entries(self) -> Iterator[tuple[Group, Entry]]:
        """All findings, schema by schema."""
        return ((group, entry) for group in self.groups for entry in group.entries)

    def fails(self, found: Entry) -> bool:
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


def counted(groups: Sequence[Group]) -> str:
    """How many findings of which severity there are, empty where there are none."""
    errors = sum(len(group.unreadable) for group in groups)
    counts = Counter(entry.severity for group in groups for entry in group.entries)
    parts = [many(errors, "problem reading", "problems reading")] if errors else []
    parts += [many(counts[each], noun(each), f"{noun(each)}s") for each in Severity if counts[each]]
    return listed(parts) if parts else ""


def noun(severity: Severity) -> str:
    """What people call a finding of this severity."""
    return "note" if severity is Severity.INFORMATION else severity.name.lower()


def many(count: int, one: str, more: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else more}"


def listed(parts: Sequence[str]) -> str:
    """Several parts in a sentence."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]

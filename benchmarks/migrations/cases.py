"""The labelled migrations in `cases/`: what each statement would do, and why, written by a reader.

A file is a history. `-- migration: NAME` begins a migration, `-- prisma: VERSION` says what runs it, a block
of Prisma's language in front is the schema. `--! hazard: reason` labels the statement on the next line; tools
see the text without these lines. Judged is the migration with labels, the last one where there are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"
_SCHEMA = re.compile(r"```prisma\n(.*?)```\n", re.DOTALL)
_PART = re.compile(r"^-- migration: (.*)\n", re.MULTILINE)
_PRISMA = re.compile(r"^-- prisma: (.*)\n", re.MULTILINE)
_LABEL = re.compile(r"--! ([\w-]+): (.*)")
_DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n\n'
_WITHOUT = "model Nothing {\n  id Int @id\n}\n"


@dataclass(frozen=True, slots=True)
class Label:
    """A hazard of the statement from `line` to `end`, counted from 1, the comment above it included."""

    hazard: str
    reason: str
    line: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A history with one migration that is judged."""

    name: str
    schema: str
    prisma: str | None
    migrations: tuple[tuple[str, str], ...]
    judged: str
    labels: tuple[Label, ...]

    @property
    def text(self) -> str:
        """The SQL that is judged."""
        return dict(self.migrations)[self.judged]


def cases() -> list[Case]:
    """Read all cases in order of their names."""
    return [_case(path) for path in sorted(FOLDER.glob("*.sql"))]


def _case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    schema = _SCHEMA.search(text)
    text = _SCHEMA.sub("", text)
    prisma = _PRISMA.search(text)
    parts = _PART.split(_PRISMA.sub("", text))[1:]
    written = dict(zip(parts[::2], parts[1::2], strict=True))
    migrations: dict[str, str] = {}
    judged = parts[-2]
    labels: tuple[Label, ...] = ()
    for folder, sql in written.items():
        migrations[folder], found = _labels(sql)
        if found:
            judged, labels = folder, found
    return Case(
        path.stem,
        _DATASOURCE + (schema[1] if schema else _WITHOUT),
        prisma[1] if prisma else None,
        tuple(migrations.items()),
        judged,
        labels,
    )


def _labels(sql: str) -> tuple[str, tuple[Label, ...]]:
    """The text without labels, and the labels with the lines of their statements in it."""
    lines: list[str] = []
    found: list[tuple[str, str, int]] = []
    for line in sql.splitlines(keepends=True):
        if match := _LABEL.match(line):
            found.append((match[1], match[2].strip(), len(lines)))
        else:
            lines.append(line)
    labels = tuple(Label(name, reason, _start(lines, at), _end(lines, at)) for name, reason, at in found)
    return "".join(lines), labels


def _start(lines: list[str], at: int) -> int:
    """The first line of the comment above the statement, where a tool may say that it begins."""
    while at and lines[at - 1].startswith("--"):
        at -= 1
    return at + 1


def _end(lines: list[str], at: int) -> int:
    """The last line of the statement that begins there."""
    while at + 1 < len(lines) and not lines[at].rstrip().endswith(";"):
        at += 1
    return at + 1

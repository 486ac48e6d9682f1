"""Evidence and cases in `../shared`: real schemas with labels, Prisma's own expectations.

They belong to others and are no part of the project. A clone without them runs every other test.

Mark a test with `@requires_shared`; to run it once for each schema or case, write
`@pytest.mark.parametrize("schema", each_schema())`, which brings the mark along.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet  # pytest exports no name for it

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"

requires_shared = pytest.mark.shared
"""`conftest.py` skips what has this mark where `../shared` is absent."""


@dataclass(frozen=True, slots=True)
class CorpusSchema:
    """A real schema: what one repository holds."""

    name: str
    """As in `labels.json`: `owner/repository`, and `@variant` where it has several."""
    folder: Path
    provider: str
    files: dict[str, str]
    """Text by path below `folder`, with `/`."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Labels:
    """What a reader of a corpus schema and of its code found out about its tenancy."""

    tenancy: str
    """`row-level single column`, `multiple roots`, `via parent` or `none`."""
    roots: tuple[str, ...]
    keys: tuple[str, ...]
    models: dict[str, str]
    """Class by model: `root`, `scoped-direct`, `scoped-indirect`, `shared`, `unsure`, …"""

    @property
    def is_multi_tenant(self) -> bool:
        return self.tenancy != "none"


def is_present() -> bool:
    return (SHARED / "corpus").is_dir()


@cache
def corpus() -> dict[str, CorpusSchema]:
    """Return every schema by name; nothing where `../shared` is absent."""
    if not is_present():
        return {}
    manifest: list[dict[str, Any]] = _json("corpus/manifest.json")
    schemas = (_corpus_schema(entry) for entry in manifest)
    return {schema.name: schema for schema in schemas}


@cache
def labels() -> dict[str, Labels]:
    """Return the labels of every corpus schema, by its name."""
    entries: dict[str, dict[str, Any]] = _json("corpus/labels.json")
    return {
        name: Labels(
            tenancy=entry["tenancy"],
            roots=tuple(entry["tenant_roots"]),
            keys=tuple(entry["tenant_key_names"]),
            models=entry["models"],
        )
        for name, entry in entries.items()
    }


def findings(kind: str) -> list[dict[str, Any]]:
    """Return verdicts by reading: `uniques`, `nullable_keys`, `nullable_uniques`, `tenant_fks`.

    Each has `repo`, most have `model`, `file` (below `corpus/`), `line`, `verdict` and `reason`.
    """
    verdicts: dict[str, list[dict[str, Any]]] = _json("corpus/findings.json")
    return verdicts[kind]


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of `../shared/cases/<name>.jsonl`; nothing where `../shared` is absent."""
    path = SHARED / "cases" / f"{name}.jsonl"
    if not path.is_file():
        return []
    return [json.loads(line) for line in _text(path).split("\n") if line.strip()]


def migrations_of(schema: CorpusSchema) -> dict[str, str]:
    """Return the SQL of each migration of a corpus schema, by the name of its folder, in order."""
    folder = SHARED / "corpus" / "migrations" / schema.folder.name
    return {file.parent.name: _text(file) for file in sorted(folder.glob("*/migration.sql"))}


def each_schema() -> list[ParameterSet]:
    """Return every corpus schema as a parameter, with `requires_shared`."""
    return _parameters([(schema.name, schema) for schema in corpus().values()])


def each_case(name: str) -> list[ParameterSet]:
    """Return every case of a file as a parameter, with `requires_shared`."""
    return _parameters([(case["name"], case) for case in cases(name)])


def _parameters(values: list[tuple[str, Any]]) -> list[ParameterSet]:
    # An empty list would be skipped by pytest with a reason of its own.
    named = values or [("absent", None)]
    return [pytest.param(value, id=name, marks=requires_shared) for name, value in named]


def _corpus_schema(entry: dict[str, Any]) -> CorpusSchema:
    folder = SHARED / "corpus" / entry["at"]
    files = {path.relative_to(folder).as_posix(): _text(path) for path in sorted(folder.rglob("*.prisma"))}
    return CorpusSchema(entry["repo"], folder, entry["provider"], files)


def _json(path: str) -> Any:  # noqa: ANN401 - the callers give it a type
    return json.loads(_text(SHARED / path))


def _text(path: Path) -> str:
    """Read a file with its line ends as they are."""
    return path.read_bytes().decode()

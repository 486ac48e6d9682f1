"""The baseline: findings that a project has accepted, so that only new ones are reported.

A finding is known by its fingerprint and a schema by its folder from that of the file, so neither moved
lines nor edits elsewhere make it another. Each fingerprint is counted: one more of the same is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, cast

from partywall.host import Diagnostic
from partywall.values import dataclass
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import Unreadable, read_text, write_text

NAME = "partywall-baseline.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline as one schema sees it.

    `accepted` are how many findings of each fingerprint it holds. `is_there` is False where there is no
    such file; then `is_named` tells whether somebody said that there is. `fault` is why it cannot be read.
    """

    path: Path
    accepted: Mapping[str, int] = field(default_factory=dict[str, int])
    is_there: bool = False
    is_named: bool = False
    fault: str | None = None


def baseline_of(schema: SchemaSet, folder: Path | None, named: str | None) -> Baseline:
    """The baseline of a schema; `folder` is that of its `partywall.toml`, which `named` is relative to.

    Where none is named it is looked for in that folder and at the top of the project, and is to be
    written in the first of them.
    """
    folders = list(dict.fromkeys((*((folder,) if folder else ()), schema.project)))
    if named is not None:
        return _read(folders[0] / named, schema, is_named=True)
    found = (each / NAME for each in folders if os.path.lexists(each / NAME))
    return _read(next(found, folders[0] / NAME), schema, is_named=False)


def write_baseline(path: Path, found: Mapping[SchemaSet, Iterable[Diagnostic]]) -> int:
    """Write what was found in these schemas; how many findings the file now holds of them.

    What it holds of other schemas stays, as long as there is such a folder. Raises `OSError`.
    """
    _, schemas = _parsed(path)
    for schema in found:
        schemas.pop(_key(path, schema), None)
    kept = {key: entries for key, entries in schemas.items() if os.path.lexists(path.parent / key)}
    written: dict[str, list[dict[str, Any]]] = {}
    for schema, findings in found.items():
        written.setdefault(_key(path, schema), []).extend(_entries(findings))
    whole = {**kept, **{key: entries for key, entries in written.items() if entries}}
    write_text(path, _text(whole))
    return sum(each["count"] for entries in written.values() for each in entries)


def _read(path: Path, schema: SchemaSet, *, is_named: bool) -> Baseline:
    if not os.path.lexists(path):
        return Baseline(path, is_named=is_named)
    fault, schemas = _parsed(path)
    accepted: Counter[str] = Counter()
    for entry in schemas.get(_key(path, schema), []):
        accepted[entry["fingerprint"]] += entry["count"]
    return Baseline(path, accepted, is_there=True, is_named=is_named, fault=fault)


def _parsed(path: Path) -> tuple[str | None, dict[str, list[dict[str, Any]]]]:
    """Why a baseline cannot be read, and the entries of each schema in it."""
    if not os.path.lexists(path):
        return None, {}
    file = read_text(path)
    if isinstance(file, Unreadable):
        return file.message, {}
    try:
        value = json.loads(file.text)
    except (ValueError, RecursionError):
        return _BROKEN, {}
    schemas: object = cast("dict[str, object]", value).get("schemas") if isinstance(value, dict) else None
    if not isinstance(schemas, dict) or cast("dict[str, object]", value).get("version") != VERSION:
        return _BROKEN, {}
    by_schema = cast("dict[str, Any]", schemas)
    if not all(map(_are_entries, by_schema.values())):
        return _BROKEN, {}
    return None, by_schema


_BROKEN = "is no baseline that this version can read: remove it, and write it again with `--write-baseline`"


def _are_entries(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_entry, cast("list[object]", value)))


def _is_entry(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    entry = cast("dict[str, object]", value)
    count = entry.get("count")
    return isinstance(entry.get("fingerprint"), str) and type(count) is int and count > 0


def _key(path: Path, schema: SchemaSet) -> str:
    """What a schema is called in a baseline: its folder, its file where the folder holds several."""
    is_alone = schema.datasource is not None and not schema.problems
    try:
        relative = os.path.relpath(schema.root if is_alone else schema.name, path.parent)
    except ValueError:  # another drive
        return (schema.root if is_alone else schema.name).as_posix()
    return relative.replace(os.sep, "/")


def _entries(findings: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    counts = Counter((each.rule, each.model, each.field or "", each.fingerprint) for each in findings)
    return [
        {"rule": rule, "model": model, "field": name or None, "fingerprint": fingerprint, "count": count}
        for (rule, model, name, fingerprint), count in sorted(counts.items())
    ]


def _text(schemas: Mapping[str, list[dict[str, Any]]]) -> str:
    """A line for each entry, so that a diff shows what came and went."""
    parts: list[str] = []
    for key, entries in sorted(schemas.items()):
        lines = ",\n".join(f"      {json.dumps(each)}" for each in entries)
        parts.append(f"    {json.dumps(key)}: [\n{lines}\n    ]")
    joined = ",\n".join(parts)
    inside = f"{{\n{joined}\n  }}" if parts else "{}"
    return f'{{\n  "version": {VERSION},\n  "schemas": {inside}\n}}\n'

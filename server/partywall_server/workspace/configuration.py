"""The settings of a schema: the nearest `partywall.toml`, and what is said on top of it.

The order is: command line, editor, file, default. A wrong key is a fault with its place, and the rest
holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from partywall.config import Config, ConfigFault, anchored, overlaid
from partywall.diagnostics.rule import Options
from partywall.diagnostics.settings import setting_faults
from partywall.text import LineIndex, Span
from partywall.values import dataclass
from partywall_server.workspace.baseline import Baseline, baseline_of
from partywall_server.workspace.folders import is_file
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import TextFile, Unreadable, read_text

FILE_NAME = "partywall.toml"


Known = tuple[Mapping[str, Options], frozenset[str]]
"""The rules that there are with their options, and the hazards."""


@dataclass(frozen=True, slots=True)
class SettingFault:
    """A wrong setting in its place; `path` is None where it did not come from a file."""

    path: Path | None
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings that hold, the file that they come from, and what is wrong with it."""

    config: Config
    file: TextFile | None
    faults: tuple[SettingFault, ...]
    baseline: Baseline


def configuration_of(
    schema: SchemaSet,
    *,
    overlay: Mapping[Path, str] | None = None,
    on_top: Mapping[str, object] | None = None,
    known: Known | None = None,
) -> Configuration:
    """The settings of a schema.

    `on_top` has those of the editor or of the command line, with the keys of the file; absurd ones are
    faults without a place. `known` are the rules and hazards that there are.
    """
    path = settings_file(schema.root, schema.project, overlay or {})
    if path is None:
        return _configuration(None, {}, schema, on_top or {}, known)
    text = (overlay or {}).get(path)
    file = read_text(path) if text is None else TextFile(path, text)
    if isinstance(file, Unreadable):
        fault = SettingFault(path, Span(0, 0), file.message)
        nothing = _configuration(TextFile(path, ""), {}, schema, on_top or {}, known)
        return _with_faults(nothing, None, (fault,))
    try:
        values = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fault = SettingFault(path, *_syntax_fault(file.text, error))
        return _with_faults(_configuration(file, {}, schema, on_top or {}, known), file, (fault,))
    return _configuration(file, values, schema, on_top or {}, known)


def settings_file(root: Path, project: Path, overlay: Mapping[Path, str]) -> Path | None:
    """The nearest `partywall.toml` from a schema's root up to its project's."""
    for folder in (root, *root.parents):
        path = folder / FILE_NAME
        if path in overlay or is_file(path):
            return path
        if folder == project:
            return None
    return None


def place(text: str, keys: tuple[str, ...]) -> Span:
    """Where a key stands in a TOML text: its name as written.

    Where it has no place of its own: the first that is inside it, or the nearest table above where it is
    hidden in a form that is not followed (an inline table).
    """
    best, length = Span(0, 0), 0
    for found, span in keys_in(text):
        if found[: len(keys)] == keys:
            return span
        if found == keys[: len(found)] and len(found) > length:
            best, length = span, len(found)
    return best


def _configuration(
    file: TextFile | None,
    values: dict[str, Any],
    schema: SchemaSet,
    on_top: Mapping[str, object],
    known: Known | None,
) -> Configuration:
    below, wrong = _parsed(values)
    above, absurd = _parsed(_said(on_top))
    if known is not None:
        wrong = (*wrong, *setting_faults(below, *known))
        absurd = (*absurd, *setting_faults(above, *known))
    if file is not None:
        below = anchored(below, file.path.parent.as_posix())
    above = anchored(above, schema.project.as_posix())
    faults = [_in_file(file, each) for each in wrong if file]
    faults += (SettingFault(None, Span(0, 0), _message(each)) for each in absurd)
    config = overlaid(below, above)
    baseline = baseline_of(schema, file.path.parent if file else None, config.baseline)
    if baseline.fault:
        faults.append(SettingFault(baseline.path, Span(0, 0), baseline.fault))
    return Configuration(config, file, tuple(faults), baseline)


_SILENT: Mapping[str, object] = {"rules": {}, "profiles": {}, "overrides": []}
"""What editors send of settings that nobody touched."""


def _parsed(values: Mapping[str, Any]) -> tuple[Config, tuple[ConfigFault, ...]]:
    """Settings from plain values; where nothing is said, what reads them is not even imported."""
    if all(_SILENT.get(key) == value for key, value in values.items()):
        return Config(), ()
    from partywall.config_file import parse_config  # noqa: PLC0415  (pydantic: see there)

    return parse_config(values)


def _in_file(file: TextFile, fault: ConfigFault) -> SettingFault:
    return SettingFault(file.path, place(file.text, fault.path), _message(fault))


def _message(fault: ConfigFault) -> str:
    keys = "".join(f"[{each}]" if each.isdigit() else f".{each}" for each in fault.path)
    return f"`{keys.removeprefix('.')}`: {_lower(fault.message)}"


def _with_faults(
    configuration: Configuration, file: TextFile | None, faults: tuple[SettingFault, ...]
) -> Configuration:
    return replace(configuration, file=file, faults=(*faults, *configuration.faults))


def _said(values: Mapping[str, object]) -> dict[str, object]:
    """Values without those that are null: that is how an editor says nothing."""
    return {
        key: _said(cast("Mapping[str, object]", value)) if isinstance(value, Mapping) else value
        for key, value in values.items()
        if value is not None
    }


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


# --- places in TOML ------------------------------------------------------------------------------------

_KEY = r"""(?:[\w-]+|"(?:[^"\\\r\n]|\\.)*"|'[^'\r\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*(?P<keys>{_DOTTED})[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*(?P<keys>{_DOTTED})[ \t]*=")
_VALUE = re.compile(
    r'"""(?:\\.|(?!""").)*(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:[^"\\\r\n]|\\.)*"|\'[^\'\r\n]*\'|#[^\r\n]*|[\[{]|[\]}]|[\r\n]',
    re.DOTALL,
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def keys_in(text: str) -> list[tuple[tuple[str, ...], Span]]:
    """All keys that stand at the start of a line, with their tables; a table in an array has its number."""
    found: list[tuple[tuple[str, ...], Span]] = []
    table: tuple[str, ...] = ()
    last: dict[tuple[str, ...], int] = {}
    at = 0
    while at < len(text):
        header = _TABLE.match(text, at)
        pair = None if header else _PAIR.match(text, at)
        match = header or pair
        if match:
            keys = tuple(key.strip("\"'") for key in re.findall(_KEY, match["keys"]))
            if header:
                if text[header.start() : header.start("keys")].count("[") > 1:
                    array = _numbered(keys[:-1], last) + keys[-1:]
                    last[array] = last.get(array, -1) + 1
                table = _numbered(keys, last)
            full = table if header else (*table, *keys)
            found.append((full, Span(*match.span("keys"))))
        at = _value_end(text, pair.end()) if pair else _next_line(text, at)
    return found


def _numbered(keys: tuple[str, ...], last: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
    """The keys of a table, with the number of the present one behind each array of tables."""
    full: tuple[str, ...] = ()
    for key in keys:
        full = (*full, key)
        if full in last:
            full = (*full, str(last[full]))
    return full


def _value_end(text: str, at: int) -> int:
    """The start of the line after a value, which may be an array over several lines."""
    depth = 0
    for token in _VALUE.finditer(text, at):
        mark = token.group()
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        elif mark in "\r\n" and depth <= 0:
            return _next_line(text, token.start())
    return len(text)


def _next_line(text: str, at: int) -> int:
    line = _LINE.match(text, at)
    return max(line.end() if line else len(text), at + 1)


def _syntax_fault(text: str, error: Exception) -> tuple[Span, str]:
    message = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deeply"
    found = _AT.search(message)
    index = LineIndex(text)
    offset = len(text)
    if found:
        line = min(int(found[1]) - 1, index.line_count - 1)
        offset = min(index.line_start(line) + int(found[2]) - 1, len(text))
    return Span(offset, offset), f"is not TOML: {_lower(_AT.sub('', message).strip())}"

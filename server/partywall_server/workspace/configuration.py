"""The settings of a schema: the nearest `partywall.toml`, and what is said on top of it.

The order is: command line, editor, file, default. A wrong key is a fault with its place, and the rest
holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from partywall.config import Config, parse_config
from partywall.text import LineIndex, Span
from partywall_server.workspace.folders import is_file
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import TextFile, Unreadable, read_text

FILE_NAME = "partywall.toml"


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


def configuration_of(
    schema: SchemaSet,
    *,
    overlay: Mapping[Path, str] | None = None,
    on_top: Mapping[str, object] | None = None,
    rule_names: frozenset[str] | None = None,
    hazard_names: frozenset[str] | None = None,
) -> Configuration:
    """The settings of a schema.

    `on_top` has those of the editor or of the command line, with the keys of the file; absurd ones are
    faults without a place. `rule_names` are the rules that there are, `hazard_names` the hazards.
    """
    names = (rule_names, hazard_names)
    path = settings_file(schema.root, schema.project, overlay or {})
    if path is None:
        return _configuration(None, {}, on_top or {}, names)
    text = (overlay or {}).get(path)
    file = read_text(path) if text is None else TextFile(path, text)
    if isinstance(file, Unreadable):
        fault = SettingFault(path, Span(0, 0), file.message)
        return _with_faults(_configuration(None, {}, on_top or {}, names), None, (fault,))
    try:
        values = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fault = SettingFault(path, *_syntax_fault(file.text, error))
        return _with_faults(_configuration(None, {}, on_top or {}, names), file, (fault,))
    return _configuration(file, values, on_top or {}, names)


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

    The nearest table above where it is hidden in a form that is not followed (an inline table).
    """
    best, length = Span(0, 0), 0
    for found, span in _keys(text):
        if found == keys[: len(found)] and len(found) > length:
            best, length = span, len(found)
    return best


def _configuration(
    file: TextFile | None,
    values: dict[str, Any],
    on_top: Mapping[str, object],
    names: tuple[frozenset[str] | None, frozenset[str] | None],
) -> Configuration:
    faults: list[SettingFault] = []
    if file is not None:
        config, wrong = parse_config(values)
        faults += (_in_file(file, each.path, each.message) for each in wrong)
        for table, levels, known in (("rule", config.rules, names[0]), ("hazard", config.hazards, names[1])):
            unknown = sorted(levels.keys() - known) if known else ()
            for name in unknown:
                faults.append(_in_file(file, (f"{table}s", name), f"there is no {table} `{name}`"))
    merged = _merged(values, on_top)
    config, wrong = parse_config(merged)
    from_file = {each.path for each in parse_config(values)[1]}
    faults += (
        SettingFault(None, Span(0, 0), f"`{'.'.join(each.path)}`: {_lower(each.message)}")
        for each in wrong
        if each.path not in from_file
    )
    return Configuration(config, file, tuple(faults))


def _in_file(file: TextFile, keys: tuple[str, ...], message: str) -> SettingFault:
    return SettingFault(file.path, place(file.text, keys), f"`{'.'.join(keys)}`: {_lower(message)}")


def _with_faults(
    configuration: Configuration, file: TextFile | None, faults: tuple[SettingFault, ...]
) -> Configuration:
    return Configuration(configuration.config, file, (*faults, *configuration.faults))


def _merged(below: Mapping[str, Any], above: Mapping[str, object]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        inner = merged.get(key)
        if isinstance(inner, dict) and isinstance(value, Mapping):
            merged[key] = _merged(cast("dict[str, Any]", inner), cast("Mapping[str, object]", value))
        elif value is not None:
            merged[key] = value
    return merged


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


def _keys(text: str) -> list[tuple[tuple[str, ...], Span]]:
    """All keys that stand at the start of a line, with their tables."""
    found: list[tuple[tuple[str, ...], Span]] = []
    table: tuple[str, ...] = ()
    at = 0
    while at < len(text):
        header = _TABLE.match(text, at)
        pair = None if header else _PAIR.match(text, at)
        match = header or pair
        if match:
            keys = tuple(key.strip("\"'") for key in re.findall(_KEY, match["keys"]))
            table = keys if header else table
            full = keys if header else (*table, *keys)
            found.append((full, Span(*match.span("keys"))))
        at = _value_end(text, pair.end()) if pair else _next_line(text, at)
    return found


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

"""What `prisma.config.ts` and `package.json` say about a schema, read and never run.

Of the configuration only `schema` and `migrations.path` matter here. A value is understood when it is
a string, a constant of the same file that is one, or `path.join`/`path.resolve` of such; anything else
is computed, and what it computes is not ours to find out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from partywall.text import LineIndex, Position
from partywall.values import dataclass
from partywall_server.workspace.text_file import START, TextFile, Unreadable

_ENDINGS = ("js", "ts", "mjs", "cjs", "mts", "cts")
_STEMS = ("prisma7.config", ".config/prisma7", "prisma.config", ".config/prisma", ".config/prisma.config")
# In the order in which Prisma looks for them; the first that exists counts (its `loadConfigFromFile`).
CONFIG_NAMES = tuple(f"{stem}.{ending}" for stem in _STEMS for ending in _ENDINGS)


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a file that was not understood or leads nowhere."""

    path: Path
    message: str
    position: Position = START


@dataclass(frozen=True, slots=True)
class PrismaConfig:
    """What a file says: absolute paths, None where it says nothing that can be read."""

    path: Path
    folder: Path
    """The folder that it speaks for."""
    schema: Path | None = None
    migrations: Path | None = None
    notes: tuple[Note, ...] = ()


def read_prisma_config(file: TextFile | Unreadable, folder: Path) -> PrismaConfig:
    """A configuration file that speaks for a folder (the one it lies in, or the one around `.config`)."""
    if isinstance(file, Unreadable):
        return PrismaConfig(file.path, folder, notes=(Note(file.path, file.message, file.position),))
    parser = _Parser(file, folder)
    return parser.config()


def read_package(file: TextFile | Unreadable, folder: Path) -> PrismaConfig | None:
    """`prisma.schema` of a `package.json`; None where it has no such key."""
    if isinstance(file, Unreadable) or '"prisma"' not in file.text:
        return None
    try:
        package: object = json.loads(file.text)
    except ValueError:
        return None  # half-typed or not JSON: none of our business
    prisma = _mapping(_mapping(package).get("prisma"))
    schema = prisma.get("schema")
    if not isinstance(schema, str):
        return None
    return PrismaConfig(file.path, folder, schema=_resolved(folder, schema))


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _resolved(folder: Path, *parts: str) -> Path:
    return Path(os.path.normpath(folder.joinpath(*parts)))


# --- the few forms of TypeScript that are understood -----------------------------------------------

_TOKEN = re.compile(
    r"""
    (?P<blank>\s+|//[^\r\n]*|/\*.*?(?:\*/|\Z))
  | (?P<string>"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|`(?:\\.|[^`\\])*`)
  | (?P<name>[^\W\d][\w$]*|\$[\w$]*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_DEPTH = 20  # constants of constants, calls in calls: they end somewhere
_LONGEST = 4096  # no path is longer
_OPEN = frozenset("([{")
_CLOSE = frozenset(")]}")
_THIS_FILE = frozenset(
    {
        "__filename",
        "import.meta.filename",
        "fileURLToPath(import.meta.url)",
        "url.fileURLToPath(import.meta.url)",
    }
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


class _Parser:
    """One pass over the tokens of a configuration file."""

    def __init__(self, file: TextFile, folder: Path) -> None:
        self.file = file
        self.folder = folder
        self.tokens = [
            _Token(match.lastgroup or "", match.group(), match.start())
            for match in _TOKEN.finditer(file.text)
            if match.lastgroup != "blank"
        ]
        self.constants = dict(self._constants())
        self.texts: dict[str, str | None] = {}
        self.notes: list[Note] = []

    def config(self) -> PrismaConfig:
        found = self._exported()
        schema = migrations = None
        if found is not None:
            properties = dict(self._properties(found))
            schema = self._path(properties.get("schema"), "schema")
            inner = properties.get("migrations")
            if inner is not None and self._text(inner) == "{":
                migrations = self._path(dict(self._properties(inner)).get("path"), "migrations.path")
        return PrismaConfig(self.file.path, self.folder, schema, migrations, tuple(self.notes))

    def _exported(self) -> int | None:
        """The `{` of what the file exports: directly, in a call, or by the name of a constant."""
        for at in range(len(self.tokens)):
            if self._texts(at, 2) == ("export", "default"):
                return self._object(at + 2)
            if self._texts(at, 4) == ("module", ".", "exports", "="):
                return self._object(at + 4)
        return None

    def _object(self, at: int) -> int | None:
        """The `{` of an object that is written out here, the argument of a call, or a constant."""
        for _ in range(_DEPTH):
            if self._text(at) == "{":
                return at
            value = at + 2 if self._text(at + 1) == "(" else self.constants.get(self._text(at))
            if value is None:
                return None
            at = value
        return None

    def _properties(self, brace: int) -> Iterator[tuple[str, int]]:
        """The names of an object's properties, and where each value begins."""
        at = brace + 1
        while at < len(self.tokens) and self._text(at) not in _CLOSE:
            name = self._key(at)
            if name is not None and self._text(at + 1) == ":":
                yield name, at + 2
            elif name is not None and self._text(at + 1) in {",", "}"}:
                yield name, at  # shorthand: the value is the constant of that name
            at = self._after(at)

    def _key(self, at: int) -> str | None:
        token = self.tokens[at]
        if token.kind == "name":
            return token.text
        return _string(token) if token.kind == "string" else None

    def _after(self, at: int) -> int:
        """Where the next property or argument begins."""
        while at < len(self.tokens):
            text = self._text(at)
            if text == ",":
                return at + 1
            if text in _CLOSE:
                return at
            at = self._closing(at) + 1 if text in _OPEN else at + 1
        return at

    def _closing(self, at: int) -> int:
        """The bracket that closes the one at `at`."""
        depth = 0
        while at < len(self.tokens):
            text = self._text(at)
            if text in _OPEN:
                depth += 1
            elif text in _CLOSE:
                depth -= 1
                if depth == 0:
                    return at
            at += 1
        return at

    def _path(self, at: int | None, what: str) -> Path | None:
        if at is None or at >= len(self.tokens):
            return None
        value = self._value(at)
        if value is None:
            position = LineIndex(self.file.text).position(self.tokens[at].start)
            message = f"`{what}` is computed; it is read, not run, so it is taken as not given"
            self.notes.append(Note(self.file.path, message, position))
            return None
        return _resolved(self.file.path.parent, value)

    def _value(self, at: int, *, depth: int = 0) -> str | None:
        """The text that an expression stands for; None where only running it would tell."""
        end, value = self._operand(at, depth)
        if value is None or self._text(end) in {",", "}", ")", ";", ""}:
            return value
        follows = self._text(end)
        # `as const`, `satisfies string`, and the end of a statement without a semicolon
        return value if follows in {"as", "satisfies"} or self._starts_line(end) else None

    def _operand(self, at: int, depth: int) -> tuple[int, str | None]:
        """An operand: where it ends, and its text."""
        if at >= len(self.tokens) or depth > _DEPTH:
            return at, None
        token = self.tokens[at]
        if token.kind == "string":
            return at + 1, _string(token)
        if token.text == "__dirname":
            return at + 1, str(self.file.path.parent)
        if self._texts(at, 5) == ("import", ".", "meta", ".", "dirname"):
            return at + 5, str(self.file.path.parent)
        if self._texts(at, 5) == ("process", ".", "cwd", "(", ")"):
            return at + 5, str(self.folder)
        if token.kind != "name":
            return at, None
        call = at + 2 if self._text(at + 1) == "." else at
        inside = self.tokens[call + 2 : self._closing(call + 1)]
        if self._text(call) == "dirname" and "".join(each.text for each in inside) in _THIS_FILE:
            return self._closing(call + 1) + 1, str(self.file.path.parent)
        if self._text(call) in {"join", "resolve"} and self._text(call + 1) == "(":
            return self._closing(call + 1) + 1, self._joined(call + 1, depth)
        if self._text(at + 1) in {"(", ".", "["}:
            return at, None
        return at + 1, self._constant(token.text, depth)

    def _constant(self, name: str, depth: int) -> str | None:
        """The text of a constant, found out once: constants of constants may be many."""
        at = self.constants.get(name)
        if at is not None and name not in self.texts:
            self.texts[name] = None  # until it is known; for good where it is made of itself
            self.texts[name] = self._value(at, depth=depth + 1)
        return self.texts.get(name)

    def _joined(self, bracket: int, depth: int) -> str | None:
        parts: list[str] = []
        at = bracket + 1
        while at < len(self.tokens) and self._text(at) != ")":
            end, value = self._operand(at, depth + 1)
            if value is None or self._text(end) not in {",", ")"}:
                return None
            parts.append(value)
            at = self._after(at)
        joined = os.path.join(*parts) if parts else ""  # noqa: PTH118  (text, which need not be a path yet)
        return joined if 0 < len(joined) < _LONGEST else None

    def _constants(self) -> Iterator[tuple[str, int]]:
        """The constants of the file, and where the value of each begins."""
        for at, token in enumerate(self.tokens):
            if token.text in {"const", "let", "var"} and self._text(at + 2) in {"=", ":"}:
                value = at + 3
                while self._text(value - 1) not in {"=", ""}:  # past a type
                    value += 1
                yield self._text(at + 1), value

    def _starts_line(self, at: int) -> bool:
        before, here = self.tokens[at - 1], self.tokens[at]
        between = self.file.text[before.start + len(before.text) : here.start]
        return "\n" in between or "\r" in between

    def _text(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) else ""

    def _texts(self, at: int, count: int) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens[at : at + count])


def _string(token: _Token) -> str | None:
    if token.text[0] == "`" and "${" in token.text:
        return None
    return _ESCAPE.sub(r"\1", token.text[1:-1])

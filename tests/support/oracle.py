"""Prisma's own judgement: what it accepts, how it lays out, which SQL it would write.

One node process serves all tests. It is started by the first question, and anew by the first one
after a panic of Prisma's. A schema is a mapping from path to text; its files are one schema.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

FOLDER = Path(__file__).parent / "prisma"
_SECONDS_PER_ANSWER = 60.0


class OracleError(Exception):
    """Prisma refused: its own message."""


class OraclePanicError(OracleError):
    """Prisma's code crashed or hung. The next question gets a new process."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """An error or a warning of Prisma's validator, at offsets in code points."""

    file: str
    start: int
    end: int
    message: str
    is_error: bool
    line: int
    """From 1."""
    column: int
    """From 1, in code points."""
    highlight: str
    """The text from `start` to `end`."""


class Oracle:
    """A conversation with Prisma's npm packages."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def lint(self, files: Mapping[str, str], *, as_is: bool = False) -> list[Diagnostic]:
        """Report every error and warning, in Prisma's order.

        What current Prisma rejects in every older schema is blanked first, unless `as_is`.
        """
        found = self._ask("schema.lint", files=_pairs(files, as_is=as_is))
        return [_diagnostic(item, files[item["file_name"]]) for item in found]

    def errors(self, files: Mapping[str, str], *, as_is: bool = False) -> list[Diagnostic]:
        """Report what Prisma rejects; an empty list means that it accepts the schema."""
        return [found for found in self.lint(files, as_is=as_is) if found.is_error]

    def format(self, text: str) -> str:
        """Lay out one file as `prisma format` does."""
        formatted: str = self._ask("schema.format", text=text)
        return formatted

    def get_dmmf(self, files: Mapping[str, str]) -> dict[str, Any]:
        """Return Prisma's model of a schema that it accepts: what its client is generated from."""
        dmmf: dict[str, Any] = self._ask("schema.dmmf", files=_pairs(files))
        return dmmf

    def get_config(self, files: Mapping[str, str]) -> dict[str, Any]:
        """Return generators and datasources."""
        config: dict[str, Any] = self._ask("schema.config", files=_pairs(files))
        return config

    def native_types(self, files: Mapping[str, str]) -> list[dict[str, Any]]:
        """List the native types of the schema's provider."""
        types: list[dict[str, Any]] = self._ask("schema.nativeTypes", files=_pairs(files))
        return types

    def diff(self, from_files: Mapping[str, str] | None, to_files: Mapping[str, str]) -> str:
        """Write the SQL from one schema to another, or from nothing.

        PostgreSQL, CockroachDB and SQLite; Prisma's build for WebAssembly has no other.
        """
        before = None if from_files is None else _pairs(from_files)
        sql: str = self._ask("engine.diff", **{"from": before, "to": _pairs(to_files)})
        return sql

    def drift(self, connection: Mapping[str, str], files: Mapping[str, str]) -> str:
        """Write the SQL from a running PostgreSQL to a schema: what `migrate dev` would still propose.

        `connection` is what node's `pg` takes: `host`, `user`, `database`.
        """
        sql: str = self._ask("engine.drift", connection=dict(connection), to=_pairs(files))
        return sql

    def panic(self) -> None:
        """Make Prisma crash."""
        self._ask("schema.panic")

    def close(self) -> None:
        """End the process; another question would start a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, method: str, **params: object) -> Any:  # noqa: ANN401 - JSON; the callers name it
        line = json.dumps({"method": method, "params": params})
        process = self._process = self._process or _start()
        answer = _answer(process, line)
        if "result" in answer:
            return answer["result"]
        if "error" in answer:
            raise OracleError(answer["error"])
        self.close()
        raise OraclePanicError(answer["panic"])


def missing() -> str | None:
    """Say what keeps the oracle from running here, or None."""
    if shutil.which("node") is None:
        return "no `node` on the PATH; install Node 20 or newer"
    if not (FOLDER / "node_modules" / "@prisma" / "prisma-schema-wasm").is_dir():
        return "Prisma's validator is not installed; run `make test-deps`"
    return None


def modernised(text: str) -> str:
    """Blank what current Prisma rejects in every older schema; offsets stay as they are.

    These are the connection addresses of a datasource, which Prisma 7 moved to its own
    configuration file, and the preview features that it has retired.
    """
    text = _DATASOURCE.sub(lambda block: _URL.sub(_blanks, block[0]), text)
    return _FEATURES.sub(lambda line: line[1] + _known(line[2]), text)


_DATASOURCE = re.compile(r"^[ \t]*datasource[ \t]+\w+[ \t]*\{[^}]*", re.MULTILINE)
_URL = re.compile(r"^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=[^\r\n]*", re.MULTILINE)
_FEATURES = re.compile(r"^([ \t]*previewFeatures[ \t]*=[ \t]*)(\[[^\]]*\])", re.MULTILINE)
_RETIRED = ("metrics",)


def _blanks(line: re.Match[str]) -> str:
    return " " * len(line[0])


def _known(features: str) -> str:
    if not any(f'"{name}"' in features for name in _RETIRED):
        return features
    names = [name for name in re.findall(r'"(\w+)"', features) if name not in _RETIRED]
    return f"[{', '.join(json.dumps(name) for name in names)}]".ljust(len(features))


def _pairs(files: Mapping[str, str], *, as_is: bool = False) -> list[tuple[str, str]]:
    return [(path, text if as_is else modernised(text)) for path, text in files.items()]


def _start() -> subprocess.Popen[str]:
    if reason := missing():
        raise OracleError(reason)
    return subprocess.Popen(
        ["node", "main.mjs"],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _answer(process: subprocess.Popen[str], line: str) -> dict[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    guard = Timer(_SECONDS_PER_ANSWER, process.kill)
    guard.start()
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
        reply = process.stdout.readline()
    except BrokenPipeError:
        reply = ""
    finally:
        guard.cancel()
    if not reply:
        return {"panic": f"no answer; the process ended with {process.wait()}"}
    answer: dict[str, Any] = json.loads(reply)
    return answer


def _diagnostic(found: dict[str, Any], text: str) -> Diagnostic:
    start = _code_points(text, found["start"])
    end = _code_points(text, found["end"])
    return Diagnostic(
        file=found["file_name"],
        start=start,
        end=end,
        message=found["text"],
        is_error=not found["is_warning"],
        line=text.count("\n", 0, start) + 1,
        column=start - (text.rfind("\n", 0, start) + 1) + 1,
        highlight=text[start:end],
    )


def _code_points(text: str, utf16_units: int) -> int:
    """Turn UTF-16 units, in which Prisma's build for WebAssembly counts, into code points."""
    if text.isascii():
        return utf16_units
    return len(text.encode("utf-16-le")[: utf16_units * 2].decode("utf-16-le", errors="ignore"))

"""What a client is told of a file, and whether that is news.

A diagnostic is written as JSON once and kept as text as long as it says the same: a keystroke changes
the places of those on its own lines alone, but all of a file are sent again.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from partywall.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partywall.host import Analysis, Diagnostic
    from partywall.text import Encoding, Span
    from partywall_server.lsp.abilities import Abilities
    from partywall_server.lsp.notices import Notice, Place

DOCUMENTATION = "https://github.com/partywall-tools/partywall/blob/main/docs/rules/"
SOURCE = "partywall"

Written = tuple[str, ...]
"""The diagnostics of one file, each as JSON."""


class Writer:
    """Writes diagnostics; the address of a file is as the client spells it."""

    def __init__(self, encoding: Encoding, abilities: Abilities, uri: Callable[[str], str]) -> None:
        self._encoding = encoding
        self._abilities = abilities
        self._uri = uri
        self._written: Memo[tuple[object, ...], str] = Memo()

    def diagnostics(self, analysis: Analysis, path: str) -> Iterator[str]:
        """The findings of a file."""
        for each in analysis.diagnostics(path):
            here = self._place(analysis, path, each.span)
            related = tuple(
                (self._uri(other.path), self._place(analysis, other.path, other.span), other.message)
                for other in each.related
            )
            key = (each.fingerprint, each.message, each.severity, here, related)
            yield self._written.get(key, partial(self._write, each, here, related))

    def syntax_errors(self, analysis: Analysis, path: str) -> Iterator[str]:
        """What cannot be read in a file."""
        for each in analysis.syntax_errors(path):
            yield _plain("syntax", 1, each.message, self._place(analysis, path, each.span))

    def notice(self, notice: Notice) -> str:
        """Something that is wrong around a schema."""
        return _plain(notice.code, notice.severity, notice.message, notice.place)

    def turn(self) -> None:
        """End a run (see `Memo`)."""
        self._written.turn()

    def _place(self, analysis: Analysis, path: str, span: Span) -> Place:
        source = analysis.files[path].source
        start = source.position(span.start, self._encoding)
        end = source.position(span.end, self._encoding)
        return (start.line, start.column, end.line, end.column)

    def _write(self, each: Diagnostic, here: Place, related: tuple[tuple[str, Place, str], ...]) -> str:
        value: dict[str, Any] = {
            "range": _range(here),
            "severity": int(each.severity),
            "source": SOURCE,
            "code": each.rule,
            "message": f"{each.message}\n{each.help}" if each.help else each.message,
        }
        if self._abilities.code_description:
            value["codeDescription"] = {"href": f"{DOCUMENTATION}{each.rule}.md"}
        if self._abilities.related_information and related:
            value["relatedInformation"] = [
                {"location": {"uri": uri, "range": _range(place)}, "message": message}
                for uri, place, message in related
            ]
        if self._abilities.diagnostic_data:
            value["data"] = {"fingerprint": each.fingerprint}
        return json.dumps(value)


class Told:
    """What each file was last told."""

    def __init__(self) -> None:
        self._told: dict[str, Written] = {}

    def news(
        self, path: str, uri: str, version: int | None, written: Written, *, is_due: bool = False
    ) -> str | None:
        """The parameters of `textDocument/publishDiagnostics`, None where the client knows them.

        Those that are due are sent whatever they say.
        """
        if not is_due and self._told.get(path, ()) == written:
            return None
        self._told[path] = written
        return _params(uri, version, written)

    def forget(self, path: str, uri: str) -> str | None:
        """The parameters that take back what was said of a file; None where nothing was."""
        return _params(uri, None, ()) if self._told.pop(path, ()) else None

    def paths(self) -> set[str]:
        """The files of which anything was said."""
        return set(self._told)


def _plain(code: str, severity: int, message: str, place: Place) -> str:
    return json.dumps(
        {
            "range": _range(place),
            "severity": severity,
            "source": SOURCE,
            "code": code,
            "message": message,
        }
    )


def _range(place: Place) -> dict[str, Any]:
    return {
        "start": {"line": place[0], "character": place[1]},
        "end": {"line": place[2], "character": place[3]},
    }


def _params(uri: str, version: int | None, written: Written) -> str:
    known = "" if version is None else f'"version":{version},'
    return f'{{"uri":{json.dumps(uri)},{known}"diagnostics":[{",".join(written)}]}}'

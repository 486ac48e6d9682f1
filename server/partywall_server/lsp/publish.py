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
    from collections.abc import Callable, Iterator, Mapping

    from partywall.host import Analysis, Placed, Spot
    from partywall.schema.read import File
    from partywall.syntax.chunks import Source
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
        """The findings of a file. Each is written anew only if it, or the line it stands on, is another."""
        files = analysis.files
        for each in analysis.placed.get(path, ()):
            spots = (each.at, *(spot for spot, _ in each.related))
            tops = tuple(files[spot.path].source.top(spot.part) for spot in spots)
            yield self._written.get((each, tops), partial(self._write, each, files))

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
        return self._position(analysis.files[path].source, span)

    def _position(self, source: Source, span: Span) -> Place:
        start = source.position(span.start, self._encoding)
        end = source.position(span.end, self._encoding)
        return (start.line, start.column, end.line, end.column)

    def _write(self, placed: Placed, files: Mapping[str, File]) -> str:
        reported, finding = placed.reported, placed.reported.finding
        value: dict[str, Any] = {
            "range": _range(self._spot(placed.at, files)),
            "severity": int(reported.severity),
            "source": SOURCE,
            "code": reported.rule,
            "message": f"{finding.message}\n{finding.help}" if finding.help else finding.message,
        }
        if self._abilities.code_description:
            value["codeDescription"] = {"href": f"{DOCUMENTATION}{reported.rule}.md"}
        if self._abilities.related_information and placed.related:
            value["relatedInformation"] = [
                {
                    "location": {"uri": self._uri(spot.path), "range": _range(self._spot(spot, files))},
                    "message": message,
                }
                for spot, message in placed.related
            ]
        if self._abilities.diagnostic_data:
            value["data"] = {"fingerprint": reported.fingerprint}
        return json.dumps(value)

    def _spot(self, spot: Spot, files: Mapping[str, File]) -> Place:
        source = files[spot.path].source
        return self._position(source, spot.span.shifted(source.starts[spot.part]))


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

"""What a client is told of a file, and whether that is news.

All findings of a file are sent again after each keystroke, though hardly one of them is another. So each
is written as JSON once, with gaps for its lines, and kept as long as the engine keeps it.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from partywall.diagnostics.directive_faults import INVALID, UNUSED
from partywall.rules.discovery import is_plugin_rule
from partywall.text import LineIndex
from partywall.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from partywall.diagnostics.placing import Placed, Spot
    from partywall.host import Analysis
    from partywall.review.hazard import Reviewed
    from partywall.schema.read import File
    from partywall.text import Encoding, Position
    from partywall_server.lsp.abilities import Abilities
    from partywall_server.lsp.notices import Notice, Place

DOCUMENTATION = "https://github.com/partywall-tools/partywall/blob/main/docs/rules/"
HAZARDS = "https://github.com/partywall-tools/partywall/blob/main/docs/hazards/"
SOURCE = "partywall"

Written = tuple[str, ...]
"""The diagnostics of one file, each as JSON."""


@dataclass(slots=True, eq=False)
class _Form:
    """A finding as JSON with gaps for its lines, and what came of it last.

    `spots` are its place and the related ones, `lines` the first and last line of each, counted from where
    the part begins that holds it.
    """

    text: str
    spots: tuple[Spot, ...]
    lines: tuple[tuple[int, int], ...]
    filled: str = ""

    def fill(self, tops: Mapping[str, list[int]]) -> None:
        """Write the JSON, where the parts of each file begin at these lines."""
        gaps: list[int] = []
        for spot, (first, last) in zip(self.spots, self.lines, strict=True):
            top = tops[spot.path][spot.part]
            gaps += (top + first, top + last)
        self.filled = self.text % tuple(gaps)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was written of findings of a file, and where the parts of all files began then."""

    placed: tuple[Placed, ...]
    others: tuple[Placed, ...]
    tops: dict[str, list[int]]
    forms: dict[Placed, _Form]
    written: list[str]


class Writer:
    """Writes diagnostics; the address of a file is as the client spells it."""

    def __init__(self, encoding: Encoding, abilities: Abilities, uri: Callable[[str], str]) -> None:
        self._encoding = encoding
        self._abilities = abilities
        self._uri = uri
        self._kept: dict[str, _Kept] = {}

    def diagnostics(self, analysis: Analysis, path: str, others: tuple[Placed, ...] = ()) -> list[str]:
        """The findings of a file, and `others`. What was written of its last analysis is kept, no more."""
        files = analysis.files
        tops: dict[str, list[int]] = {}
        for name, file in files.items():
            first_lines = file.source.first_lines
            if first_lines is None:
                # Some part begins inside of a line: its columns move as well, nothing can be kept.
                return list(self._absolute(analysis, path, others))
            tops[name] = first_lines
        before, placed = self._kept.get(path), analysis.placed.get(path, ())
        if before and before.placed is placed and before.others == others and before.tops == tops:
            return before.written
        place_of = partial(self._in_part, files)
        forms: dict[Placed, _Form] = {}
        for each in (*placed, *others):
            form = before.forms.get(each) if before else None
            if form is None:
                form = self._form(each, place_of)
                form.fill(tops)
            forms[each] = form
        if before and before.tops != tops:
            for form in forms.values():
                form.fill(tops)
        written = [form.filled for form in forms.values()]
        self._kept[path] = _Kept(placed, others, tops, forms, written)
        return written

    def forget(self, path: str) -> None:
        """Keep nothing of a file."""
        self._kept.pop(path, None)

    def syntax_errors(self, analysis: Analysis, path: str) -> Iterator[str]:
        """What cannot be read in a file."""
        for each in analysis.syntax_errors(path):
            source = analysis.files[path].source
            start = source.position(each.span.start, self._encoding)
            end = source.position(each.span.end, self._encoding)
            yield _plain("syntax", 1, each.message, _place(start, end))

    def notice(self, notice: Notice) -> str:
        """Something that is wrong around a schema."""
        return _plain(notice.code, notice.severity, notice.message, notice.place)

    def risks(self, text: str, found: Iterable[Reviewed]) -> Written:
        """What may go wrong with a migration, in its text."""
        index = LineIndex(text)
        return tuple(self._risk(index, each) for each in found)

    def _risk(self, index: LineIndex, found: Reviewed) -> str:
        start = index.position(found.risk.span.start, self._encoding)
        end = index.position(found.risk.span.end, self._encoding)
        value: dict[str, Any] = {
            "range": {
                "start": {"line": start.line, "character": start.column},
                "end": {"line": end.line, "character": end.column},
            },
            "severity": int(found.severity),
            "source": SOURCE,
            "code": found.hazard,
            "message": f"{found.risk.message}\n{found.risk.help}",
        }
        if self._abilities.code_description:
            value["codeDescription"] = {"href": f"{HAZARDS}{found.hazard}.md"}
        if self._abilities.diagnostic_data:
            value["data"] = {"fingerprint": found.fingerprint}
        return json.dumps(value)

    def _absolute(self, analysis: Analysis, path: str, others: tuple[Placed, ...]) -> Iterator[str]:
        place_of = partial(self._in_file, analysis.files)
        nowhere = {name: [0] * len(file.parts) for name, file in analysis.files.items()}
        for each in (*analysis.placed.get(path, ()), *others):
            form = self._form(each, place_of)
            form.fill(nowhere)
            yield form.filled

    def _in_part(self, files: Mapping[str, File], spot: Spot) -> Place:
        lines = files[spot.path].source.chunks[spot.part].lines
        start = lines.position(spot.span.start, self._encoding)
        return _place(start, lines.position(spot.span.end, self._encoding))

    def _in_file(self, files: Mapping[str, File], spot: Spot) -> Place:
        source = files[spot.path].source
        span = spot.span.shifted(source.starts[spot.part])
        start = source.position(span.start, self._encoding)
        return _place(start, source.position(span.end, self._encoding))

    def _form(self, placed: Placed, place_of: Callable[[Spot], Place]) -> _Form:
        spots = (placed.at, *(spot for spot, _ in placed.related))
        places = [place_of(spot) for spot in spots]
        members = [f'"range":{_gaps(places[0])}', _inside(self._value(placed))]
        if self._abilities.related_information and placed.related:
            related = [
                f'{{"location":{{{_inside({"uri": self._uri(spot.path)})},"range":{_gaps(place)}}},'
                f"{_inside({'message': message})}}}"
                for (spot, message), place in zip(placed.related, places[1:], strict=True)
            ]
            members.append(f'"relatedInformation":[{",".join(related)}]')
        else:
            spots, places = spots[:1], places[:1]
        text = f"{{{','.join(members)}}}"
        return _Form(text, spots, tuple((place[0], place[2]) for place in places))

    def _value(self, placed: Placed) -> dict[str, Any]:
        """All but the places."""
        reported, finding = placed.reported, placed.reported.finding
        value: dict[str, Any] = {
            "severity": int(reported.severity),
            "source": SOURCE,
            "code": reported.rule,
            "message": f"{finding.message}\n{finding.help}" if finding.help else finding.message,
        }
        if self._abilities.unnecessary_tag and reported.rule in {INVALID, UNUSED}:
            value["tags"] = [1]  # such a directive does nothing
        if self._abilities.code_description and not is_plugin_rule(reported.rule):
            value["codeDescription"] = {"href": f"{DOCUMENTATION}{reported.rule}.md"}
        if self._abilities.diagnostic_data:
            value["data"] = {"fingerprint": reported.fingerprint}
        return value


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
    value = {"severity": severity, "source": SOURCE, "code": code, "message": message}
    return f'{{"range":{_gaps(place)},{_inside(value)}}}' % (place[0], place[2])


def _inside(value: dict[str, Any]) -> str:
    """The members of a JSON object, safe from `%`."""
    return json.dumps(value)[1:-1].replace("%", "%%")


def _gaps(place: Place) -> str:
    """A range with gaps for its lines."""
    start, end = f'"character":{place[1]}', f'"character":{place[3]}'
    return f'{{"start":{{"line":%d,{start}}},"end":{{"line":%d,{end}}}}}'


def _place(start: Position, end: Position) -> Place:
    return (start.line, start.column, end.line, end.column)


def _params(uri: str, version: int | None, written: Written) -> str:
    known = "" if version is None else f'"version":{version},'
    return f'{{"uri":{json.dumps(uri)},{known}"diagnostics":[{",".join(written)}]}}'

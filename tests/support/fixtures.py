"""Cases of a rule as schemas with carets: `tests/rules/<rule>.prisma`.

    //# two tenants cannot share a name
    model List {
      name String @unique
    //            ^^^^^^^ [*] `name` is unique across all tenants
    }
    //# fix: Make it unique for each `tenantId` (unsafe)
    model List {
      name String

A line that begins with `//# ` starts a case; its text is the case's title, `strict: ` or `distributed: `
before it asks for that profile. Below a line stand carets under what is reported there: `[*]` marks a
finding with a fix, `hint: ` or `information: ` one that is no warning. Each fix has a section with the text
after it. `UPDATE_EXPECT=1` writes carets and sections anew; the difference is then read by a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from partywall.config import Config, Profile
from partywall.diagnostics.edits import edits
from partywall.diagnostics.finding import Severity
from partywall.fixing import edited
from partywall.host import Analysis, Diagnostic, Host
from partywall.syntax.chunks import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from partywall.diagnostics.fix import Fix

SCHEMA = "schema.prisma"
_PRELUDE = "datasource.prisma"
_DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n'
_MARK = "//# "
_FIX = "//# fix: "
_CARETS = re.compile(r"//\s*\^+( .*)?")


@dataclass(frozen=True, slots=True)
class Case:
    """One schema of a fixture. `text` has no carets, `written` is the case as it stands in the file."""

    title: str
    text: str
    written: str

    @property
    def profile(self) -> Profile:
        return next((each for each in get_args(Profile) if self.title.startswith(f"{each}: ")), "recommended")

    def analyse(self) -> Analysis:
        return analyse(self.text, self.profile)


def cases(path: Path) -> list[Case]:
    """Read the cases of a fixture."""
    parts = re.split(r"^(?=//# (?!fix: ))", path.read_text(), flags=re.MULTILINE)
    if parts[0].strip():
        raise AssertionError(f"{path.name} begins without a `{_MARK}` line")
    return [_case(part) for part in parts[1:]]


def analyse(text: str, profile: Profile = "recommended") -> Analysis:
    """Analyse one text as a schema, for PostgreSQL unless it has a datasource of its own."""
    host = Host(Config(profile=profile))
    for path, content in files(text).items():
        host.set_file(path, Source.of(content))
    analysis = host.analyse()
    assert not analysis.internal_errors
    return analysis


def files(text: str) -> dict[str, str]:
    """Return the text, and beside it a datasource if it has none."""
    if re.search(r"^datasource ", text, re.MULTILINE):
        return {SCHEMA: text}
    return {_PRELUDE: _DATASOURCE, SCHEMA: text}


def reported(analysis: Analysis, rule: str) -> list[Diagnostic]:
    """Return what one rule reports on a case."""
    return [each for each in analysis.diagnostics(SCHEMA) if each.rule == rule]


def fixed(analysis: Analysis, *fixes: Fix) -> str:
    """Return the text after fixes."""
    result = edits(analysis.reading, fixes)
    source = analysis.files[SCHEMA].source
    return edited(source, result.edits.get(SCHEMA, ())).text


def rendered(case: Case, rule: str) -> str:
    """Write the case as it should stand in the file."""
    analysis = case.analyse()
    found = reported(analysis, rule)
    lines = list(_with_carets(case.text, found))
    sections = [f"{_MARK}{case.title}\n{''.join(lines)}"]
    for each in found:
        if each.fix:
            text = fixed(analysis, each.fix)
            sections.append(f"{_FIX}{each.fix.title} ({each.fix.safety})\n{text}")
    return "".join(sections)


def _case(written: str) -> Case:
    own = re.split(r"^//# fix: ", written, maxsplit=1, flags=re.MULTILINE)[0]
    title, _, body = own.partition("\n")
    lines = (line for line in body.splitlines(keepends=True) if not _CARETS.fullmatch(line.strip()))
    return Case(title.removeprefix(_MARK), "".join(lines), written)


def _with_carets(text: str, found: list[Diagnostic]) -> Iterator[str]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield line
        end = start + len(line)
        for each in found:
            if start <= each.span.start < end:
                yield _carets(each, each.span.start - start, min(each.span.end, end - 1) - start)
        start = end


def _carets(each: Diagnostic, start: int, end: int) -> str:
    mark = "[*] " if each.fix else ""
    severity = "" if each.severity is Severity.WARNING else f"{each.severity.name.lower()}: "
    return f"//{' ' * (start - 2)}{'^' * (end - start)} {mark}{severity}{each.message}\n"

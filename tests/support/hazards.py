"""Histories of migrations written as one text, and what a hazard reports on them.

    ```prisma
    model User { … }              the schema, for hazards that ask whose data a table is
    ```
    -- provider: mysql            the provider; PostgreSQL where none is said
    -- prisma: 7.4                the version of Prisma; any where none is said
    -- applied: 1_init            a migration that is applied
    CREATE TABLE …
    -- migration: 2_next          one that is not
    ALTER TABLE …

A text without marks is one migration. Where none is said to be applied, nobody knows which are. Below
`-- now:` stands what the file of the last mark says today, where that was edited; below `-- gone:` what an
applied migration said that is not there any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from partywall.config_file import parse_config
from partywall.database.from_sql import HistoryFile
from partywall.hazards.discovery import review
from partywall.hazards.names import hazard_names
from partywall.host import Host
from partywall.review.execution import versions
from partywall.review.hazard import Reviewed
from partywall.review.history import Circumstances, views
from partywall.review.tenants import NO_TENANTS, tenants_of
from partywall.review.view import MigrationView
from partywall.syntax.chunks import Source
from partywall.text import apply_edits

_MARK = re.compile(r"^-- (migration|applied|gone|now|prisma|provider):[ \t]*(.*)\n", re.MULTILINE)
_FENCE = re.compile(r"```prisma\n(.*?)```\n*", re.DOTALL)
_DATASOURCE = 'datasource db {{\n  provider = "{}"\n}}\n'


@dataclass
class Told:
    """A history, read from one text."""

    files: dict[str, str] = field(default_factory=dict[str, str])
    applied: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    gone: set[str] = field(default_factory=set[str])
    prisma: str | None = None
    provider: str = "postgresql"
    schema: str = ""

    def views(self) -> Iterator[MigrationView]:
        """Each migration as a hazard sees it."""
        tenants = NO_TENANTS
        if self.schema:
            host = Host()
            host.set_file("datasource.prisma", Source.of(_DATASOURCE.format(self.provider)))
            host.set_file("schema.prisma", Source.of(self.schema))
            analysis = host.analyse()
            tenants = tenants_of(analysis.schema, analysis.tenancy)
        around = Circumstances(
            provider=self.provider,
            prisma=versions(self.prisma),
            tenants=tenants,
            applied=self.applied or None,
            gone=frozenset(self.gone),
        )
        files = [HistoryFile(folder, text) for folder, text in self.files.items()]
        return views(files, self.files.keys(), around)


def told(text: str) -> Told:
    """Read a history."""
    found = Told()
    if fence := _FENCE.search(text):
        found.schema = fence[1]
        text = text.replace(fence[0], "")
    marks = list(_MARK.finditer(text))
    if not any(each[1] in {"migration", "applied", "gone"} for each in marks):
        found.files["20240101000000_change"] = _MARK.sub("", text)
    folder = ""
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        body = text[mark.end() : end]
        if mark[1] == "prisma":
            found.prisma = mark[2]
            continue
        if mark[1] == "provider":
            found.provider = mark[2]
            continue
        folder = mark[2] or folder
        if mark[1] in {"applied", "gone"}:
            found.applied[folder] = body
        if mark[1] == "gone":
            found.gone.add(folder)
        else:
            found.files[folder] = body
    return found


def reported(text: str, hazard: str | None = None, *, strict: bool = True) -> list[Reviewed]:
    """What one hazard, or each, reports on a history."""
    profile = "strict" if strict else "recommended"
    others = {each: "off" for each in hazard_names() if hazard and each != hazard}
    config = parse_config({"profile": profile, "hazards": others})[0]
    found: list[Reviewed] = []
    for view in told(text).views():
        result = review(view, config)
        assert not result.internal_errors
        found += result.found
    return found


def fixed(text: str, found: Reviewed) -> str:
    """The text after a fix."""
    assert found.risk.fix
    before = told(text).files[found.folder]
    return text.replace(before, apply_edits(before, found.risk.fix.edits))

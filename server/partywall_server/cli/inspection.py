"""What checking one schema came to: the analysis with all that was wrong on the way there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from partywall.diagnostics.checking import fingerprint
from partywall.diagnostics.finding import Anchor, Severity
from partywall.host import Analysis, Diagnostic
from partywall.rules.discovery import is_plugin_rule
from partywall.syntax.chunks import Source
from partywall.syntax.parser import Parser
from partywall.syntax.tree import BlockKind
from partywall.text import LineIndex, Position
from partywall.values import dataclass
from partywall_server.cli.streams import complain
from partywall_server.workspace.load import Loaded, key_of, load
from partywall_server.workspace.schemas import SchemaProblem, SchemaSet


@dataclass(frozen=True, slots=True)
class ReadingError:
    """Something that cannot be read, from a position to another."""

    path: Path
    start: Position
    end: Position
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """One schema, loaded and analysed."""

    loaded: Loaded
    analysis: Analysis

    @property
    def schema(self) -> SchemaSet:
        """Which files it is made of."""
        return self.loaded.schema

    @property
    def has_wrong_settings(self) -> bool:
        """Whether something in `partywall.toml` does not hold."""
        return bool(self.loaded.configuration.faults)

    def read_files(self) -> list[str]:
        """The files that could be read."""
        return [key for key in map(key_of, self.schema.files) if key in self.analysis.files]

    def source(self, path: str) -> Source:
        """The text of a file."""
        return self.analysis.files[path].source

    def findings(self) -> Iterator[Diagnostic]:
        """All findings, file by file."""
        for path in self.schema.files:
            problems = (each for each in self.schema.problems if each.path == path)
            yield from (self._as_finding(each) for each in problems)
            yield from self.analysis.diagnostics(key_of(path))

    def errors(self) -> Iterator[ReadingError]:
        """All that cannot be read: syntax errors, files, settings."""
        for each in self.loaded.unreadable:
            yield ReadingError(each.path, each.position, each.position, each.message)
        for path in self.schema.files:
            for fault in self.analysis.syntax_errors(key_of(path)):
                source = self.source(fault.path)
                start, end = source.position(fault.span.start), source.position(fault.span.end)
                yield ReadingError(path, start, end, fault.message)
        yield from self.setting_errors()

    def setting_errors(self) -> Iterator[ReadingError]:
        """What is wrong with the settings."""
        configuration = self.loaded.configuration
        index = LineIndex(configuration.file.text if configuration.file else "")
        for each in configuration.faults:  # those of other files are at their start
            start, end = index.position(each.span.start), index.position(each.span.end)
            yield ReadingError(each.path or Path(os.devnull), start, end, each.message)

    def _as_finding(self, problem: SchemaProblem) -> Diagnostic:
        datasource = self.analysis.schema.datasource
        name = datasource.name if datasource else "datasource"
        anchor = Anchor(key_of(problem.path), BlockKind.DATASOURCE, name)
        return Diagnostic(
            path=key_of(problem.path),
            span=problem.span,
            rule=problem.rule,
            # Each file is checked all the same, and it may be meant so: worth knowing, no more.
            severity=Severity.INFORMATION,
            message=problem.message,
            help=problem.help,
            related=(),
            fix=None,
            fingerprint=fingerprint(problem.rule, anchor),
            model=name,
            field=None,
            anchor=anchor,
        )


def inspect(
    schema: SchemaSet,
    parser: Parser,
    on_top: Mapping[str, str] | None = None,
    checkpoint: Callable[[], None] = lambda: None,
) -> Inspection:
    """Load and analyse one schema; wrong settings and faults of our own are said on standard error.

    `on_top` is what the command line says over `partywall.toml`.
    """
    loaded = load(schema, on_top=on_top, parser=parser)
    inspection = Inspection(loaded, loaded.host.analyse(checkpoint))
    for each in inspection.setting_errors():
        complain(each.message, each.path, each.start)
    for internal in inspection.analysis.internal_errors:
        is_ours = not is_plugin_rule(internal.partition(":")[0])
        whose = "internal error, please report it" if is_ours else "a rule of a plugin failed"
        complain(f"{whose}: {internal}")
    return inspection

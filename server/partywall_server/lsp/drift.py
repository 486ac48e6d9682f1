"""What a schema is ahead of its migrations: told when nobody waits for anything else; runs on the worker.

It is looked at again when what the schema declares has changed, or something on disk, and once more after a
schema that cannot be read whole can be. Until then what was found keeps its lines as the text moves. This is
imported when the first analysis is out, and the engine's part only where there are migrations.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from partywall.diagnostics.checking import Checked, Reported, fingerprint
from partywall.diagnostics.finding import Anchor, Finding, Severity
from partywall.diagnostics.placing import Placed, Placer
from partywall_server.lsp.actions import QUICK_FIX, Choice, Command, Offer
from partywall_server.lsp.schedule import Stopped
from partywall_server.workspace.migrations_folder import History, migrations_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from partywall.host import Analysis
    from partywall.text import Span
    from partywall_server.lsp.histories import Histories
    from partywall_server.lsp.project import Project

_log = logging.getLogger(__name__)
UNMIGRATED, WRONG_PROVIDER = "unmigrated", "wrong-provider"
CREATE_MIGRATION = "partywall.createMigration"

_Block = tuple[str, str, str, int]
"""A block of a schema: its file, kind, name and number."""


class _State:
    """What was found out about one schema, by block, and of what it was made."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.said: list[tuple[object, ...]] = []
        self.checked: dict[_Block, Checked] = {}
        self.placer = Placer[_Block]()


class Drift:
    """The schemas beside their histories. `looks` counts how often one was compared."""

    def __init__(self, histories: Histories) -> None:
        self._states: WeakKeyDictionary[Project, _State] = WeakKeyDictionary()
        self._histories = histories
        self.looks = 0

    def is_due(self, project: Project) -> bool:
        """Whether a schema has to be looked at: one that was analysed as it is now."""
        if project.analysis is None or project.is_out_of_date:
            return False
        return not _same(self._state(project).key, self._key(project.analysis))

    def look(self, project: Project, checkpoint: Callable[[], None]) -> bool:
        """Compare a schema with its history; whether something else is told of it now."""
        analysis, state = project.analysis, self._state(project)
        if analysis is None:
            return False
        key = self._key(analysis)
        try:
            found = self._found(project, analysis, checkpoint)
        except Stopped:
            raise
        except Exception:  # noqa: BLE001 (nothing is told, and the session goes on)
            _log.exception("a schema could not be compared with its migrations")
            found = ()
        state.key = key
        if found is None:
            return False
        if _said(found) == state.said:
            return False  # what was placed and written of it is kept
        state.said, state.checked = _said(found), _by_block(found)
        return True

    def placed(self, project: Project, analysis: Analysis, path: str) -> tuple[Placed, ...]:
        """What was found in a file, in its present text."""
        state = self._states.get(project)
        if state is None or not state.checked:
            return ()
        return state.placer.place(state.checked, analysis.reading).get(path, ())

    def offers(self, project: Project, analysis: Analysis, path: str, span: Span) -> Iterator[Offer]:
        """*Create migration* where a line is ahead of the history."""
        for each in self.placed(project, analysis, path):
            start = analysis.files[path].source.starts[each.at.part]
            here = each.at.span.shifted(start)
            if each.reported.rule == UNMIGRATED and here.start <= span.end and span.start <= here.end:
                choice = Choice(QUICK_FIX, UNMIGRATED, each.reported.fingerprint)
                command = Command(CREATE_MIGRATION, {"name": None})
                yield Offer("Create migration…", choice, span=here, command=command)
                return

    def _state(self, project: Project) -> _State:
        return self._states.setdefault(project, _State())

    def _key(self, analysis: Analysis) -> tuple[object, ...]:
        can_be_read = not any(file.has_faults for file in analysis.files.values())
        reading = analysis.reading
        return (reading.schema, reading.bodies, analysis.settings, self._histories.version, can_be_read)

    # --- what is found --------------------------------------------------------------------------

    def _found(
        self, project: Project, analysis: Analysis, checkpoint: Callable[[], None]
    ) -> Sequence[Reported] | None:
        """What there is to tell; None while the schema cannot be read whole."""
        if any(file.has_faults for file in analysis.files.values()):
            return None
        if not project.is_on_disk:
            return ()
        history = self._histories.history(migrations_folder(project.schema))
        if history.is_empty or not analysis.schema.provider:
            return ()
        self.looks += 1
        wrong = _wrong_provider(analysis, history)
        if wrong is not None:
            return tuple(_reported(analysis, WRONG_PROVIDER, Severity.WARNING, [wrong]))
        found = () if history.faults else _unmigrated(project, analysis, history, checkpoint)
        return tuple(_reported(analysis, UNMIGRATED, Severity.HINT, found))


def _unmigrated(
    project: Project, analysis: Analysis, history: History, checkpoint: Callable[[], None]
) -> Sequence[Finding]:
    from partywall.database.from_sql import HistoryFile  # noqa: PLC0415 (see above)
    from partywall.database.providers import PROVIDERS, provider_of  # noqa: PLC0415
    from partywall.ide.drift import unmigrated  # noqa: PLC0415
    from partywall.migrations.memory import Memory  # noqa: PLC0415

    if analysis.schema.provider not in PROVIDERS:
        return ()
    memory = project.memory = project.memory or Memory()
    checkpoint()
    files = [HistoryFile(each.name, each.sql) for each in history.migrations]
    replay = memory.replay(files, provider_of(analysis.schema.provider), checkpoint)
    if replay.not_understood:
        return ()
    checkpoint()
    return unmigrated(analysis.reading, replay.database, memory)


def _wrong_provider(analysis: Analysis, history: History) -> Finding | None:
    """What is wrong with the provider, in the words of Prisma's check (P3019)."""
    schema, source = analysis.schema, analysis.schema.datasource
    locked = "postgresql" if history.provider == "postgres" else history.provider
    if source is None or locked in {None, schema.provider}:
        return None
    return Finding(
        Anchor(schema.datasource_file, source.kind, source.name, member="provider"),
        f"the migrations are for `{locked}`, by their `migration_lock.toml`, and not for `{schema.provider}`",
        "Prisma refuses to apply them (P3019): put the provider back, or begin a new history.",
    )


def _reported(analysis: Analysis, rule: str, usual: Severity, found: Sequence[Finding]) -> Iterator[Reported]:
    """Findings with the severities that settings give them; none where they are off."""
    for each in found:
        severity = analysis.settings.at(each.at).severity(rule, usual)
        if severity is not None:
            yield Reported(rule, severity, each, fingerprint(rule, each.at))


def _said(found: Sequence[Reported]) -> list[tuple[object, ...]]:
    return [(each.rule, each.severity, each.finding) for each in found]


def _by_block(found: Sequence[Reported]) -> dict[_Block, Checked]:
    groups: dict[_Block, list[Reported]] = {}
    for each in found:
        at = each.finding.at
        groups.setdefault((at.file, at.kind.value, at.block, at.nth), []).append(each)
    return {block: Checked(tuple(group)) for block, group in groups.items()}


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two keys are made of the same: nothing in them is looked into."""
    return len(one) == len(other) and all(
        a is b or (isinstance(a, int) and a == b) for a, b in zip(one, other, strict=True)
    )

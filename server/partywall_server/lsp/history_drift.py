"""What is wrong with the history of an open schema, told at its migrations though nobody opens them.

A file that was edited after it was applied, a folder out of order, a base that has changed: this is asked
when nobody waits for anything else, as drift is, and again when something on disk is another, or the
settings; what is typed changes none of it. Of a migration that is open, the review of its text tells all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from partywall_server.lsp.convert import uri_of
from partywall_server.lsp.schedule import Stopped
from partywall_server.workspace.load import key_of
from partywall_server.workspace.migrations_folder import migrations_folder

if TYPE_CHECKING:
    from partywall_server.lsp.migrations import Migrations
    from partywall_server.lsp.project import Project
    from partywall_server.lsp.publish import Writer

_log = logging.getLogger(__name__)


class HistoryDrift:
    """The histories of the open schemas. `looks` counts how often they were asked about.

    What a file was told is kept with the review of open ones, so that it is told one thing at a time.
    """

    def __init__(self, migrations: Migrations, writer: Writer, publish: Callable[[str], None]) -> None:
        self._migrations = migrations
        self._histories = migrations.histories
        self._told = migrations.told
        self._writer = writer
        self._publish = publish
        self._key: tuple[object, ...] = ()
        self._mine: set[str] = set()
        self.looks = 0

    def is_due(self, projects: Sequence[Project]) -> bool:
        """Whether to look: not for what is typed."""
        return self._key != self._key_of(projects)

    def look(self, projects: Sequence[Project], checkpoint: Callable[[], None]) -> None:
        """Tell what is wrong with migrations that are not open, and take back what no longer is."""
        key, opened = self._key_of(projects), self._migrations.opened
        self.looks += 1
        found: dict[str, tuple[str, ...]] = {}
        for project in projects:
            try:
                found.update(self._found(project, opened, checkpoint))
            except Stopped:
                raise
            except Exception:  # noqa: BLE001 (nothing is told, and the session goes on)
                _log.exception("a history could not be reviewed")
        self._key = key
        for path in self._mine - found.keys() - opened:
            self._send(self._told.forget(path, uri_of(path)))
        for path, written in found.items():
            self._send(self._told.news(path, uri_of(path), None, written))
        self._mine = set(found)

    def _send(self, params: str | None) -> None:
        if params:
            self._publish(params)

    def _key_of(self, projects: Sequence[Project]) -> tuple[object, ...]:
        made_of = [
            (each.schema, each.configuration.config, each.analysis.schema.provider)
            for each in projects
            if each.analysis and each.configuration and each.is_on_disk
        ]
        return (made_of, self._migrations.opened, self._histories.version) if made_of else ()

    def _found(
        self, project: Project, opened: frozenset[str], checkpoint: Callable[[], None]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        from partywall.database.providers import PROVIDERS  # noqa: PLC0415 (where there are migrations)
        from partywall_server.workspace.review import out_of_place_in, review_migrations  # noqa: PLC0415

        analysis, configuration = project.analysis, project.configuration
        if analysis is None or configuration is None or not project.is_on_disk:
            return
        folder = migrations_folder(project.schema)
        history = self._histories.history(folder)
        if not history.migrations or analysis.schema.provider not in PROVIDERS:
            return
        applied = self._histories.applied(folder, checkpoint)
        if applied is None:
            return
        paths = {each.name: key_of(each.path) for each in history.migrations}
        for reviewed in review_migrations(
            project.schema,
            analysis,
            configuration.config,
            history,
            wanted={each for each in out_of_place_in(history, applied) if paths[each] not in opened},
            applied=applied,
            checkpoint=checkpoint,
            of_history=True,
        ):
            if reviewed.found:
                text = reviewed.migration.sql
                yield paths[reviewed.migration.name], self._writer.risks(text, reviewed.found)

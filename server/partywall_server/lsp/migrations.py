"""The migrations that are open in the editor: reviewed as they are typed; runs on the worker.

A migration belongs to the schema whose migrations lie in its folder. What stands before it is replayed once,
and kept until something on disk changes. What reviews it is imported with the first one: it costs as much as
the rest of the engine.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pygls.exceptions import JsonRpcInvalidParams

from partywall.values import dataclass
from partywall_server.lsp.actions import QUICK_FIX, Choice, Offer, Repair
from partywall_server.lsp.changes import Change
from partywall_server.lsp.convert import is_address, uri_of
from partywall_server.lsp.histories import Histories
from partywall_server.lsp.publish import Told
from partywall_server.lsp.schedule import Stopped
from partywall_server.workspace.migrations_folder import (
    SQL_NAME,
    History,
    MigrationFile,
)

if TYPE_CHECKING:
    from partywall.host import Analysis
    from partywall.review.hazard import Reviewed
    from partywall.review.history import Earlier
    from partywall.text import Span
    from partywall_server.lsp.desk import Desk
    from partywall_server.lsp.project import Project
    from partywall_server.lsp.publish import Writer
    from partywall_server.lsp.session import Document
    from partywall_server.workspace.review import Applied
    from partywall_server.workspace.schemas import SchemaSet

_log = logging.getLogger(__name__)


def is_migration(path: str) -> bool:
    """Whether a document is the SQL of a migration."""
    return path.endswith(f"/{SQL_NAME}") and not is_address(path)


@dataclass
class _Folder:
    """A folder of migrations, as it was read."""

    schema: SchemaSet | None
    history: History
    applied: Applied | None
    project: Project | None = None
    earlier: dict[str, Earlier] = field(default_factory=dict[str, "Earlier"])


class Migrations:
    """The open migrations, and what is told of them."""

    def __init__(self, desk: Desk, writer: Writer, publish: Callable[[str], None]) -> None:
        self._desk = desk
        self._writer = writer
        self._publish = publish
        self.histories = Histories(ask_git=desk.is_trusted)
        self.told = Told()
        self._open: dict[str, Document] = {}
        self._waiting: set[str] = set()
        self._folders: dict[Path, _Folder] = {}
        self._found: dict[str, tuple[Reviewed, ...]] = {}

    @property
    def is_out_of_date(self) -> bool:
        """Whether `refresh` has something to do."""
        return bool(self._waiting)

    @property
    def opened(self) -> frozenset[str]:
        """The migrations that are open."""
        return frozenset(self._open)

    def put(self, document: Document) -> None:
        """A migration was opened or edited; those beside it may be read differently now."""
        if document.path not in self._open and document.uri != uri_of(document.path):
            self._send(self.told.forget(document.path, uri_of(document.path)))  # as it was told unopened
        self._open[document.path] = document
        folder = Path(document.path).parent.parent
        self._waiting |= {path for path in self._open if Path(path).parent.parent == folder}

    def close(self, path: str) -> None:
        """A migration was closed: nothing more is said of it."""
        document = self._open.pop(path, None)
        self._waiting.discard(path)
        self._found.pop(path, None)
        if document:
            self._send(self.told.forget(path, document.uri))

    def project_of(self, path: str) -> Project:
        """The schema that a migration, open or not, is of."""
        folder = self._folder(Path(path).parent.parent)
        if folder.schema is None:
            raise JsonRpcInvalidParams(
                f"no schema has its migrations in `{Path(path).parent.parent}`; go to a file of the schema"
            )
        return self._project(folder, folder.schema)

    def outdate(self, *, is_on_disk: bool) -> None:
        """A schema is another now, or something on disk is."""
        if is_on_disk:
            self._folders.clear()
            self.histories.outdate()
        self._waiting = set(self._open)

    def refresh(self, checkpoint: Callable[[], None]) -> None:
        """Review what changed and tell the client what is new."""
        for path in sorted(self._waiting):
            try:
                found = self._review(path, checkpoint)
            except Stopped:
                raise
            except Exception:  # noqa: BLE001 (the others are reviewed)
                _log.exception("a migration could not be reviewed")
                found = ()
            self._waiting.discard(path)
            self._found[path] = found
            document = self._open[path]
            written = self._writer.risks(document.source.text, found)
            params = self.told.news(path, document.uri, document.version, written, is_due=True)
            self._send(params)

    def _send(self, params: str | None) -> None:
        if params:
            self._publish(params)

    # --- fixes ----------------------------------------------------------------------------------

    def offers(self, path: str, span: Span) -> tuple[Offer, ...]:
        """The fixes at a range, as they were last told."""
        return tuple(
            Offer(
                f"{each.risk.fix.title} ({each.risk.fix.safety.value})",
                Choice(QUICK_FIX, each.hazard, each.fingerprint),
                span=each.risk.span,
            )
            for each in self._found.get(path, ())
            if each.risk.fix and each.risk.span.start <= span.end and span.start <= each.risk.span.end
        )

    def repair(self, path: str, choice: Choice, checkpoint: Callable[[], None]) -> Repair | None:
        """The changes of a chosen fix in the text as it is now; None if it is gone."""
        if path in self._waiting:
            self.refresh(checkpoint)
        document = self._open.get(path)
        for each in self._found.get(path, ()):
            if document and each.risk.fix and each.fingerprint == choice.fingerprint:
                change = Change(document.uri, document.version, document.source, each.risk.fix.edits)
                return Repair(each.risk.fix.title, each.risk.fix.note, (change,))
        return None

    # --- a review -------------------------------------------------------------------------------

    def _review(self, path: str, checkpoint: Callable[[], None]) -> tuple[Reviewed, ...]:
        from partywall.database.providers import PROVIDERS  # noqa: PLC0415 (see above)
        from partywall.review.history import Earlier  # noqa: PLC0415 (same)
        from partywall_server.workspace.review import review_migrations  # noqa: PLC0415 (same)

        where = Path(path).parent.parent
        folder = self._folder(where)
        if folder.schema is None:
            return ()
        project = self._project(folder, folder.schema)
        analysis: Analysis = self._desk.analyse(project, checkpoint)
        if analysis.schema.provider not in PROVIDERS or project.configuration is None:
            return ()
        name = Path(path).parent.name
        earlier = folder.earlier.setdefault(name, Earlier())
        (reviewed,) = review_migrations(
            folder.schema,
            analysis,
            project.configuration.config,
            self._as_open(where, folder.history),
            wanted={name},
            applied=folder.applied,
            checkpoint=checkpoint,
            earlier=earlier,
        )
        return reviewed.found

    def _project(self, folder: _Folder, schema: SchemaSet) -> Project:
        """The schema: as it is open in the editor, else as it was read."""
        path = schema.files[0].as_posix()
        known = self._desk.project(path)
        if known is not None:
            return known
        if folder.project is None:
            folder.project = self._desk.project_for(path)
        return folder.project

    def _folder(self, where: Path) -> _Folder:
        known = self._folders.get(where)
        if known is None:
            schema = self._desk.search().of_migrations(where)
            known = _Folder(schema, self.histories.history(where), self.histories.applied(where))
            self._folders[where] = known
        return known

    def _as_open(self, where: Path, history: History) -> History:
        """A history with the texts of the editor in place of those on disk."""
        files = {each.name: each for each in history.migrations}
        for path, document in self._open.items():
            if Path(path).parent.parent == where:
                name = Path(path).parent.name
                files[name] = MigrationFile(name, Path(path), document.source.text)
        return replace(history, migrations=tuple(files[name] for name in sorted(files)))

"""What the worker has before it: the open texts, the schemas they belong to, a host for each.

Only the worker's thread touches it. It reads the disk, and never sends: what the client is to be told
goes out through `Outlet`.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from partywall.hazards.names import hazard_names
from partywall.host import Host
from partywall.rules.discovery import known_options
from partywall.syntax.chunks import Source
from partywall.syntax.parser import Parser
from partywall.values import dataclass
from partywall_server.lsp import notices
from partywall_server.lsp.convert import is_address, uri_of
from partywall_server.lsp.history_drift import HistoryDrift
from partywall_server.lsp.migrations import Migrations, is_migration
from partywall_server.lsp.project import Project
from partywall_server.lsp.publish import Told, Writer
from partywall_server.lsp.schedule import Stopped, without_collector
from partywall_server.lsp.schema_search import SchemaSearch
from partywall_server.lsp.settings import EditorSettings
from partywall_server.workspace.configuration import FILE_NAME, configuration_of
from partywall_server.workspace.load import key_of
from partywall_server.workspace.plugins import load_plugins
from partywall_server.workspace.schemas import Discovery, SchemaSet
from partywall_server.workspace.text_file import TextFile, Unreadable, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from partywall.host import Analysis, Checkpoint
    from partywall.text import Encoding, Span
    from partywall_server.lsp.abilities import Abilities
    from partywall_server.lsp.actions import Offer
    from partywall_server.lsp.drift import Drift
    from partywall_server.lsp.notices import Notice
    from partywall_server.lsp.session import Document


_log = logging.getLogger(__name__)
_UNSAID = EditorSettings({})


@dataclass(frozen=True, slots=True)
class Outlet:
    """How the worker speaks: each call is handed to the message loop."""

    publish: Callable[[str], None]
    """Send these parameters of `textDocument/publishDiagnostics`."""
    know: Callable[[frozenset[str]], None]
    """These are the files of which there is an analysis."""
    complain: Callable[[str], None]
    """Show an error."""
    log: Callable[[str], None]
    """Log a warning."""
    redraw: Callable[[bool, bool], None]
    """The code lenses are others now; the inlay hints are."""


class Desk:
    """The state of a session that needs the engine."""

    def __init__(self, encoding: Encoding, abilities: Abilities, outlet: Outlet, *, is_trusted: bool) -> None:
        self._outlet = outlet
        self._encoding = encoding
        self.is_trusted = is_trusted
        self._is_watched = abilities.watched_files
        self._writer = Writer(encoding, abilities, self.uri)
        self._told = Told()
        self._parser = Parser()
        self._open: dict[str, Document] = {}
        self._disk: dict[str, Source | Unreadable] = {}
        self._settings: dict[str, EditorSettings] = {}
        self._folders: tuple[str, ...] = ()
        self._discoveries: tuple[Discovery, ...] = ()
        self._projects: list[Project] = []
        self._project_of: dict[str, Project] = {}
        self._notices: dict[str, tuple[Notice, ...]] = {}
        self._complaints: set[str] = set()
        self._known: frozenset[str] = frozenset()
        self.migrations = Migrations(self, self._writer, outlet.publish)
        self._drift: Drift | None = None
        """Once there is an analysis and time for it."""
        self.history_drift = HistoryDrift(self.migrations, self._writer, outlet.publish)
        for fault in load_plugins().faults:
            self._complain_once(fault)

    # --- what happened ---------------------------------------------------------------------------

    def set_folders(self, folders: tuple[str, ...]) -> None:
        """The workspace has these folders now."""
        self._folders = folders
        self._decide()

    def open(self, document: Document) -> None:
        """A text was opened."""
        if is_migration(document.path):
            self.migrations.put(document)
            return
        self._open[document.path] = document
        self._decide()
        self._edit(document)

    def change(self, document: Document) -> None:
        """A text was edited."""
        if is_migration(document.path):
            self.migrations.put(document)
            return
        self._open[document.path] = document
        self._edit(document)

    def saved(self, path: str) -> None:
        """An open text is on disk as it is."""
        project = self._project_of.get(path)
        if project:
            project.host.saved(path)
            project.changed()
        if not self._is_watched:
            # Nobody tells what else changed on disk: this is when it is looked at.
            self.migrations.outdate(is_on_disk=True)
            self._disk.clear()
            self._decide()

    def close(self, path: str) -> None:
        """A text was closed: what is on disk counts again."""
        if is_migration(path):
            self._settings.pop(path, None)
            self.migrations.close(path)
            return
        self._open.pop(path, None)
        self._settings.pop(path, None)
        self._disk.pop(path, None)
        self._decide()

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        """Files that are not open, or that say what belongs together, are others now."""
        decide = False
        self.migrations.outdate(is_on_disk=True)
        for path in paths:
            if is_migration(path):
                continue
            known = self._disk.pop(path, None)
            project = self._project_of.get(path)
            if known is None or project is None or path in self._open:
                decide = decide or path not in self._open
            else:
                project.set_source(path, self._source(path))
                decide = decide or isinstance(self._disk[path], Unreadable)
        if decide:
            self._decide()

    def configure(self, path: str, settings: EditorSettings) -> None:
        """The editor's settings for an open text are these."""
        self._settings[path] = settings
        project = self._project_of.get(path)
        if project and project.settings != settings:
            project.settings = settings
            self._configure(project)
            self._publish_notices()

    # --- work ------------------------------------------------------------------------------------

    @property
    def is_out_of_date(self) -> bool:
        """Whether `refresh` has something to do."""
        return self.migrations.is_out_of_date or any(project.is_waiting for project in self._projects)

    def refresh(self, checkpoint: Checkpoint) -> None:
        """Analyse what changed and tell the client what is new."""
        for project in self._projects:
            if project.is_waiting:
                self._try(project, checkpoint)
        self.migrations.refresh(checkpoint)

    @property
    def has_spare_work(self) -> bool:
        """Whether `do_spare_work` has something to do."""
        if self._drift is None:
            return any(project.analysis for project in self._projects)
        return self.history_drift.is_due(self._projects) or any(map(self._drift.is_due, self._projects))

    def do_spare_work(self, checkpoint: Checkpoint) -> None:
        """Compare schemas with their migrations, and these with git, once all else is done."""
        if self._drift is None:
            from partywall_server.lsp.drift import Drift  # noqa: PLC0415 (after the first analysis is out)

            self._drift = Drift(self.migrations.histories)
        for project in self._projects:
            if self._drift.is_due(project) and self._drift.look(project, checkpoint) and project.analysis:
                self._publish(project, project.analysis)
        if self.history_drift.is_due(self._projects):
            self.history_drift.look(self._projects, checkpoint)

    def drift_offers(self, path: str, analysis: Analysis, span: Span) -> Iterable[Offer]:
        """What can be done where a schema is ahead of its migrations."""
        project = self._project_of.get(path)
        return self._drift.offers(project, analysis, path, span) if self._drift and project else ()

    def _try(self, project: Project, checkpoint: Checkpoint) -> None:
        """Analyse a schema; one that cannot be is left alone until something changes."""
        try:
            self.analyse(project, checkpoint)
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001 (the others are analysed)
            project.is_paused = True
            _log.exception("a schema could not be analysed")
            self._complain_once(f"a schema could not be analysed: {type(error).__name__}")

    def project(self, path: str) -> Project | None:
        """The schema that a file belongs to, where a file of it is open."""
        return self._project_of.get(path)

    def project_for(self, path: str) -> Project:
        """The schema of a file or a migration; one of which nothing is open is read for this once."""
        if is_migration(path):
            return self.migrations.project_of(path)
        known = self._project_of.get(path)
        if known:
            return known
        schema = self.search().of_file(Path(path))
        project = Project(schema, Host(parser=self._parser))
        self._fill(project, schema)
        return project

    def pause(self) -> None:
        """The user does not want to wait for what is being analysed."""
        for project in self._projects:
            project.is_paused = project.is_waiting

    def analysis(self, path: str, checkpoint: Checkpoint) -> Analysis | None:
        """The analysis of the texts as they are; None for a file that is in no schema."""
        project = self._project_of.get(path)
        return self.analyse(project, checkpoint) if project else None

    def settings(self, path: str) -> EditorSettings:
        """The editor's settings for a file, as far as they are known."""
        project = self._project_of.get(path)
        return (project.settings if project else None) or _UNSAID

    def uri(self, path: str) -> str:
        """The address of a file, as the client spells it."""
        document = self._open.get(path)
        return document.uri if document else uri_of(path)

    def version(self, path: str) -> int | None:
        """The version of a text, None where it is not open."""
        document = self._open.get(path)
        return document.version if document else None

    def analyse(self, project: Project, checkpoint: Checkpoint) -> Analysis:
        """The analysis of a schema as it is, published if it is new."""
        if project.analysis and not project.is_out_of_date:
            return project.analysis
        before = project.analysis
        with without_collector() if before is None else nullcontext():
            analysis = project.host.analyse(checkpoint)
        project.analysis, project.is_out_of_date = analysis, False
        if project not in self._projects:
            return analysis
        if before is None or analysis.schema is not before.schema or analysis.tenancy is not before.tenancy:
            self.migrations.outdate(is_on_disk=False)
        self._publish(project, analysis)
        self._announce()
        lenses, hints = project.marks.news(analysis, project.settings or _UNSAID)
        if lenses or hints:
            self._outlet.redraw(lenses, hints)
        if before and analysis.schema is not before.schema and self._regroups(before, analysis):
            self._decide()
        return analysis

    def _announce(self) -> None:
        """Tell which files there is an analysis of, if these are others now."""
        known = frozenset(path for each in self._projects if each.analysis for path in each.paths)
        if known != self._known:
            self._known = known
            self._outlet.know(known)

    def _regroups(self, before: Analysis, after: Analysis) -> bool:
        """Whether an edit may have changed which files belong together."""
        one, other = before.schema, after.schema
        return one.datasource is not other.datasource or one.generators != other.generators

    # --- publishing ------------------------------------------------------------------------------

    def _publish(self, project: Project, analysis: Analysis) -> None:
        for path in project.paths:
            self._send(path, tuple(self._written(project, analysis, path)), project.due)
        project.due.clear()
        for error in analysis.internal_errors:
            self._complain_once(f"a rule failed and was left out: {error}")

    def _complain_once(self, message: str) -> None:
        if message not in self._complaints:
            self._complaints.add(message)
            self._outlet.complain(f"Partywall: {message}")

    def _written(self, project: Project, analysis: Analysis, path: str) -> Iterator[str]:
        yield from map(self._writer.notice, self._notices.get(path, ()))
        if path not in analysis.files:
            return
        if project.settings is None or project.settings.syntax_errors:
            yield from self._writer.syntax_errors(analysis, path)
        drift = self._drift.placed(project, analysis, path) if self._drift else ()
        yield from self._writer.diagnostics(analysis, path, drift)

    def _send(self, path: str, written: tuple[str, ...], due: set[str] | None = None) -> None:
        version = self.version(path)
        params = self._told.news(path, self.uri(path), version, written, is_due=path in (due or ()))
        if params:
            self._outlet.publish(params)

    def _publish_notices(self) -> None:
        """Publish what is wrong around schemas, and take back what no longer is.

        Notices on a schema's own files go out with its findings.
        """
        closed = {path: file for path, file in self._disk.items() if path not in self._open}
        self._notices = notices.by_path(
            notices.of_workspace(self._discoveries, self._projects, self._source, closed, self._encoding)
        )
        for path, group in self._notices.items():
            if path not in self._project_of:
                self._send(path, tuple(map(self._writer.notice, group)))
        for path in self._told.paths() - self._notices.keys() - self._project_of.keys():
            params = self._told.forget(path, self.uri(path))
            if params:
                self._outlet.publish(params)

    # --- what belongs together -------------------------------------------------------------------

    def _decide(self) -> None:
        """Decide anew which files make up the schemas of the open ones."""
        self._discoveries = tuple(self.search().of_open())
        former, self._projects = self._projects, []
        for schema in self._schemas():
            known = next((each for each in former if set(each.schema.files) & set(schema.files)), None)
            if known:
                former.remove(known)
            project = known or Project(schema, Host(parser=self._parser))
            self._projects.append(project)
            self._fill(project, schema)
        self._project_of = {path: each for each in self._projects for path in each.paths}
        self._announce()
        self._publish_notices()

    def _schemas(self) -> Iterator[SchemaSet]:
        """The schemas of the open files; a file that is in none is one of its own."""
        seen: set[str] = set()
        for discovery in self._discoveries:
            for schema in discovery.schemas:
                members = set(map(key_of, schema.files))
                if members.isdisjoint(seen):
                    seen |= members
                    yield schema
        for path in self._open.keys() - seen:
            if Path(path).name != FILE_NAME:
                yield SchemaSet(Path(path).parent, (Path(path),), Path(path).parent)

    def search(self) -> SchemaSearch:
        """A search in the workspace as it is open."""
        return SchemaSearch(self._folders, self.overlay(), self.is_trusted)

    def overlay(self) -> dict[Path, str]:
        """The open texts that lie on disk."""
        return {
            Path(path): document.source.text for path, document in self._open.items() if not is_address(path)
        }

    def _fill(self, project: Project, schema: SchemaSet) -> None:
        """Give a project the files of its schema as they are."""
        paths = tuple(map(key_of, schema.files))
        for path in project.sources.keys() - set(paths):
            del project.sources[path]
            project.host.remove_file(path)
            project.changed()
        for path in paths:
            project.set_source(path, self._source(path))
        project.schema, project.paths = schema, paths
        known = (self._settings[path] for path in paths if path in self._settings)
        project.settings = next(known, project.settings)
        self._configure(project)

    def _configure(self, project: Project) -> None:
        """Take the settings that hold for a project, from its file and from the editor."""
        before = project.configuration
        project.configuration = configuration_of(
            project.schema,
            overlay=self.overlay(),
            on_top=project.settings.on_top if project.settings else None,
            known=(known_options(), hazard_names()),
        )
        for fault in project.configuration.faults:
            if fault.path is None and not (before and fault in before.faults):
                self._outlet.log(f"a setting of the editor is left out: {fault.message}")
        if before is None or before.config != project.configuration.config:
            project.host.set_config(project.configuration.config)
            self.migrations.outdate(is_on_disk=False)
        project.host.set_accepted(project.configuration.baseline.accepted)
        project.changed()

    def _edit(self, document: Document) -> None:
        path = document.path
        project = self._project_of.get(path)
        if project:
            project.set_source(path, document.source)
            project.due.add(path)
            project.changed()
        elif path.endswith(f"/{FILE_NAME}"):
            for each in self._projects:
                self._configure(each)
            self._publish_notices()

    def _source(self, path: str) -> Source:
        """The text of a file: as it is open, else as it is on disk; empty where it cannot be read."""
        document = self._open.get(path)
        if document:
            return document.source
        known = self._disk.get(path)
        if known is None:
            file = read_text(Path(path))
            known = self._same(path, file.text) if isinstance(file, TextFile) else file
            self._disk[path] = known
        return known if isinstance(known, Source) else Source.of("")

    def _same(self, path: str, text: str) -> Source:
        """A text, by the value that stands for it already if it is not another."""
        project = self._project_of.get(path)
        known = project.sources.get(path) if project else None
        return known if known and known.text == text else Source.of(text)

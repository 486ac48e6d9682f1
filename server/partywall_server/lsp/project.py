"""One schema with an open file: its host, its settings, and what became of it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from partywall.syntax.chunks import Source
from partywall.values import dataclass
from partywall_server.lsp.convert import is_address
from partywall_server.lsp.marks import Marks

if TYPE_CHECKING:
    from partywall.host import Analysis, Host
    from partywall.migrations.memory import Memory
    from partywall_server.lsp.settings import EditorSettings
    from partywall_server.workspace.configuration import Configuration
    from partywall_server.workspace.schemas import SchemaSet


@dataclass(eq=False)
class Project:
    """One schema with an open file, and its host."""

    schema: SchemaSet
    host: Host
    paths: tuple[str, ...] = ()
    settings: EditorSettings | None = None
    """The editor's, once they are known."""
    configuration: Configuration | None = None
    analysis: Analysis | None = None
    """The last one, of the texts as they are unless `is_out_of_date`."""
    marks: Marks = field(default_factory=Marks)
    is_out_of_date: bool = True
    is_paused: bool = False
    """Whether the user stopped its analysis; until something changes or somebody asks."""
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    """The texts that the host was given."""
    memory: Memory | None = None
    """What is kept from one migration to the next, once one was asked for."""
    due: set[str] = field(default_factory=set[str])
    """The open files whose next publication goes out whatever it says."""

    @property
    def is_waiting(self) -> bool:
        """Whether to analyse it; not before the editor's settings are known, or nobody knows them."""
        return self.is_out_of_date and self.settings is not None and not self.is_paused

    @property
    def is_on_disk(self) -> bool:
        """Whether it lies in folders: an untitled text has no migrations beside it."""
        return not any(map(is_address, self.paths))

    def set_source(self, path: str, source: Source) -> None:
        """Give a file a new text."""
        if self.sources.get(path) is not source:
            self.sources[path] = source
            self.host.set_file(path, source)
            self.changed()

    def changed(self) -> None:
        """What the last analysis says no longer holds."""
        self.is_out_of_date = True
        self.is_paused = False

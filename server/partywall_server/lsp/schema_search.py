"""Finding schemas in a workspace as it is open: of its texts, of one file, of migrations, all there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from partywall.values import dataclass
from partywall_server.workspace.configuration import FILE_NAME
from partywall_server.workspace.migrations_folder import migrations_folder
from partywall_server.workspace.schemas import Discovery, SchemaSet, find_schemas, starts_for_migrations


@dataclass(frozen=True, slots=True)
class SchemaSearch:
    """Where to look: the workspace's `folders`, with the open texts in place of those on disk."""

    folders: tuple[str, ...]
    overlay: Mapping[Path, str]
    ask_git: bool

    def of_open(self) -> Iterator[Discovery]:
        """What the open texts belong to, one folder of the workspace after the other."""
        by_roof: dict[Path | None, list[Path]] = {}
        for path in self.overlay:
            if path.name != FILE_NAME:
                by_roof.setdefault(self._roof(path), []).append(path)
        for roof, paths in by_roof.items():
            yield self._find(paths, roof)

    def of_file(self, path: Path) -> SchemaSet:
        """The schema that a file belongs to, else the file itself."""
        found = self._find([path], self._roof(path)).schema_of(path)
        return found or SchemaSet(path.parent, (path,), path.parent)

    def of_migrations(self, folder: Path) -> SchemaSet | None:
        """The schema whose migrations are in a folder."""
        roof = self._roof(folder)
        for start in starts_for_migrations(folder, overlay=self.overlay, roof=roof):
            for schema in self._find([start], roof).schemas:
                if migrations_folder(schema) == folder:
                    return schema
        return None

    def everywhere(self) -> tuple[SchemaSet, ...]:
        """All schemas in the workspace, and those of open texts that lie elsewhere."""
        workspace = (self._find([Path(each)], None) for each in self.folders)
        found = {each.files: each for part in (*workspace, *self.of_open()) for each in part.schemas}
        return tuple(sorted(found.values(), key=lambda each: each.name))

    def _find(self, starts: list[Path], roof: Path | None) -> Discovery:
        return find_schemas(starts, overlay=self.overlay, ask_git=self.ask_git, roof=roof)

    def _roof(self, path: Path) -> Path | None:
        """The innermost folder of the workspace that a file lies in."""
        around = (Path(folder) for folder in self.folders)
        inside = [folder for folder in around if path.is_relative_to(folder)]
        return max(inside, key=lambda folder: len(folder.parts), default=None)

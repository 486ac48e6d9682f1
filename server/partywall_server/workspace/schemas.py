"""What one schema is: which files make it up. Decided here alone.

(1) The file or folder that `prisma.config.ts` or `package.json` names. (2) Else the folder of a file with
a `datasource`, with the `.prisma` files below it that have none and no nearer such folder. (3) Two files
with a datasource in one folder are two schemas, each alone, and a finding says so. (4) Else the file
itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from partywall.syntax.chunks import each_chunk
from partywall.text import Span
from partywall.values import dataclass
from partywall_server.workspace.folders import config_files, is_file, is_folder, walk
from partywall_server.workspace.git import ignored, repository_of
from partywall_server.workspace.prisma_config import (
    Note,
    PrismaConfig,
    read_package,
    read_prisma_config,
)
from partywall_server.workspace.text_file import TextFile, Unreadable, read_text

_HEADER = re.compile(r"^[^\S\r\n]*(?P<kind>datasource|generator)[^\S\r\n]+[\w-]+[^\S\r\n]*\{", re.MULTILINE)
_OUTPUT = re.compile(r'^[^\S\r\n]*output[^\S\r\n]*=[^\S\r\n]*"((?:[^"\\\r\n]|\\.)*)"', re.MULTILINE)
_OTHER_LANGUAGE = re.compile(r"[ \t]*//[ \t]*use prisma-(?:next|8)\b")


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """A finding about how files make up schemas; rules cannot see it, since they see one schema."""

    rule: str
    path: Path
    span: Span
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class SchemaSet:
    """One schema: its files, in order of path, all absolute.

    `root` is the folder that the schema is about. `project` is the folder up to which settings are
    looked for: the repository's, or the package's where there is none. `named_by` is the file that names
    the schema, if one does, and `migrations` the folder that it gives for them.
    """

    root: Path
    files: tuple[Path, ...]
    project: Path
    named_by: Path | None = None
    migrations: Path | None = None
    datasource: Path | None = None
    problems: tuple[SchemaProblem, ...] = ()
    is_single: bool = False

    @property
    def name(self) -> Path:
        """What to call it: its only file, or its folder."""
        return self.files[0] if len(self.files) == 1 else self.root


@dataclass(frozen=True, slots=True)
class Discovery:
    """All schemas that were found, in order of path.

    `notes` say what in the configuration was not understood, `left_alone` are the files that are written
    for Prisma's next generation.
    """

    schemas: tuple[SchemaSet, ...] = ()
    notes: tuple[Note, ...] = ()
    left_alone: tuple[Path, ...] = ()

    def schema_of(self, path: Path) -> SchemaSet | None:
        """The schema that a file belongs to."""
        return next((each for each in self.schemas if path in each.files), None)


def find_schemas(
    starts: Iterable[Path],
    *,
    overlay: Mapping[Path, str] | None = None,
    ask_git: bool = True,
    roof: Path | None = None,
) -> Discovery:
    """The schemas at and below folders, and those that files belong to.

    A schema is whole even where a start is a part of it. `overlay` has the texts of files that an editor
    holds open, on disk or not. `ask_git` is False where the workspace is untrusted. `roof` is how far up
    to look for what governs a start that lies in no repository and no package; the start's own folder
    if not given. All paths absolute; a start that does not exist gives nothing.
    """
    starts = tuple(starts)
    search = _Search(dict(overlay or {}), ask_git=ask_git, roof=roof)
    found: dict[tuple[Path, ...], SchemaSet] = {}
    for start in starts:
        for schema in search.schemas(start):
            found.setdefault(schema.files, schema)
    schemas = sorted(found.values(), key=lambda each: (each.root, each.files))
    left_alone = tuple(sorted(path for path in search.left_alone if _is_meant(path, starts)))
    return Discovery(tuple(schemas), tuple(dict.fromkeys(search.notes)), left_alone)


def starts_for_migrations(
    folder: Path, *, overlay: Mapping[Path, str], roof: Path | None = None
) -> Iterator[Path]:
    """Where to look for the schema of a folder of migrations: around it, then where a configuration says.

    Asking for the rest only where there is need saves a walk through all that lies below a configuration.
    """
    yield folder.parent
    search = _Search(dict(overlay), ask_git=False, roof=roof)
    project = search.project(folder.parent)
    for above in (each for each in folder.parents if each.is_relative_to(project)):
        for config in search.speaking_for(above):
            if config.migrations == folder:
                yield config.schema or config.folder


@dataclass(frozen=True, slots=True)
class _Seen:
    """What matters of a file here: where its datasource is, what its generators write."""

    datasource: Span | None = None
    outputs: tuple[Path, ...] = ()
    is_other_language: bool = False


@dataclass
class _Search:
    """One search; files are read once."""

    overlay: dict[Path, str]
    ask_git: bool
    roof: Path | None
    notes: list[Note] = field(default_factory=list[Note])
    left_alone: set[Path] = field(default_factory=set[Path])
    _seen: dict[Path, _Seen] = field(default_factory=dict[Path, _Seen])
    _configs: dict[Path, PrismaConfig | None] = field(default_factory=dict[Path, "PrismaConfig | None"])

    def schemas(self, start: Path) -> Iterator[SchemaSet]:
        """The schemas at and below a folder, or the one of a file."""
        is_single = is_file(start) or start in self.overlay
        if not is_single and not is_folder(start):
            return
        folder = start.parent if is_single else start
        project = self.project(folder)
        above = [each for each in (folder, *folder.parents) if each.is_relative_to(project)]
        configs = [config for each in above for config in self.speaking_for(each)]
        base = self._widened(folder, above, configs)
        files, below = self._candidates(base, project, start)
        if is_single:
            files.setdefault(start, None)
        all_configs = list(dict.fromkeys((*configs, *below)))
        for schema in self._decide(list(files), all_configs, project):
            if start in schema.files if is_single else _touches(schema, start):
                yield schema

    # --- where to look ---------------------------------------------------------------------------

    def project(self, folder: Path) -> Path:
        """How far up to look: the repository, else the package or the roof, else no further."""
        repository = repository_of(folder)
        if repository is not None:
            return repository
        above = (folder, *folder.parents)
        package = next((each for each in above if is_file(each / "package.json")), folder)
        roof = self.roof if self.roof in above else None
        return min((roof or folder, package), key=lambda each: len(each.parts))

    def _widened(self, folder: Path, above: list[Path], configs: list[PrismaConfig]) -> Path:
        """The folder of the schema that a folder is a part of, else the folder itself."""
        for config in configs:
            if config.schema and is_folder(config.schema) and folder.is_relative_to(config.schema):
                return config.schema
        return next((each for each in above if self._has_datasource(each)), folder)

    def _has_datasource(self, folder: Path) -> bool:
        on_disk = (path for path in _listed(folder) if path.suffix == ".prisma")
        in_editor = (path for path in self.overlay if path.parent == folder)
        return any(self._look(path).datasource for path in (*on_disk, *in_editor))

    def _candidates(
        self, base: Path, project: Path, start: Path
    ) -> tuple[dict[Path, None], list[PrismaConfig]]:
        """The files at and below a folder, in order, and what configuration files there say."""
        found = list(walk(base, project))
        schemas = {path for path in found if path.suffix == ".prisma"}
        schemas |= {path for path in self.overlay if path.suffix == ".prisma" and path.is_relative_to(base)}
        configs = [path for path in found if path.suffix != ".prisma"]
        if self.ask_git:
            left_out = ignored((*schemas, *configs, start))
            if start not in left_out:  # who asks for an ignored folder gets it
                schemas -= left_out
                configs = [path for path in configs if path not in left_out]
        speaking = dict.fromkeys(_spoken_for(path) for path in configs)
        below = [config for folder in speaking for config in self.speaking_for(folder)]
        unique: dict[str, Path] = {}
        for path in sorted(schemas, key=lambda each: (each.is_symlink(), each)):
            unique.setdefault(os.path.realpath(path), path)
        return dict.fromkeys(sorted(unique.values())), below

    # --- what belongs together -------------------------------------------------------------------

    def _decide(self, files: list[Path], configs: list[PrismaConfig], project: Path) -> Iterator[SchemaSet]:
        self.left_alone.update(path for path in files if self._look(path).is_other_language)
        files = [path for path in files if path not in self.left_alone]
        outputs = {output for path in files for output in self._look(path).outputs}
        files = [path for path in files if path.parent not in outputs]
        taken: set[Path] = set()
        # The deepest first: what a nearer configuration names is not a part of what is around it.
        named = {config.schema: config for config in reversed(configs) if config.schema}
        for path, config in sorted(named.items(), key=lambda each: -len(each[0].parts)):
            members = self._named(path, config, files, project, taken)
            if members:
                taken.update(members)
                root = path.parent if path in members else path
                schema = self._set(root, members, configs, project, config)
                yield replace(schema, is_single=path in members)
        yield from self._unnamed([path for path in files if path not in taken], configs, project)

    def _named(
        self, path: Path, config: PrismaConfig, files: list[Path], project: Path, taken: set[Path]
    ) -> tuple[Path, ...]:
        """The files that a name in a configuration stands for."""
        if path in files or is_file(path):
            return (path,)
        inside = [each for each in files if each.is_relative_to(path)]
        if is_folder(path):
            # It may lie where nobody looks: in a build folder, or beside the package.
            found = [each for each in walk(path, project) if each.suffix == ".prisma"]
            inside = inside or [each for each in found if each not in self.left_alone]
        if not inside:
            what = path.name or str(path)
            self.notes.append(Note(config.path, f"names the schema `{what}`, which does not exist"))
        return tuple(each for each in inside if each not in taken)

    def _unnamed(self, files: list[Path], configs: list[PrismaConfig], project: Path) -> Iterator[SchemaSet]:
        with_datasource: dict[Path, list[Path]] = {}
        for path in files:
            if self._look(path).datasource:
                with_datasource.setdefault(path.parent, []).append(path)
        members: dict[Path, list[Path]] = {}
        for path in files:
            owner = next((each for each in path.parents if each in with_datasource), None)
            is_part = owner is not None and len(with_datasource[owner]) == 1
            members.setdefault(owner if owner and is_part else path, []).append(path)
        for key, group in members.items():
            rivals = with_datasource.get(key.parent, []) if key in group else []
            root = key.parent if key in group else key
            schema = self._set(root, tuple(group), configs, project)
            if key in rivals:
                schema = replace(schema, problems=(self._problem(key, rivals),))
            yield replace(schema, is_single=key in group)

    def _set(
        self,
        root: Path,
        files: tuple[Path, ...],
        configs: list[PrismaConfig],
        project: Path,
        named_by: PrismaConfig | None = None,
    ) -> SchemaSet:
        speaking = named_by if named_by and named_by.migrations else _nearest(root, configs)
        datasource = next((path for path in files if self._look(path).datasource), None)
        return SchemaSet(
            root=root,
            files=tuple(sorted(files)),
            project=project,
            named_by=named_by.path if named_by else None,
            migrations=speaking.migrations if speaking else None,
            datasource=datasource,
        )

    def _problem(self, path: Path, rivals: list[Path]) -> SchemaProblem:
        others = ", ".join(f"`{each.name}`" for each in rivals if each != path)
        return SchemaProblem(
            rule="several-datasources",
            path=path,
            span=self._look(path).datasource or Span(0, 0),
            message=f"{others} beside it has a `datasource` too, so each file is a schema of its own",
            help="keep one `datasource` for all files, or name the schema in `prisma.config.ts`",
        )

    # --- reading ---------------------------------------------------------------------------------

    def _text(self, path: Path) -> TextFile | Unreadable:
        text = self.overlay.get(path)
        return read_text(path) if text is None else TextFile(path, text)

    def _look(self, path: Path) -> _Seen:
        if path not in self._seen:
            file = self._text(path)
            self._seen[path] = _look(file) if isinstance(file, TextFile) else _Seen()
        return self._seen[path]

    def speaking_for(self, folder: Path) -> Iterator[PrismaConfig]:
        """What the configuration files of a folder say: Prisma reads the first, then `package.json`."""
        own = list(config_files(folder))
        chosen = [path for path in own if path.name != "package.json"][:1]
        for path in (*chosen, *(path for path in own if path.name == "package.json")):
            if path not in self._configs:
                file = self._text(path)
                is_package = path.name == "package.json"
                config = read_package(file, folder) if is_package else read_prisma_config(file, folder)
                self._configs[path] = config and _bounded(config)
                self.notes.extend(config.notes if config else ())
            config = self._configs[path]
            if config is not None:
                yield config


def _bounded(config: PrismaConfig) -> PrismaConfig:
    """Without a schema that is a folder around the configuration: nobody means the whole disk."""
    if config.schema in config.folder.parents:
        return PrismaConfig(config.path, config.folder, None, config.migrations, config.notes)
    return config


def _look(file: TextFile) -> _Seen:
    """Look for blocks that matter, without parsing the rest."""
    if _OTHER_LANGUAGE.match(file.text):
        return _Seen(is_other_language=True)
    datasource: Span | None = None
    outputs: list[Path] = []
    left = len(_HEADER.findall(file.text))
    start = 0
    for chunk in each_chunk(file.text) if left else ():
        header = _HEADER.match(chunk.text, chunk.header) if chunk.is_block else None
        if header and header["kind"] == "datasource" and datasource is None:
            datasource = Span(start + chunk.header, start + header.end() - 1)
        elif header and (output := _OUTPUT.search(chunk.text)):
            written = Path(os.path.normpath(file.path.parent / output[1]))
            if written != file.path.parent:
                outputs.append(written)
        left -= len(_HEADER.findall(chunk.text))
        if left <= 0:
            break
        start += len(chunk.text)
    return _Seen(datasource, tuple(outputs))


def _nearest(root: Path, configs: list[PrismaConfig]) -> PrismaConfig | None:
    """The nearest configuration that says where migrations are and names no schema."""
    speaking = [
        each for each in configs if each.migrations and not each.schema and root.is_relative_to(each.folder)
    ]
    return max(speaking, key=lambda each: len(each.folder.parts), default=None)


def _spoken_for(config: Path) -> Path:
    return config.parent.parent if config.parent.name == ".config" else config.parent


def _is_meant(path: Path, starts: Sequence[Path]) -> bool:
    return any(path == start or path.is_relative_to(start) for start in starts)


def _touches(schema: SchemaSet, folder: Path) -> bool:
    return any(path.is_relative_to(folder) for path in schema.files)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []

"""Putting a schema together: from files on disk and in editors to a `Host`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from partywall.hazards.names import hazard_names
from partywall.host import Host
from partywall.rules.discovery import known_options
from partywall.syntax.chunks import Source
from partywall.syntax.parser import Parser
from partywall.values import dataclass
from partywall_server.workspace.configuration import Configuration, configuration_of
from partywall_server.workspace.schemas import SchemaSet
from partywall_server.workspace.text_file import TextFile, Unreadable, read_text


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A schema ready to be analysed.

    `files` are those read from disk, by key; what an editor holds is not among them.
    """

    schema: SchemaSet
    host: Host
    configuration: Configuration
    files: Mapping[str, TextFile]
    unreadable: tuple[Unreadable, ...]


def load(
    schema: SchemaSet,
    overlay: Mapping[Path, str] | None = None,
    *,
    on_top: Mapping[str, object] | None = None,
    parser: Parser | None = None,
) -> Loaded:
    """Read the files of a schema, and its settings (see `configuration_of`), into a new host.

    A file that cannot be read is left out and listed. A parser may be shared between hosts.
    """
    known = (known_options(), hazard_names())
    configuration = configuration_of(schema, overlay=overlay, on_top=on_top, known=known)
    host = Host(configuration.config, parser)
    host.set_accepted(configuration.baseline.accepted)
    files: dict[str, TextFile] = {}
    unreadable: list[Unreadable] = []
    for path in schema.files:
        text = (overlay or {}).get(path)
        if text is not None:
            host.set_file(key_of(path), Source.of(text))
            continue
        file = read_text(path)
        if isinstance(file, TextFile):
            files[key_of(path)] = file
            host.set_file(key_of(path), Source.of(file.text))
        else:
            unreadable.append(file)
    return Loaded(schema, host, configuration, files, tuple(unreadable))


def key_of(path: Path) -> str:
    """The name of a file in a host: its absolute path with `/` between the parts."""
    return path.as_posix()

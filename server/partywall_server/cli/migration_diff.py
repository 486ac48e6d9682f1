"""What `partywall create-migration --dry-run` prints: the schema's changes and the new files as one diff."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from partywall_server.cli.fix import unified_diff
from partywall_server.cli.places import shown
from partywall_server.workspace.new_migration import NewMigration
from partywall_server.workspace.text_file import TextFile


def print_diff(migration: NewMigration, files: Mapping[str, TextFile]) -> None:
    """Print it to the byte as `git apply` and `patch` take it."""
    for key, source in sorted(migration.sources.items()):
        before = files[key].text if key in files else None
        for line in unified_diff(shown(key), before, source.text):
            sys.stdout.write(f"{line}\n")
    for path, text in migration.files.items():
        for line in unified_diff(shown(path), None, text):
            sys.stdout.write(f"{line}\n")

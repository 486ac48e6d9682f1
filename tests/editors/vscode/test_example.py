"""The main job, in VS Code: see a finding in the example, take its fix, write the migration."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from support.vscode import PROJECT, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"


def test_from_a_finding_to_the_migration(example: Path, extensions: Path, tmp_path: Path) -> None:
    schema = example / SCHEMA
    before = schema.read_text()
    migrations = set((example / "prisma" / "migrations").iterdir())
    with vscode(example, tmp_path, extensions=extensions) as editor:
        editor.open(SCHEMA)
        assert editor.squiggles()
        rows = editor.problems("missing-tenant-key")
        if "UPDATE_SCREENSHOT" in os.environ:
            editor.screenshot(PROJECT / "docs" / "images" / "vscode.png")

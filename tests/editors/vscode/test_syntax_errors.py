"""`partywall.syntaxErrors`: `auto` leaves them to Prisma's extension where that is enabled."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from support.vscode import install, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.editor, needs_chromium]

SYNTAX = "not a valid field"
FINDING = "missing-tenant-index"


def test_auto_is_off_beside_prismas_extension(example: Path, package: Path, tmp_path: Path) -> None:
    schema = example / "prisma" / "schema.prisma"
    schema.write_text(schema.read_text() + "\nmodel Broken {\n  id @@\n}\n")
    extensions = install(package, tmp_path)
    install(prismas_extension(tmp_path), tmp_path)
    with vscode(example, tmp_path, extensions=extensions) as editor:
        editor.open("prisma/schema.prisma")
        assert editor.problems(FINDING)
        editor.no_problem(SYNTAX)

        editor.set({"partywall.syntaxErrors": "on"})
        assert editor.problems(SYNTAX)

        editor.set({"partywall.syntaxErrors": "auto"})
        editor.no_problem(SYNTAX)
        assert editor.problems(FINDING)


def prismas_extension(folder: Path) -> Path:
    """An extension that has the name of Prisma's and does nothing."""
    vsix = folder / "prisma.vsix"
    manifest = {
        "name": "prisma",
        "publisher": "Prisma",
        "version": "1.0.0",
        "engines": {"vscode": "^1.91.0"},
    }
    with zipfile.ZipFile(vsix, "w") as archive:
        archive.writestr("extension/package.json", json.dumps(manifest))
    return vsix

"""What a user sees of whose data a model is, and how a finding is allowed with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.vscode import eventually, needs_chromium, vscode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.editor, needs_chromium]

SCHEMA = "prisma/schema.prisma"
RULE = "unique-without-tenant"


def test_a_finding_is_allowed_and_models_say_whose_data_they_are(
    example: Path, extensions: Path, tmp_path: Path
) -> None:
    schema = example / SCHEMA
    settings = {"partywall.inlayHints": True}
    with vscode(example, tmp_path, extensions=extensions, settings=settings) as editor:
        editor.open(SCHEMA)
        assert "tenant root: each row is a tenant" in editor.code_lenses("tenant root")

        offered = editor.fixes(RULE)
        assert offered[-1] == f"Allow here… ({RULE})"
        editor.take_fix("Allow here…")
        assert editor.complaint(" ", "needs a reason")
        editor.answer("one of each for all tenants")
        editor.no_problem(RULE)
        editor.save()
        written = f"// partywall: allow {RULE} one of each for all tenants\n"
        eventually(lambda: written in schema.read_text())

        # A lens leads to the reasons, and hints stand behind relations.
        assert any("onUpdate: Cascade" in each for each in editor.inlay_hints("onUpdate"))
        editor.press_lens("Tenant")
        eventually(lambda: "Preview Tenancy.md" in editor.tabs())

"""What is written for MySQL 8, CockroachDB and SQL Server, which do not run here, as files that were read.

`UPDATE_EXPECT=1` writes them anew; read the difference line by line before it is kept.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from migrations.example_by_provider import example, without_new_key
from migrations.test_forms_by_provider import DATA, FORMS
from partywall_server.cli.app import run as run_command

GOLDEN = Path(__file__).parent / "golden"
PROVIDERS = ("mysql", "cockroachdb", "sqlserver")
KEY = "a required tenant key"
CHECKLISTS = {KEY: "CHECKLIST.md", "cleanup": "cleanup-CHECKLIST.md"}
SCRIPTS = ("migration.sql", "down.sql", "verify.sql", "seed.sql")


def asked(*arguments: str) -> None:
    assert run_command(("create-migration", *arguments), lambda _: 0) == 0


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("form", [*FORMS, *DATA, KEY])
def test_what_is_written(provider: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    schema = example(provider)
    first = without_new_key(schema) if form == KEY else schema
    (tmp_path / "schema.prisma").write_text(first)
    asked("--name", "first")
    (tmp_path / "schema.prisma").write_text(schema)
    asked(*(DATA[form].arguments if form in DATA else FORMS.get(form, ())))
    folder = max(tmp_path.glob("migrations/*/migration.sql")).parent
    there = (folder / name for name in SCRIPTS if (folder / name).exists())
    text = "\n".join(f"-- ===== {file.name}\n{file.read_text()}" for file in there)
    compare(GOLDEN / provider / f"{form.replace(' ', '-')}.sql", text)
    if form in CHECKLISTS:
        compare(GOLDEN / provider / CHECKLISTS[form], (folder / "CHECKLIST.md").read_text())


def compare(file: Path, text: str) -> None:
    """A digest of a history holds the moment of its folders' names."""
    text = re.sub(r"\b20\d{12}_", "20260101000000_", text)
    text = re.sub(r"(?<=, history )\w{12}", "0" * 12, text)
    if os.environ.get("UPDATE_EXPECT"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert file.read_text() == text

"""A migration for whoever asks: the command line and the editors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from partywall.migrations.create import Migration, Nothing, Refusal
from partywall_server.workspace.load import load
from partywall_server.workspace.new_migration import NewMigration, new_migration, write_migration
from partywall_server.workspace.schemas import find_schemas
from support.folders import DATASOURCE, MODEL, fill, git

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
LATER = MODEL.replace("}", "  name String?\n}")


def planned(folder: Path, *, ask_git: bool = True, buffer: str | None = None) -> NewMigration:
    path = folder / "prisma/schema.prisma"
    overlay = {} if buffer is None else {path: buffer}
    (schema,) = find_schemas([path], overlay=overlay, ask_git=ask_git).schemas
    return new_migration(schema, load(schema, overlay).host, "add name", ask_git=ask_git, now=NOON)


def sql(migration: NewMigration) -> str:
    assert isinstance(migration.result, Migration), migration.result
    return migration.result.script


def commit(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")


def test_what_is_planned_is_what_is_written(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma/schema.prisma": DATASOURCE + MODEL})
    migration = planned(tmp_path)
    assert not (tmp_path / "prisma/migrations").exists()
    write_migration(migration)
    folder = tmp_path / "prisma/migrations"
    written = {path: path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert written == migration.files
    names = {path.relative_to(folder).as_posix() for path in written}
    stem = "20260131120000_add_name"
    beside = {f"{stem}/{name}" for name in ("migration.sql", "down.sql", "verify.sql", "CHECKLIST.md")}
    assert names == {*beside, "migration_lock.toml"}
    assert isinstance(planned(tmp_path).result, Nothing)


def test_the_buffer_of_an_editor_counts(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma/schema.prisma": DATASOURCE + MODEL})
    write_migration(planned(tmp_path))
    assert "ADD COLUMN" in sql(planned(tmp_path, buffer=DATASOURCE + LATER))


def test_an_untrusted_workspace_is_not_asked_for_its_last_commit(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma/schema.prisma": DATASOURCE + MODEL})
    commit(tmp_path)
    fill(tmp_path, {"prisma/schema.prisma": DATASOURCE + LATER})
    assert "ADD COLUMN" in sql(planned(tmp_path))
    assert "CREATE TABLE" in sql(planned(tmp_path, ask_git=False))


@pytest.mark.parametrize("text", [DATASOURCE + "model A {\n  id Int @@\n}\n", "\udcff"])
def test_a_last_commit_that_cannot_be_read_is_no_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "prisma").mkdir()
    (tmp_path / "prisma/schema.prisma").write_bytes(text.encode(errors="surrogateescape"))
    commit(tmp_path)
    fill(tmp_path, {"prisma/schema.prisma": DATASOURCE + MODEL})
    result = planned(tmp_path).result
    assert isinstance(result, Refusal)
    assert "last commit" in result.reason


def test_a_lock_file_that_is_in_the_way_takes_the_migration_back(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma/schema.prisma": DATASOURCE + MODEL})
    migration = planned(tmp_path)
    fill(tmp_path, {"prisma/migrations/migration_lock.toml": 'provider = "mysql"\n'})
    with pytest.raises(FileExistsError):
        write_migration(migration)
    assert [path.name for path in (tmp_path / "prisma/migrations").iterdir()] == ["migration_lock.toml"]

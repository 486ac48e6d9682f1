"""Where migrations are, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall_server.workspace.migrations_folder import migrations_folder, read_history
from partywall_server.workspace.schemas import SchemaSet, find_schemas
from support.folders import DATASOURCE, MODEL, fill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOCK = '# a comment\nprovider = "postgresql"\n'


def schema_of(folder: Path, files: Mapping[str, str]) -> SchemaSet:
    fill(folder, files)
    (schema,) = find_schemas([folder]).schemas
    return schema


def test_they_are_beside_the_schema_file(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, {"db/schema.prisma": DATASOURCE})
    assert migrations_folder(schema) == tmp_path / "db/migrations"


def test_they_are_in_the_folder_of_several_files(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, {"prisma/schema/base.prisma": DATASOURCE, "prisma/schema/m/a.prisma": MODEL})
    assert migrations_folder(schema) == tmp_path / "prisma/schema/migrations"


def test_they_are_beside_the_folder_if_they_have_been_there_all_along(tmp_path: Path) -> None:
    files = {"prisma/schema/base.prisma": DATASOURCE, "prisma/schema/a.prisma": MODEL}
    schema = schema_of(tmp_path, {**files, "prisma/migrations/migration_lock.toml": LOCK})
    assert migrations_folder(schema) == tmp_path / "prisma/migrations"


def test_they_are_beside_the_datasource_if_they_have_been_there_all_along(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        {
            "prisma.config.ts": "export default { schema: 'db' }",
            "db/source/base.prisma": DATASOURCE,
            "db/a.prisma": MODEL,
            "db/source/migrations/1_a/migration.sql": "",
        },
    )
    assert migrations_folder(schema) == tmp_path / "db/source/migrations"


def test_prisma_config_says_where(tmp_path: Path) -> None:
    named = "export default { schema: 'db', migrations: { path: 'sql' } }"
    schema = schema_of(tmp_path, {"prisma.config.ts": named, "db/a.prisma": DATASOURCE})
    assert migrations_folder(schema) == tmp_path / "sql"


def test_prisma_config_says_where_without_naming_the_schema(tmp_path: Path) -> None:
    unnamed = "export default { migrations: { path: './sql' } }"
    schema = schema_of(tmp_path, {"prisma.config.ts": unnamed, "prisma/schema.prisma": DATASOURCE})
    assert migrations_folder(schema) == tmp_path / "sql"


def test_the_history_is_read_in_order_of_name(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "migration_lock.toml": LOCK,
            "20260102000000_b/migration.sql": "-- b\r\n",
            "20260101000000_a/migration.sql": "-- a",
            "20260101000000_a/down.sql": "-- down",
            "README.md": "",
            ".partywall-x/migration.sql": "half",
        },
    )
    history = read_history(tmp_path)
    assert [(each.name, each.sql) for each in history.migrations] == [
        ("20260101000000_a", "-- a"),
        ("20260102000000_b", "-- b\r\n"),
    ]
    assert history.provider == "postgresql"
    assert history.faults == ()


def test_a_migration_without_its_file_is_a_fault(tmp_path: Path) -> None:
    fill(tmp_path, {"1_a/migration.sql": "", "2_b/notes.txt": ""})
    (tmp_path / "3_c").mkdir()
    (tmp_path / "3_c/migration.sql").write_bytes(b"\xff")
    history = read_history(tmp_path)
    assert [each.path.parent.name for each in history.faults] == ["2_b", "3_c"]
    assert not history.is_empty


def test_a_folder_that_does_not_exist_has_no_history(tmp_path: Path) -> None:
    history = read_history(tmp_path / "gone")
    assert history.is_empty
    assert history.provider is None

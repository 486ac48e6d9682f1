"""Whose migrations a folder has, and which schemas a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall_server.lsp.schema_search import SchemaSearch
from support.folders import DATASOURCE, MODEL, fill

if TYPE_CHECKING:
    from pathlib import Path

LOCK = 'provider = "postgresql"\n'
FOLDER_ALONE = 'export default { migrations: { path: "sql/history" } }\n'
BOTH = 'export default { schema: "db/schema", migrations: { path: "sql/history" } }\n'


def search(folder: Path) -> SchemaSearch:
    return SchemaSearch((folder.as_posix(),), {}, ask_git=False)


@pytest.mark.parametrize(
    ("migrations", "schema", "others"),
    [
        ("prisma/migrations", ["prisma/schema.prisma"], {}),
        ("prisma/schema/migrations", ["prisma/schema/a.prisma", "prisma/schema/b.prisma"], {}),
        ("prisma/migrations", ["prisma/schema/a.prisma", "prisma/schema/b.prisma"], {}),
        ("prisma/migrations", ["prisma/a.prisma", "prisma/models/b.prisma"], {}),
        ("sql/history", ["db/schema/a.prisma", "db/schema/b.prisma"], {"prisma.config.ts": BOTH}),
        ("sql/history", ["prisma/schema.prisma"], {"prisma.config.ts": FOLDER_ALONE}),
        (
            "packages/db/sql/history",
            ["packages/db/db/schema/a.prisma"],
            {"packages/db/prisma.config.ts": BOTH, "prisma/schema.prisma": DATASOURCE},
        ),
    ],
)
def test_the_schema_of_migrations_is_found(
    tmp_path: Path, migrations: str, schema: list[str], others: dict[str, str]
) -> None:
    texts = dict(zip(schema, (DATASOURCE, MODEL), strict=False))
    fill(tmp_path, {"package.json": "{}\n", f"{migrations}/migration_lock.toml": LOCK, **texts, **others})
    found = search(tmp_path).of_migrations(tmp_path / migrations)
    assert found is not None
    assert [each.relative_to(tmp_path).as_posix() for each in found.files] == schema


def test_migrations_of_nobody_have_no_schema(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "prisma.config.ts": BOTH,
            "db/schema/a.prisma": DATASOURCE,
            "db/schema/migrations/migration_lock.toml": LOCK,
        },
    )
    assert search(tmp_path).of_migrations(tmp_path / "db/schema/migrations") is None
    assert search(tmp_path).of_migrations(tmp_path / "nowhere/migrations") is None


def test_all_schemas_of_all_folders_and_of_what_is_open_are_found(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    for each in (one, two, other):
        fill(each, {"prisma/schema.prisma": DATASOURCE, "package.json": "{}\n"})
    folders = (one.as_posix(), two.as_posix())
    opened = {other / "prisma/schema.prisma": DATASOURCE}
    found = SchemaSearch(folders, opened, ask_git=False).everywhere()
    assert [each.name for each in found] == [each / "prisma/schema.prisma" for each in (one, other, two)]

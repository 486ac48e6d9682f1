"""What one schema is (architecture, 3a)."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from partywall_server.workspace.schemas import Discovery, SchemaSet, find_schemas
from support.folders import DATASOURCE, MODEL, fill, git

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = DATASOURCE + MODEL


def names(schema: SchemaSet, folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in schema.files]


def found(folder: Path, *starts: str) -> list[list[str]]:
    paths = [folder / start for start in starts] or [folder]
    return [names(each, folder) for each in find_schemas(paths, roof=folder).schemas]


def only(discovery: Discovery) -> SchemaSet:
    assert len(discovery.schemas) == 1, discovery
    return discovery.schemas[0]


# --- (2) the folder of a datasource --------------------------------------------------------------


def test_one_file_with_a_datasource_is_a_schema(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma/schema.prisma": SCHEMA})
    assert found(tmp_path) == [["prisma/schema.prisma"]]


def test_files_without_a_datasource_belong_to_the_folder_above_that_has_one(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "prisma/schema.prisma": SCHEMA,
            "prisma/models/user.prisma": MODEL,
            "prisma/models/deep/post.prisma": MODEL,
        },
    )
    whole = ["prisma/models/deep/post.prisma", "prisma/models/user.prisma", "prisma/schema.prisma"]
    assert found(tmp_path) == [whole]
    schema = only(find_schemas([tmp_path]))
    assert schema.root == tmp_path / "prisma"
    assert schema.datasource == tmp_path / "prisma/schema.prisma"


@pytest.mark.parametrize("start", ["prisma/models/user.prisma", "prisma/models", "prisma/schema.prisma"])
def test_a_part_of_a_schema_stands_for_the_whole(tmp_path: Path, start: str) -> None:
    fill(tmp_path, {"prisma/schema.prisma": SCHEMA, "prisma/models/user.prisma": MODEL})
    assert found(tmp_path, start) == [["prisma/models/user.prisma", "prisma/schema.prisma"]]


def test_the_nearest_datasource_counts(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "schema.prisma": SCHEMA,
            "other.prisma": MODEL,
            "inner/schema.prisma": SCHEMA,
            "inner/models/a.prisma": MODEL,
        },
    )
    assert found(tmp_path) == [
        ["other.prisma", "schema.prisma"],
        ["inner/models/a.prisma", "inner/schema.prisma"],
    ]


def test_every_schema_of_a_monorepo_is_found(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "apps/web/prisma/schema.prisma": SCHEMA,
            "apps/jobs/prisma/schema.prisma": SCHEMA,
            "packages/db/schema/base.prisma": SCHEMA,
            "packages/db/schema/user.prisma": MODEL,
        },
    )
    assert found(tmp_path) == [
        ["apps/jobs/prisma/schema.prisma"],
        ["apps/web/prisma/schema.prisma"],
        ["packages/db/schema/base.prisma", "packages/db/schema/user.prisma"],
    ]
    assert found(tmp_path, "apps") == found(tmp_path)[:2]
    assert found(tmp_path, "apps/web", "packages") == found(tmp_path)[1:]


def test_a_datasource_in_a_comment_is_none(tmp_path: Path) -> None:
    fill(tmp_path, {"a.prisma": f"/*\n{DATASOURCE}*/\n{MODEL}", "b.prisma": SCHEMA})
    assert found(tmp_path) == [["a.prisma", "b.prisma"]]


# --- (3) two datasources in one folder -----------------------------------------------------------


def test_two_datasources_in_one_folder_are_two_schemas_that_say_so(tmp_path: Path) -> None:
    fill(tmp_path, {"a.prisma": MODEL + SCHEMA, "b.prisma": SCHEMA, "c.prisma": MODEL, "d/e.prisma": MODEL})
    discovery = find_schemas([tmp_path])
    assert [names(each, tmp_path) for each in discovery.schemas] == [
        ["a.prisma"],
        ["b.prisma"],
        ["c.prisma"],
        ["d/e.prisma"],
    ]
    first, second, *rest = discovery.schemas
    assert [problem.path.name for problem in (*first.problems, *second.problems)] == ["a.prisma", "b.prisma"]
    problem = first.problems[0]
    assert "`b.prisma`" in problem.message
    assert (MODEL + SCHEMA)[problem.span.start : problem.span.end] == "datasource db "
    assert not any(each.problems for each in rest)


# --- (4) the file itself -------------------------------------------------------------------------


def test_a_file_without_any_datasource_is_a_schema_of_its_own(tmp_path: Path) -> None:
    fill(tmp_path, {"a.prisma": MODEL, "b.prisma": MODEL})
    assert found(tmp_path) == [["a.prisma"], ["b.prisma"]]
    assert found(tmp_path, "b.prisma") == [["b.prisma"]]


def test_what_lies_outside_the_project_governs_nothing(tmp_path: Path) -> None:
    fill(tmp_path, {"schema.prisma": SCHEMA, "project/package.json": "{}", "project/a.prisma": MODEL})
    schema = only(find_schemas([tmp_path / "project/a.prisma"]))
    assert names(schema, tmp_path) == ["project/a.prisma"]
    assert schema.project == tmp_path / "project"


# --- (1) what a configuration names --------------------------------------------------------------


def test_prisma_config_names_a_folder(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "prisma.config.ts": 'export default defineConfig({ schema: "db/models" })',
            "db/models/a.prisma": MODEL,
            "db/models/sub/source.prisma": SCHEMA,
            "db/unrelated.prisma": MODEL,
        },
    )
    whole = ["db/models/a.prisma", "db/models/sub/source.prisma"]
    assert found(tmp_path) == [["db/unrelated.prisma"], whole]
    assert found(tmp_path, "db/models/a.prisma") == [whole]
    assert found(tmp_path, "db/models/sub") == [whole]
    schema = only(find_schemas([tmp_path / "db/models"], roof=tmp_path))
    assert schema.named_by == tmp_path / "prisma.config.ts"
    assert schema.root == tmp_path / "db/models"


def test_package_json_names_a_file(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "package.json": '{"name": "x", "prisma": {"schema": "./db/main.prisma"}}',
            "db/main.prisma": SCHEMA,
            "db/draft.prisma": MODEL,
        },
    )
    assert found(tmp_path) == [["db/draft.prisma"], ["db/main.prisma"]]


def test_the_configuration_of_each_package_speaks_for_itself(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "package.json": '{"private": true}',
            "packages/a/prisma.config.ts": "export default { schema: 'prisma/schema.prisma' }",
            "packages/a/prisma/schema.prisma": SCHEMA,
            "packages/b/package.json": '{"prisma": {"schema": "src"}}',
            "packages/b/src/one.prisma": SCHEMA,
            "packages/b/src/two.prisma": MODEL,
        },
    )
    assert found(tmp_path) == [
        ["packages/a/prisma/schema.prisma"],
        ["packages/b/src/one.prisma", "packages/b/src/two.prisma"],
    ]


def test_a_named_schema_may_lie_where_nobody_looks(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma.config.mjs": "export default { schema: 'out/db' }", "out/db/a.prisma": SCHEMA})
    assert found(tmp_path) == [["out/db/a.prisma"]]


def test_a_name_that_leads_nowhere_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    fill(tmp_path, {"prisma.config.ts": "export default { schema: 'gone' }", "prisma/schema.prisma": SCHEMA})
    discovery = find_schemas([tmp_path])
    assert names(only(discovery), tmp_path) == ["prisma/schema.prisma"]
    assert [note.message for note in discovery.notes] == ["names the schema `gone`, which does not exist"]


# --- what is not searched ------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["node_modules/x", ".hidden", "dist", "build", "out", "a/b/coverage"])
def test_some_folders_are_not_searched(tmp_path: Path, folder: str) -> None:
    fill(tmp_path, {f"{folder}/schema.prisma": SCHEMA, "prisma/schema.prisma": SCHEMA})
    assert found(tmp_path) == [["prisma/schema.prisma"]]
    assert found(tmp_path, folder) == [[f"{folder}/schema.prisma"]], "unless they are asked for"


def test_what_git_ignores_is_not_searched(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            ".gitignore": "generated/\n*.local.prisma\n",
            "src/generated/client/schema.prisma": SCHEMA,
            "prisma/schema.prisma": SCHEMA,
            "prisma/mine.local.prisma": MODEL,
        },
    )
    git(tmp_path, "init", "--quiet")
    assert found(tmp_path) == [["prisma/schema.prisma"]]
    untrusted = find_schemas([tmp_path], ask_git=False)
    assert len(untrusted.schemas) == 2
    asked_for = "src/generated/client/schema.prisma"
    assert found(tmp_path, asked_for) == [[asked_for]]


def test_what_a_generator_writes_is_no_schema(tmp_path: Path) -> None:
    generator = 'generator client {\n  provider = "prisma-client"\n  output   = "../src/client"\n}\n'
    fill(
        tmp_path,
        {"prisma/schema.prisma": generator + SCHEMA, "src/client/schema.prisma": generator + SCHEMA},
    )
    assert found(tmp_path) == [["prisma/schema.prisma"]]


def test_files_of_the_next_generation_are_left_alone(tmp_path: Path) -> None:
    fill(tmp_path, {"a.prisma": SCHEMA, "b.prisma": f"// use prisma-next\n{SCHEMA}"})
    discovery = find_schemas([tmp_path])
    assert names(only(discovery), tmp_path) == ["a.prisma"]
    assert not only(discovery).problems
    assert discovery.left_alone == (tmp_path / "b.prisma",)


# --- links and odd names -------------------------------------------------------------------------


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    fill(tmp_path, {"a/schema.prisma": SCHEMA})
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert found(tmp_path) == [["a/schema.prisma"]]


def test_a_linked_file_counts_once_under_its_own_name(tmp_path: Path) -> None:
    fill(tmp_path, {"z/schema.prisma": SCHEMA})
    (tmp_path / "a.prisma").symlink_to(tmp_path / "z/schema.prisma")
    assert found(tmp_path) == [["z/schema.prisma"]]


def test_a_link_that_leaves_the_project_is_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, {"elsewhere/schema.prisma": SCHEMA, "project/package.json": "{}"})
    (tmp_path / "project/link").symlink_to(tmp_path / "elsewhere")
    assert find_schemas([tmp_path / "project"]).schemas == ()


ODD_NAMES = ["with space", "-rf", "--help", "$(touch x)", "ünïcode…", "a'b\"c", "[x]*?"]
if sys.platform == "linux":  # the others have no names that are not text
    ODD_NAMES.append(os.fsdecode(b"caf\xe9"))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    fill(tmp_path, {f"{name}/schema.prisma": SCHEMA, ".gitignore": "ignored\n"})
    git(tmp_path, "init", "--quiet")
    assert found(tmp_path) == [[f"{name}/schema.prisma"]]
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([".git", ".gitignore", name])


def test_a_name_that_can_be_no_file_leads_nowhere(tmp_path: Path) -> None:
    for number, name in enumerate(("x" * 5000, "a\\u0000b", "..", "/", "")):
        package = f'{{"prisma": {{"schema": "{name}"}}}}'
        fill(tmp_path / str(number), {"package.json": package, "prisma/schema.prisma": SCHEMA})
        assert found(tmp_path, str(number)) == [[f"{number}/prisma/schema.prisma"]], name


# --- what an editor holds ------------------------------------------------------------------------


def test_the_text_in_an_editor_counts_and_not_that_on_disk(tmp_path: Path) -> None:
    fill(tmp_path, {"a.prisma": MODEL, "b.prisma": SCHEMA})
    overlay = {tmp_path / "a.prisma": SCHEMA, tmp_path / "new/c.prisma": MODEL}
    found = [names(each, tmp_path) for each in find_schemas([tmp_path], overlay=overlay).schemas]
    assert found == [["a.prisma"], ["b.prisma"], ["new/c.prisma"]]
    start = tmp_path / "new/c.prisma"
    assert only(find_schemas([start], overlay=overlay, roof=tmp_path)).files == (start,)


def test_a_start_that_does_not_exist_gives_nothing(tmp_path: Path) -> None:
    assert find_schemas([tmp_path / "gone", tmp_path / "gone.prisma"]) == Discovery()

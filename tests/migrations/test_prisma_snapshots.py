"""MySQL and SQL Server, of which no engine of Prisma's runs here: the texts that its own tests expect."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import pytest

from partywall.database.from_schema import from_schema
from partywall.database.from_sql import HistoryFile
from partywall.migrations.create import Migration, create
from partywall.schema.read import read
from support.shared import cases, requires_shared

if TYPE_CHECKING:
    from partywall.database.model import Database

BRANCHES = {"mysql": "mysql", "sqlserver": "mssql"}
MARKS = {"mysql": "`", "sqlserver": "BEGIN TRAN"}

# Where ours is another text on purpose, and why.
OURS_BETTER = {
    ("sqlserver", "migrations/diff::from_unique_index_to_pk"): (
        "it drops uniques as indexes, and its own `CREATE TABLE` makes constraints of them, which SQL Server "
        "drops by `DROP CONSTRAINT` only"
    ),
}
# Prisma's tests give what is there as SQL, or in a setting.
GIVEN = {
    "migrations/mssql::foreign_key_renaming_to_default_works": (
        "CREATE TABLE food (id INT IDENTITY(1,1), CONSTRAINT food_pkey PRIMARY KEY (id));"
        "CREATE TABLE [Dog] (id INT IDENTITY(1,1) NOT NULL, favourite_food_id INT NOT NULL, "
        "CONSTRAINT [Dog_pkey] PRIMARY KEY (id), CONSTRAINT [favouriteFood] FOREIGN KEY (favourite_food_id) "
        "REFERENCES food(id) ON UPDATE NO ACTION ON DELETE NO ACTION);"
    ),
}
SETTINGS = {"migrations/mssql/multi_schema::migration_with_shadow_database": 'schemas = ["one", "two"]'}


def schema_of(text: str, provider: str, name: str) -> str:
    text = text.replace("{datasource}", "").replace("{{", "{").replace("}}", "}").replace("@mypg.", "@db.")
    if "datasource" in text:
        return text
    return f'datasource db {{\n  provider = "{provider}"\n  {SETTINGS.get(name, "")}\n}}\n{text}'


def texts(case: dict[str, Any]) -> list[str]:
    found = [each["text"] for each in case["schemas"]]
    return ["\n".join(found)] if "multi_file" in case["name"] else found


def written(case: dict[str, Any], provider: str) -> str:
    """The text for the last schema, after those before it."""
    source: Database | None = None
    given = GIVEN.get(case["name"])
    text = ""
    for each in texts(case):
        reading = read({"schema.prisma": schema_of(each, provider, case["name"])})
        result = create(
            reading.schema,
            reading.bodies,
            history=[HistoryFile("20250101000000_given", given)] if given else [],
            source=source,
            name="next",
            now="20260101000000",
            strategy="simple",
        )
        assert isinstance(result, Migration), (case["name"], result)
        text = result.files[f"{result.folder}/migration.sql"]
        source = from_schema(reading.schema, reading.bodies)
    return text


def expected(snapshot: str) -> str:
    """The text; some are recorded as Rust shows lists of strings."""
    if not snapshot.strip().startswith("["):
        return snapshot
    lines = ast.literal_eval(snapshot.strip())
    return "\n".join(lines[0] if isinstance(lines[0], list) else lines)


def snapshots(provider: str) -> list[tuple[dict[str, Any], str]]:
    found: list[tuple[dict[str, Any], str]] = []
    for case in cases("sql_snapshots"):
        for each in case["snapshots"]:
            is_its = each["branch"] == BRANCHES[provider]
            if each["branch"] is None:
                is_its = MARKS[provider] in each["text"] and 'TABLE \\"' not in each["text"]
                is_its = is_its and 'TABLE "' not in each["text"] and 'TYPE "' not in each["text"]
            if each["is_sql"] and is_its:
                found.append((case, expected(each["text"])))
    found.extend(
        ({"name": case["name"], "schemas": [{"text": case["schema"]}]}, case["expected_sql"])
        for case in cases("sql_single")
        if case["provider"] == provider
    )
    return found


@requires_shared
@pytest.mark.parametrize("provider", ["mysql", "sqlserver"])
def test_prisma_expects_the_same(provider: str) -> None:
    same = better = 0
    misses: list[str] = []
    for case, snapshot in snapshots(provider):
        text, wanted = written(case, provider), snapshot
        if "schema_filter" in case["name"]:
            text, wanted = without_external(text), without_external(snapshot)
        if "Warnings:" not in wanted:
            text = re.sub(r"^/\*\n  Warnings:.*?\*/\n", "", text, flags=re.DOTALL)
        if text.strip() == wanted.strip():
            same += 1
        elif (provider, case["name"]) in OURS_BETTER:
            better += 1
        else:
            misses.append(case["name"])
    assert not misses
    assert same >= 0.9 * (same + better) > 8


def without_external(text: str) -> str:
    """Only what is about the tables of the schema: a setting of the tests leaves these to others."""
    text = re.sub(r"-- \w+\n(?:CREATE|DROP|ALTER) TABLE \S*[Ee]xternal[^;]*;\n\n?", "", text)
    return re.sub(r"  - You are about to drop the `External.*\n", "", text)

"""`prisma.config.ts` is read and never run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from partywall_server.workspace.prisma_config import PrismaConfig, read_package, read_prisma_config
from partywall_server.workspace.text_file import TextFile

FOLDER = Path("/project")


def read(text: str, name: str = "prisma.config.ts") -> PrismaConfig:
    return read_prisma_config(TextFile(FOLDER / name, text), FOLDER)


@pytest.mark.parametrize(
    "value",
    [
        "'prisma/schema.prisma'",
        '"./prisma/schema.prisma"',
        "`prisma/schema.prisma`",
        "path.join('prisma', 'schema.prisma')",
        "path.join(__dirname, \"prisma\", 'schema.prisma')",
        "path.resolve(import.meta.dirname, 'prisma/schema.prisma')",
        "join(process.cwd(), 'prisma', 'schema.prisma',)",
        "path.join(path.dirname(fileURLToPath(import.meta.url)), 'prisma', 'schema.prisma')",
        "'prisma/schema.prisma' as const",
        "'/project/prisma/schema.prisma'",
        "'prisma\\/schema.prisma'",
        "SCHEMA",
        "path.join(FOLDER, 'schema.prisma')",
        "'prisma/schema.prisma' // schema: 'other'",
        "/* schema: 'other' */ 'prisma/schema.prisma'",
    ],
)
@pytest.mark.parametrize(
    "export",
    [
        "export default defineConfig({{ earlyAccess: true, schema: {}, datasource: {{ url: env('X') }} }})",
        "export default {{ datasource: {{ schema: 'no' }}, schema: {}\n}} satisfies PrismaConfig",
        "module.exports = {{ 'schema': {}\n}}",
        "const config: PrismaConfig = {{ schema: {}\n}}\nexport default config",
        "const config = defineConfig({{ schema: {}\n}});\nexport default config;",
    ],
)
def test_the_usual_forms_are_understood(export: str, value: str) -> None:
    before = (
        "import path from 'node:path'\n"
        "const FOLDER = 'prisma'\n"
        "const SCHEMA: string = path.join(FOLDER, 'schema.prisma');\n"
    )
    config = read(before + export.format(value))
    assert config.schema == FOLDER / "prisma/schema.prisma"
    assert config.notes == ()


def test_the_migrations_folder_is_read() -> None:
    config = read(
        "export default defineConfig({\n"
        "  schema: 'db/schema',\n"
        "  migrations: { seed: 'tsx seed.ts', path: path.join('db', 'migrations') },\n"
        "})\n"
    )
    assert config.schema == FOLDER / "db/schema"
    assert config.migrations == FOLDER / "db/migrations"


def test_a_constant_of_the_name_may_stand_for_itself() -> None:
    assert read("const schema = 'a.prisma'\nexport default { schema }").schema == FOLDER / "a.prisma"


@pytest.mark.parametrize(
    "value",
    [
        "process.env.SCHEMA",
        "process.env.SCHEMA ?? 'a.prisma'",
        "`${folder}/a.prisma`",
        "isTest ? 'a.prisma' : 'b.prisma'",
        "schemaPath()",
        "'a' + '.prisma'",
        "path.join(folder(), 'a.prisma')",
        "path.join(...parts)",
        "A",
    ],
)
def test_what_is_computed_is_said_and_not_guessed(value: str) -> None:
    config = read(f"const A = B;\nconst B = A;\nexport default {{\n  schema: {value},\n}}")
    assert config.schema is None
    (note,) = config.notes
    assert "`schema` is computed" in note.message
    assert (note.position.line, note.position.column) == (3, 10)


@pytest.mark.parametrize(
    "text",
    ["", "{", "export default", "export default defineConfig(", "export default { schema:", "schema: 'a'",
     "export default a.b.c", "const a = a\nexport default a", "/*", "export default { schema: 'unclosed",
     "module.exports =", "export default { ...base }", "export default { migrations: { path: } }",
     "export default " + "defineConfig(" * 5000, "export default { schema: " + "join(" * 5000],
)  # fmt: skip
def test_half_typed_and_odd_files_say_nothing(text: str) -> None:
    config = read(text)
    assert config.schema is None
    assert config.migrations is None


@pytest.mark.parametrize("bracket", [")", "]"])
def test_a_bracket_too_many_ends_the_object(bracket: str) -> None:
    assert read(f"export default {{ {bracket} schema: 'a' }}").schema is None


def test_constants_that_multiply_come_to_an_end() -> None:
    doubled = "".join(f"const c{number} = join(c{number + 1}, c{number + 1})\n" for number in range(60))
    config = read(f"{doubled}const c60 = 'x'\nexport default {{ schema: c0 }}")
    assert config.schema is None
    assert len(config.notes) == 1


def test_paths_are_relative_to_the_file() -> None:
    config = read("export default { schema: '../prisma' }", ".config/prisma.ts")
    assert config.schema == FOLDER / "prisma"


def package(value: object) -> PrismaConfig | None:
    return read_package(TextFile(FOLDER / "package.json", json.dumps(value)), FOLDER)


def test_package_json_names_a_schema() -> None:
    config = package({"prisma": {"schema": "./db/schema.prisma", "seed": "x"}})
    assert config is not None
    assert config.schema == FOLDER / "db/schema.prisma"


@pytest.mark.parametrize("value", [{}, {"prisma": None}, {"prisma": {"schema": 3}}, [], "prisma", None])
def test_package_json_without_one_says_nothing(value: object) -> None:
    assert package(value) is None


def test_package_json_that_is_none_says_nothing() -> None:
    assert read_package(TextFile(FOLDER / "package.json", '{"prisma": '), FOLDER) is None

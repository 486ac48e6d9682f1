"""A schema with all fixes of the distributed profile can be spread by tenant.

What Citus asks of a distributed table is listed in the documentation of `primary-key-without-tenant`. Here
it is looked for in the SQL that Prisma itself writes for the fixed schema, not by our own reading of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from partywall.config import Config
from partywall.diagnostics.fix import Safety
from partywall.fixing import fix_all
from partywall.host import Host
from partywall.syntax.chunks import Source
from support.oracle import Oracle
from support.shared import CorpusSchema, each_schema

EXAMPLE = Path(__file__).parents[2] / "examples" / "chatbots" / "prisma" / "schema.prisma"
KEY = "tenantId"
TENANTS = "tenants"
REFERENCE_TABLES = {TENANTS, "users"}


@dataclass
class Table:
    """A table in SQL: column types, columns that may be null, and its constraints."""

    types: dict[str, str]
    nullable: set[str]
    primary: tuple[str, ...]
    uniques: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    foreign_keys: list[ForeignKey] = field(default_factory=list["ForeignKey"])


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key in SQL."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]
    on_delete: str
    on_update: str


@pytest.fixture(scope="module")
def fixed() -> str:
    host = Host(Config(profile="distributed"))
    host.set_file("schema.prisma", Source.of(EXAMPLE.read_text()))
    result = fix_all(host, frozenset({Safety.SAFE, Safety.UNSAFE}))
    assert result.is_settled
    assert [each.message for each in host.analyse().all_diagnostics()] == []
    return host.analyse().files["schema.prisma"].source.text


@pytest.fixture(scope="module")
def tables(fixed: str, oracle: Oracle) -> dict[str, Table]:
    assert oracle.errors({"schema.prisma": fixed}) == []
    return _tables(oracle.diff(None, {"schema.prisma": fixed}))


@pytest.fixture(scope="module")
def distributed(tables: dict[str, Table]) -> dict[str, Table]:
    return {name: table for name, table in tables.items() if name not in REFERENCE_TABLES}


def test_each_distributed_table_has_the_tenant_key_and_it_is_never_null(
    distributed: dict[str, Table],
) -> None:
    assert len(distributed) == 9
    assert [
        name for name, table in distributed.items() if KEY not in table.types.keys() - table.nullable
    ] == []


def test_the_tenant_key_has_one_type_everywhere(
    tables: dict[str, Table], distributed: dict[str, Table]
) -> None:
    assert {table.types[KEY] for table in distributed.values()} == {tables[TENANTS].types["id"]}


def test_primary_keys_and_uniques_hold_the_tenant_key(distributed: dict[str, Table]) -> None:
    assert [name for name, table in distributed.items() if KEY not in table.primary] == []
    uniques = [(name, each) for name, table in distributed.items() for each in table.uniques]
    assert uniques
    assert [(name, each) for name, each in uniques if KEY not in each] == []


def test_foreign_keys_between_distributed_tables_hold_it_in_the_same_place(
    distributed: dict[str, Table],
) -> None:
    between = [
        each for table in distributed.values() for each in table.foreign_keys if each.table in distributed
    ]
    assert between
    assert [
        each for each in between if (KEY, KEY) not in zip(each.columns, each.references, strict=True)
    ] == []


def test_no_foreign_key_changes_the_tenant_key(distributed: dict[str, Table]) -> None:
    holding = [each for table in distributed.values() for each in table.foreign_keys if KEY in each.columns]
    assert holding
    assert [each for each in holding if each.on_update in {"CASCADE", "SET NULL", "SET DEFAULT"}] == []
    assert [each for each in holding if each.on_delete in {"SET NULL", "SET DEFAULT"}] == []


def test_reference_tables_refer_to_no_distributed_table(
    tables: dict[str, Table], distributed: dict[str, Table]
) -> None:
    assert tables.keys() >= REFERENCE_TABLES
    assert [
        each for name in REFERENCE_TABLES for each in tables[name].foreign_keys if each.table in distributed
    ] == []


def test_before_the_fixes_nothing_of_this_holds(oracle: Oracle) -> None:
    """Or the tests above would prove nothing."""
    tables = _tables(oracle.diff(None, {"schema.prisma": EXAMPLE.read_text()}))
    without = {
        name for name, table in tables.items() if name not in REFERENCE_TABLES and KEY not in table.types
    }
    assert without == {"messages", "ratings"}
    assert tables["chatbots"].primary == ("id",)
    assert ("name",) in tables["chatbots"].uniques
    assert tables["integrations"].nullable == {KEY}
    assert {each.on_update for each in tables["documents"].foreign_keys} == {"CASCADE"}
    assert ("chatbotId",) in {each.columns for each in tables["documents"].foreign_keys}


@pytest.mark.parametrize("schema", each_schema())
def test_prisma_accepts_a_schema_with_all_fixes_for_distribution(
    schema: CorpusSchema, oracle: Oracle
) -> None:
    host = Host(Config(profile="distributed"))
    for path, text in schema.files.items():
        host.set_file(path, Source.of(text))
    result = fix_all(host, frozenset({Safety.SAFE, Safety.UNSAFE}))
    assert result.is_settled
    fixed = {path: file.source.text for path, file in host.analyse().files.items()}
    assert [each.message for each in oracle.errors(fixed)] == [
        each.message for each in oracle.errors(schema.files)
    ]


# --- Prisma's SQL --------------------------------------------------------------------------------

_TABLE = re.compile(r'CREATE TABLE "(\w+)" \(\n(.*?)\n\);', re.DOTALL)
_COLUMN = re.compile(r'^ +"(\w+)" (\S+)(.*?),?$', re.MULTILINE)
_PRIMARY = re.compile(r"PRIMARY KEY \((.*?)\)")
_UNIQUE = re.compile(r'CREATE UNIQUE INDEX "\w+" ON "(\w+)"\((.*?)\);')
_FOREIGN = re.compile(
    r'ALTER TABLE "(\w+)" ADD CONSTRAINT "\w+" FOREIGN KEY \((.*?)\) REFERENCES "(\w+)"\((.*?)\) '
    r"ON DELETE ([A-Z ]+) ON UPDATE ([A-Z ]+);"
)


def _tables(sql: str) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for name, body in _TABLE.findall(sql):
        columns = _COLUMN.findall(body)
        primary = _PRIMARY.search(body)
        tables[name] = Table(
            {column: type_ for column, type_, _ in columns},
            {column for column, _, rest in columns if "NOT NULL" not in rest},
            _columns(primary.group(1)) if primary else (),
        )
    for table, columns in _UNIQUE.findall(sql):
        tables[table].uniques.append(_columns(columns))
    for table, columns, target, references, on_delete, on_update in _FOREIGN.findall(sql):
        tables[table].foreign_keys.append(
            ForeignKey(_columns(columns), target, _columns(references), on_delete, on_update)
        )
    return tables


def _columns(written: str) -> tuple[str, ...]:
    return tuple(re.findall(r'"(\w+)"', written))

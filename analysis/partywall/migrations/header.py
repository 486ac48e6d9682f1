"""The warnings with which `migrate dev` heads a migration, in Prisma's words, without asking a database.

Warnings come first, then what cannot be done on rows; each in the order of the steps (prisma-engines,
`sql_destructive_change_checker.rs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partywall.database.model import BuiltIn, Column, Computed, EnumOf, OneOf, Unsupported
from partywall.migrations.steps import (
    AddColumn,
    AlterColumn,
    AlterEnum,
    AlterPrimaryKey,
    AlterTable,
    Cast,
    Change,
    CreateIndex,
    DropColumn,
    DropPrimaryKey,
    DropTable,
    RecreateColumn,
    RedefineTables,
    Step,
)
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the header. `is_impossible`: it cannot be done on a table with rows."""

    text: str
    is_impossible: bool = False


def header(notices: Iterable[Notice]) -> str:
    """The comment at the top of a file; empty where there is nothing to warn of."""
    found = sorted(notices, key=lambda each: each.is_impossible)
    if not found:
        return ""
    listed = "".join(f"  - {_harmless(each.text)}\n" for each in found)
    return f"/*\n  Warnings:\n\n{listed}\n*/\n"


def notices(steps: Iterable[Step], provider: str = "postgresql") -> Iterator[Notice]:  # noqa: C901 - one case a step
    """What Prisma would warn of."""
    for step in steps:
        match step:
            case AlterTable():
                for change in step.changes:
                    yield from _of_change(step.previous.name.text, change, provider)
            case RedefineTables(tables):
                for each in tables:
                    filled = {filling.wanted.column.name for filling in each.filled}
                    for change in each.changes:
                        if not (isinstance(change, AddColumn) and change.column.name in filled):
                            yield from _of_change(each.previous.name.text, change, provider)
            case AlterPrimaryKey(table_name):
                yield _primary_key(table_name.text)
            case DropTable(table):
                yield Notice(
                    f"You are about to drop the `{table.name.text}` table. "
                    "If the table is not empty, all the data it contains will be lost.",
                )
            case CreateIndex(table_name, index, "existing table") if index.is_unique:
                columns = ",".join(index.column_names)
                yield Notice(
                    f"A unique constraint covering the columns `[{columns}]` on the table "
                    f"`{table_name.text}` will be added. "
                    "If there are existing duplicate values, this will fail.",
                )
            case AlterEnum() if step.dropped:
                yield Notice(
                    f"The values [{','.join(step.dropped)}] on the enum `{step.next.name.text}` "
                    "will be removed. "
                    "If these variants are still used in the database, this will fail.",
                )
            case _:
                pass


def _of_change(table: str, change: Change, provider: str) -> Iterator[Notice]:
    match change:
        case DropColumn(column):
            yield Notice(
                f"You are about to drop the column `{column.name}` on the `{table}` table. "
                "All the data in the column will be lost.",
            )
        case DropPrimaryKey():
            yield _primary_key(table)
        case AddColumn(column) if needs_value(column):
            yield _added_required(table, column)
        case RecreateColumn():
            yield _recreated(table, change)
        case AlterColumn():
            yield from _altered(table, change, provider)
        case _:
            pass


def _primary_key(table: str) -> Notice:
    return Notice(
        f"The primary key for the `{table}` table will be changed. If it partially "
        "fails, the table could be left without primary key constraint.",
    )


def needs_value(column: Column) -> bool:
    """Whether a row cannot be without a value, and the database has none for it."""
    has_default = column.default not in {None, Computed("")} or column.is_autoincrement
    return column.not_null and not has_default and not column.is_generated


def _added_required(table: str, column: Column) -> Notice:
    if column.filled_by_prisma:
        return _impossible(
            f"The required column `{column.name}` was added to the `{table}` table with a "
            "prisma-level default value. This is not possible if the table is not empty. "
            "Please add this column as optional, then populate it before making it required."
        )
    return _impossible(
        f"Added the required column `{column.name}` to the `{table}` table without a default "
        "value. This is not possible if the table is not empty."
    )


def _recreated(table: str, change: RecreateColumn) -> Notice:
    name = change.previous.name
    if not needs_value(change.next):
        return Notice(
            f"The `{name}` column on the `{table}` table would be dropped and recreated. "
            "This will lead to data loss if there is data in the column.",
        )
    if change.arity and change.previous.arity == "optional":
        return _impossible(
            f"Added the required column `{name}` to the `{table}` table without a default "
            "value. This is not possible if the table is not empty.",
        )
    return _impossible(
        f"Changed the type of `{name}` on the `{table}` table. No cast exists, the column would "
        "be dropped and recreated, which cannot be done if there is data, since the column is "
        "required.",
    )


def _altered(table: str, change: AlterColumn, provider: str) -> Iterator[Notice]:
    name = change.previous.name
    arities = (change.previous.arity, change.next.arity)
    is_filled = provider == "sqlite" and change.next.default is not None
    if arities == ("optional", "required") and not is_filled:
        yield _impossible(
            f"Made the column `{name}` on table `{table}` required. "
            "This step will fail if there are existing NULL values in that column.",
        )
    if arities[0] != "list" and arities[1] == "list":
        yield _impossible(
            f"Changed the column `{name}` on the `{table}` table from a scalar field to a list "
            "field. If there are non-null values in that column, this step will fail.",
        )
        if provider in {"mysql", "sqlserver"}:
            return  # as Prisma has it
    if isinstance(change.previous.type, OneOf) and isinstance(change.next.type, OneOf):
        gone = [each for each in change.previous.type.values if each not in change.next.type.values]
        if gone:
            yield Notice(
                f"The values [{','.join(gone)}] on the enum `{table}_{name}` will be removed. "
                "If these variants are still used in the database, this will fail.",
            )
    elif change.cast is Cast.RISKY:
        yield Notice(
            f"You are about to alter the column `{name}` on the `{table}` table. The data in "
            "that column could be lost. The data in that column will be cast from "
            f"`{_shown(change.previous, provider)}` to `{_shown(change.next, provider)}`.",
        )


def _impossible(text: str) -> Notice:
    return Notice(text, is_impossible=True)


_PRISMA_NAMES = {
    name.upper(): name
    for name in (
        *("SmallInt", "Integer", "BigInt", "Decimal", "Money", "Inet", "Oid", "Citext", "Real"),
        *("DoublePrecision", "VarChar", "Char", "Text", "ByteA", "Timestamp", "Timestamptz"),
        *("Date", "Time", "Timetz", "Boolean", "Bit", "VarBit", "Uuid", "Xml", "Json", "JsonB"),
    )
}


_OWN_NAMES = {
    "mysql": {
        **{name.upper(): name for name in ("TinyInt", "MediumInt", "Float", "Double", "DateTime", "Year")},
        **{
            name.upper(): name
            for name in ("Binary", "VarBinary", "TinyBlob", "Blob", "MediumBlob", "LongBlob")
        },
        **{name.upper(): name for name in ("TinyText", "MediumText", "LongText")},
        **{f"{name.upper()}UNSIGNED": f"Unsigned{name}" for name in ("TinyInt", "SmallInt", "BigInt")},
        "MEDIUMINTUNSIGNED": "UnsignedMediumInt",
        "INTEGERUNSIGNED": "UnsignedInt",
        "INTEGER": "Int",
        "BOOLEAN": "TinyInt",
    },
    "sqlite": {
        "INTEGER": "Int",
        "TEXT": "String",
        "REAL": "Float",
        "DATETIME": "DateTime",
        "BLOB": "Binary",
        "JSONB": "Json",
    },
    "sqlserver": {
        **{name.upper(): name for name in ("TinyInt", "Int", "SmallMoney", "Float", "DateTime", "DateTime2")},
        **{name.upper(): name for name in ("DateTimeOffset", "SmallDateTime", "NChar", "NVarChar", "NText")},
        **{name.upper(): name for name in ("Binary", "VarBinary", "Image", "UniqueIdentifier")},
    },
    "cockroachdb": {
        **{name.upper(): name for name in ("Int2", "Int4", "Int8", "Float4", "Float8", "Bool", "String")},
        "BYTES": "Bytes",
    },
}


def _shown(column: Column, provider: str) -> str:
    """A type as Prisma names it."""
    match column.type:
        case BuiltIn(name, arguments):
            names = _PRISMA_NAMES | _OWN_NAMES.get(provider, {})
            prisma_name = names.get(name.replace(" ", ""), name)
            return f"{prisma_name}({','.join(arguments)})" if arguments else prisma_name
        case Unsupported(text):
            return f'Unsupported("{text}")'
        case EnumOf(name):
            return name.text
        case OneOf():
            return str(column.type)


def _harmless(line: str) -> str:
    """A line that cannot end the comment that it stands in, whatever names it has."""
    return " ".join(line.replace("*/", "* /").replace("/*", "/ *").splitlines())

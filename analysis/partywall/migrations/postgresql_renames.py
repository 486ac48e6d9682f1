"""Other names, and other schemas, on PostgreSQL: rows and values stay where they are."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.model import Name
from partywall.database.sql_text import identifier, literal
from partywall.migrations.dialect import Naming
from partywall.migrations.steps import RenameColumn, RenameEnum, RenameEnumValue, RenameTable


def statements(
    step: RenameTable | RenameColumn | RenameEnum | RenameEnumValue, naming: Naming
) -> Iterator[str]:
    """The statements of a rename."""
    match step:
        case RenameTable():
            yield from _moved("TABLE", step, naming)
        case RenameEnum():
            yield from _moved("TYPE", step, naming)
        case RenameColumn(table, old, new):
            names = f"{identifier(old)} TO {identifier(new)}"
            yield f"ALTER TABLE {naming.name(table)} RENAME COLUMN {names}"
        case RenameEnumValue(enum, old, new):
            yield f"ALTER TYPE {naming.name(enum)} RENAME VALUE {literal(old)} TO {literal(new)}"


def _moved(kind: str, step: RenameTable | RenameEnum, naming: Naming) -> Iterator[str]:
    previous, next_ = step.previous, step.next
    if step.is_schema_new:
        yield f"CREATE SCHEMA IF NOT EXISTS {identifier(next_.schema)}"
    if previous.schema != next_.schema:
        yield f"ALTER {kind} {naming.name(previous)} SET SCHEMA {identifier(next_.schema)}"
        previous = Name(next_.schema, previous.text)
    if previous.text != next_.text:
        yield f"ALTER {kind} {naming.name(previous)} RENAME TO {identifier(next_.text)}"

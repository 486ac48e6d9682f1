"""PostgreSQL, as far as it is about what stands in a database."""

from __future__ import annotations

from partywall.database.ddl import TypeName
from partywall.database.default_text import read_default
from partywall.database.model import Type
from partywall.database.names import MAX_BYTES
from partywall.database.postgresql_types import SCALARS, SERIALS, as_reported, named_type, native_type
from partywall.database.provider import Language, Provider, Types
from partywall.database.recognise import recognise
from partywall.database.recognise_table import table_actions
from partywall.database.sql_statements import statements
from partywall.database.sql_text import identifier, literal
from partywall.database.sql_tokens import tokens


def words(text: str) -> set[str]:
    """All names in a piece of SQL."""
    return {token.value for token in tokens(text) if token.is_name} if text else set()


def built_in(written: TypeName) -> Type | None:
    """A quoted name is a built-in type only in small letters: `"char"` is another type than `char`."""
    if written.is_quoted and written.name.text in {"char", "time", "timestamp", "bit", "interval"}:
        return None
    if written.is_quoted and written.name.text != written.name.text.lower():
        return None
    return named_type(written.name.text, written.arguments)


RANDOM_UUID = {
    "UUID": "gen_random_uuid()",
    **dict.fromkeys(("TEXT", "VARCHAR", "CHAR"), "gen_random_uuid()::text"),
}
LANGUAGE = Language(identifier, literal, statements, recognise, words, table_actions)

POSTGRESQL = Provider(
    name="postgresql",
    default_schema="public",
    max_bytes=MAX_BYTES["postgresql"],
    types=Types(SCALARS, native_type, built_in, as_reported, read_default, SERIALS, RANDOM_UUID),
    language=LANGUAGE,
    joins_by_primary_key=True,
    follows_renames=True,
)

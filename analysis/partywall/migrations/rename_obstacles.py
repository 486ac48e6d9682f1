"""What keeps a name: things that a database does not reword when a table or a column gets another one.

PostgreSQL and SQLite follow a rename in views, triggers and checks. MySQL and SQL Server refuse it where a
check or a generated column names the column (MariaDB follows), and leave views and triggers as they are,
which then fail; CockroachDB refuses it where a view depends on it. (From their manuals; MariaDB and SQLite
were seen.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Database, Name, Other, Table
from partywall.database.provider import Language
from partywall.database.providers import provider_of
from partywall.migrations.steps import Rename, RenameColumn, RenameTable

_FOLLOWING = frozenset({"postgresql", "sqlite"})


def held_renames(before: Database, renames: Sequence[Rename]) -> Iterator[str]:
    """Why renames cannot be done, with names; `before` is the database that they are done to."""
    if before.provider in _FOLLOWING:
        return
    language = provider_of(before.provider).language
    earlier: dict[Name, Name] = {}
    for step in renames:
        match step:
            case RenameTable(previous, next_):
                earlier[next_] = previous
                yield from _table(before, previous, language)
            case RenameColumn(table_name, previous_column):
                table = before.table(earlier.get(table_name, table_name))
                if table is not None and table.column(previous_column):
                    yield from _column(before, table, previous_column, language)
            case _:
                pass


def _table(before: Database, name: Name, language: Language) -> Iterator[str]:
    for other in before.others:
        if other.kind in {"VIEW", "TRIGGER"} and _names(other, name, language):
            yield f"`{name.text}` cannot get another name: {other} goes on saying the old one"


def _column(before: Database, table: Table, column: str, language: Language) -> Iterator[str]:
    label = f"`{table.name.text}.{column}` cannot get another name"
    for other in before.others:
        if column not in other.words:
            continue
        if other.kind == "CHECK" and other.table == table.name and before.provider != "cockroachdb":
            yield f"{label}: {other} uses it"
        elif other.kind in {"VIEW", "TRIGGER"} and (
            other.table == table.name or table.name.text in other.words
        ):
            yield f"{label}: {other} goes on saying the old one"
    for each in table.columns:
        if each.is_generated and column in language.words(each.clause):
            yield f"{label}: the generated column `{each.name}` is computed from it"
    for index in table.indexes:
        if index.where and column in language.words(index.where) and before.provider == "sqlserver":
            yield f"{label}: the index `{index.name}` has a condition on it"


def _names(other: Other, table: Name, language: Language) -> bool:
    """Whether a text says a table's name; that a trigger is on it is not in its text but in the catalog."""
    if table.text not in other.words:
        return False
    if other.kind != "TRIGGER" or other.table != table:
        return True
    said = [
        token
        for statement in language.statements(other.sql)
        for token in statement.tokens
        if token.is_name and token.value == table.text
    ]
    return len(said) > 1

"""Steps as SQL for CockroachDB, in Prisma's words (prisma-engines, `postgres/renderer.rs`).

As PostgreSQL's, but for what CockroachDB cannot do in one statement, and what it can do in place. Prisma's
`ALTER TYPE "E"DROP VALUE` has no blank; CockroachDB does not need it, so the text is left as it is. A
sequence is named as the database has named it, where Prisma writes a name of its own making.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.identity import DEFAULTS, sequence_options
from partywall.database.model import Column, Constant, Name, Table
from partywall.database.names import MAX_BYTES, cut
from partywall.database.sql_text import identifier, identifiers, literal
from partywall.migrations.dialect import Guard
from partywall.migrations.fill import Filling
from partywall.migrations.filling_sql import filled, questions
from partywall.migrations.lookups import InPostgreSQL
from partywall.migrations.pairs import Pair
from partywall.migrations.postgresql import PostgreSQL
from partywall.migrations.steps import (
    AlterColumn,
    AlterEnum,
    AlterPrimaryKey,
    AlterSequence,
    AlterTable,
    DropSchema,
    RedefineTable,
    RedefineTables,
    RenamePrimaryKey,
    Step,
)


class CockroachDB(PostgreSQL):
    """Writes steps; see `PostgreSQL`."""

    def statements(self, step: Step) -> Iterator[str]:
        """The statements of one step, without the semicolons."""
        match step:
            case AlterSequence():
                yield self.alter_sequence(step)
            case AlterPrimaryKey(table, _, key):
                columns = identifiers(key.columns)
                yield f"ALTER TABLE {self.name(table)} ALTER PRIMARY KEY USING COLUMNS ({columns})"
            case DropSchema(schema):
                yield f"DROP SCHEMA {identifier(schema)}"
            case RedefineTables(tables):
                for each in tables:
                    yield from self.redefine(each)
            case _:
                yield from super().statements(step)

    anything = "SELECT 1"
    transaction: tuple[str, str] = ("", "")
    """A change of a table is one of its own here, and several of them fail in one."""

    def refusing(self, guards: Sequence[Guard]) -> Iterator[str]:
        """Questions that fail by a cast which is only made where the condition holds."""
        for guard in guards:
            message = literal(guard.message)
            yield f"SELECT CASE WHEN {guard.condition} THEN concat({message})::INT8 ELSE 0 END"

    def asked(self, fillings: Sequence[Filling], /) -> Iterator[str]:
        """Prisma has each statement committed by itself, so the rows are asked before anything is done."""
        return self.refusing(tuple(questions(fillings, self, InPostgreSQL())))

    def backfill(self, fillings: Sequence[Filling]) -> Iterator[str]:
        """Each column filled, then made required, in a transaction of its own."""
        for each in fillings:
            yield from filled(each, self, InPostgreSQL())
            table, column = self.name(each.wanted.table), identifier(each.wanted.column.name)
            yield f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL"

    def forgotten(self, folder: str) -> str:
        """Prisma refuses to mark an applied migration as rolled back (P3012), so its row is taken out."""
        return f"DELETE FROM _prisma_migrations WHERE migration_name = {literal(folder)}"  # noqa: S608

    def column(self, column: Column) -> str:
        """A column's definition; what counts is no type here but a clause."""
        return self.definition(column, self.type(column.type, column.arity))

    def alter_table(self, step: AlterTable) -> Iterator[str]:
        """Each change is a statement."""
        prefix = f"ALTER TABLE {self.name(step.previous.name)} "
        for change in step.changes:
            if isinstance(change, RenamePrimaryKey):
                names = f"{identifier(change.previous)} TO {identifier(change.next)}"
                yield f"{prefix}RENAME CONSTRAINT {names}"
            elif isinstance(change, AlterColumn):
                yield from (prefix + clause for clause in self.alter_column(step, change, [], []))
            else:
                yield from (prefix + clause for clause in self.clauses(change))

    def alter_column(
        self, step: AlterTable, change: AlterColumn, before: list[str], after: list[str]
    ) -> Iterator[str]:
        """An identity has no other default: the one goes before the other comes."""
        clauses = list(super().alter_column(step, change, before, after))
        if change.autoincrement and change.previous.is_autoincrement:
            clauses.sort(key=lambda each: not each.endswith(" DROP IDENTITY"))
        elif change.autoincrement and change.previous.default is not None:
            yield f"ALTER COLUMN {identifier(change.previous.name)} DROP DEFAULT"
        yield from clauses

    def stop_counting(self, _: AlterTable, change: AlterColumn, __: list[str]) -> Iterator[str]:
        """Prisma leaves an identity as it is, silently."""
        yield f"ALTER COLUMN {identifier(change.previous.name)} DROP IDENTITY"

    def start_counting(self, _: AlterTable, change: AlterColumn, *__: list[str]) -> str:
        """Prisma lets a column that is there never count, silently."""
        return f"ALTER COLUMN {identifier(change.previous.name)} ADD {change.next.clause}"

    def alter_sequence(self, step: AlterSequence) -> str:
        """Only what has changed."""
        before, after = sequence_options(step.previous.clause), sequence_options(step.next.clause)
        changed = [f"{word} {after[word]}" for word in DEFAULTS if before[word] != after[word]]
        text = cut(f"{step.table.text}_{step.next.name}_seq", MAX_BYTES["cockroachdb"])
        return f"ALTER SEQUENCE {self.name(Name(step.table.schema, text))} {' '.join(changed)}"

    # --- enums --------------------------------------------------------------------------------

    def alter_enum(self, step: AlterEnum) -> Iterator[str]:
        """Values come and go in place; a default that is one of those that go has to go before."""
        name = self.name(step.previous.name)
        for each in step.defaults:
            default = each.previous.default
            if isinstance(default, Constant) and default.text in step.dropped:
                column = identifier(each.previous.name)
                yield f"ALTER TABLE {self.name(each.table)} ALTER COLUMN {column} DROP DEFAULT"
        for value in step.added:
            yield f"ALTER TYPE {name} ADD VALUE {literal(value)}"
        for value in step.dropped:
            yield f"ALTER TYPE {name}DROP VALUE {literal(value)}"

    # --- tables that are copied -----------------------------------------------------------------

    def redefine(self, step: RedefineTable) -> Iterator[str]:
        """A new table beside the old one, its rows, and then its name."""
        temporary = Name(step.next.name.schema, f"_prisma_new_{step.next.name.text}")
        yield self.create_table(Table(temporary, step.next.columns, step.next.primary_key))
        for index in step.previous.indexes:
            yield f"DROP INDEX {self.name(Name(step.previous.name.schema, index.name))}"
        kept = sorted(each.name for each in step.next.columns if step.previous.column(each.name))
        if kept:
            columns = identifiers(tuple(kept), ",")
            source = self.name(step.previous.name)
            yield f"INSERT INTO {self.name(temporary)} ({columns}) SELECT {columns} FROM {source}"  # noqa: S608
        yield f"DROP TABLE {self.name(step.previous.name)} CASCADE"
        yield f"ALTER TABLE {self.name(temporary)} RENAME TO {identifier(step.next.name.text)}"
        for index in step.next.indexes:
            yield self.create_index(step.next.name, index)
        for key in step.next_keys:
            yield self.add_foreign_key(key)


def redefines(pair: Pair) -> bool:
    """Whether a table is copied: a column of its primary key goes, or gets a type without a cast.

    Prisma does so for keys of one column; of others it drops a column, which CockroachDB refuses as long as
    the primary key needs it.
    """
    key = pair.previous.primary_key
    return key is not None and any(
        column not in pair.columns or pair.recreates(column) for column in key.columns
    )

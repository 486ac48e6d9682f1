"""The statements of a data migration: what they change, and the question whether it has been done.

On most databases both stand in a transaction, so that a wrong filling leaves nothing. What a database does
otherwise is in `data_forms.py` and `data_postgresql.py`.
"""

# ruff: noqa: S608 - names and values are quoted by the dialect and by `Writing`

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.model import Column
from partywall.database.providers import provider_of
from partywall.migrations.data_writing import Writing, key_columns
from partywall.migrations.dialect import Guard
from partywall.migrations.fill import random_uuid
from partywall.migrations.header import needs_value
from partywall.migrations.lookups import lookup_of
from partywall.migrations.script import one_line
from partywall.migrations.shell import shell_of
from partywall.migrations.verify import counted

_MOMENTS = ("TIMESTAMP", "DATETIME", "DATE")
"""How the types of columns begin that hold a date, in all databases."""


class Form:
    """Writes them; a row is called `old`, and what it belongs to `owner`."""

    transaction: tuple[str, str] = ("\nBEGIN;\n", "\nCOMMIT;\n")
    """The text before and after statements that hold together."""
    present: str | None = "now()"
    """The time in SQL; None where one column may hold it as a number, another as a text."""
    locks: str
    """Who waits while it runs."""
    where_it_failed: str = ""
    """Where the message of a failure is, if not where Prisma keeps it."""
    locks_rows: bool = True
    """Whether that depends on the rows that it changes."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing
        self.dialect = writing.dialect
        self.lookup = lookup_of(writing.source.provider)

    # --- what the files hold ------------------------------------------------------------------

    def migration(self) -> str:
        """What `migration.sql` runs."""
        begin, end = self.transaction
        statement = "\n".join(self.statement())
        refusing = "\n".join(f"{each};" for each in self.refusing())
        asked = "-- What must hold now, or nothing of it stays."
        return f"{begin}\n{statement};\n\n{asked}\n{refusing}\n{end}"

    def back(self) -> str:
        """The statement of `down.sql`."""
        fill_in = self.writing.fill_in
        match self.writing.kind:
            case "seed":
                return " ".join(self.delete(self.condition))
            case "transform":
                values = [(each, fill_in(f"the earlier value of {each}")) for each in self.writing.columns]
                return " ".join(self.update(values, fill_in("which rows were transformed")))
            case "cleanup":
                return f"SELECT {fill_in('nothing, once the rows are back: delete this line')}"

    def question(self) -> str:
        """The query of `verify.sql`: how many rows are wrong, where there are any."""
        return counted(self.lookup.text(self.writing.wrong), "\n".join(self.wrong()))

    def dump(self, folder: str) -> str:
        """The command that keeps the rows of before."""
        return shell_of(self.writing.source.provider).dump.replace("{folder}", folder)

    # --- what is done -------------------------------------------------------------------------

    @property
    def condition(self) -> str:
        """Which rows are meant, as the author is to say."""
        what = {
            "seed": "what tells the seeded row from others",
            "transform": "which rows are still to be transformed",
            "cleanup": "which rows are obsolete",
        }[self.writing.kind]
        return self.writing.fill_in(f"{what}, such as: {self.example()}")

    def example(self) -> str:
        """What the author might say of a row, with a column that it has."""
        whole = self.writing.subject.table.columns
        columns = [each for each in whole if not self.is_key(each)] or list(whole)
        match self.writing.kind:
            case "seed":
                first = next((each for each in columns if self.is_said(each)), columns[0])
                return f"{self.old(first)} = the seeded {one_line(first.name)}"
            case "transform":
                first = next(each for each in whole if each.name in self.writing.columns)
                wrong = "= its old value" if first.not_null else "IS NULL"
                return f"{self.old(first)} {wrong}"
            case "cleanup":
                return self.of_obsolete(columns)

    def of_obsolete(self, columns: Sequence[Column]) -> str:
        """The same of a row that is to go: by a date, if it has one."""
        dates = [each for each in columns if str(each.type).startswith(_MOMENTS)]
        ended = next((each for each in dates if "expire" in each.name.lower()), None)
        if ended and self.present:
            return f"{self.old(ended)} < {self.present}"
        if dates:
            return f"{self.old(dates[0])} < the earliest that stays"
        return f"{self.old(columns[0])} = what is over"

    def old(self, column: Column) -> str:
        """A column of a row."""
        return f"old.{self.dialect.quoted(column.name)}"

    def is_key(self, column: Column) -> bool:
        """Whether a column says which row it is, or which others it belongs to."""
        subject = self.writing.subject
        return column.name in {subject.key, *key_columns(self.writing.source, subject.table)}

    def is_said(self, column: Column) -> bool:
        """Whether a new row's value is the author's."""
        return self.is_given(column) and self.value(column) == self.writing.fill_in(column.name)

    def statement(self) -> Iterator[str]:
        """The lines of the statement, without the semicolon."""
        is_owned = self.writing.subject.owner is not None
        match self.writing.kind:
            case "seed":
                yield from self.insert()
            case "transform":
                fill_in = self.writing.fill_in
                values = [(each, fill_in(f"the new value of {each}")) for each in self.writing.columns]
                yield from self.update(values, self.condition, is_owned=is_owned)
            case "cleanup":
                yield from self.delete(self.condition, is_owned=is_owned)

    def insert(self) -> Iterator[str]:
        """A row for each owner who has none of them, or one where there is none."""
        given = [each for each in self.writing.subject.table.columns if self.is_given(each)]
        names = ", ".join(self.dialect.quoted(each.name) for each in given)
        yield f"INSERT INTO {self.writing.table} ({names})"
        yield "SELECT"
        for number, column in enumerate(given, start=1):
            comma = "," if number < len(given) else ""
            yield f"    {self.value(column)}{comma} -- {one_line(column.name)}"
        if self.writing.subject.owner:
            yield f"FROM {self.writing.owner} AS owner"
        elif self.lookup.nothing:
            yield self.lookup.nothing.strip()
        yield "WHERE NOT EXISTS ("
        yield f"    {self.dialect.anything} FROM {self.writing.table} AS old"
        first, *more = self.where(is_owned=self.writing.subject.owner is not None)
        yield f"    {first}"
        yield from more
        yield ")"

    def update(
        self, values: Sequence[tuple[str, str]], some: str, *, is_owned: bool = False
    ) -> Iterator[str]:
        """Rows get values, which may be their owner's."""
        yield f"UPDATE {self.writing.table} AS old"
        yield f"SET {self.assigned(values)}"
        if is_owned:
            yield f"FROM {self.writing.owner} AS owner"
        yield from self.where(some, is_owned=is_owned)

    def assigned(self, values: Sequence[tuple[str, str]], prefix: str = "") -> str:
        """What stands behind `SET`."""
        return ", ".join(f"{prefix}{self.dialect.quoted(name)} = {value}" for name, value in values)

    def delete(self, some: str, *, is_owned: bool = False) -> Iterator[str]:
        """Rows go; not every database joins here."""
        yield f"DELETE FROM {self.writing.table} AS old"
        if not is_owned:
            yield f"WHERE {some}"
            return
        yield "WHERE EXISTS ("
        yield f"    {self.dialect.anything} FROM {self.writing.owner} AS owner"
        first, *more = self.where(some, is_owned=True)
        yield f"    {first}"
        yield from more
        yield ")"

    def where(self, some: str = "", *, is_owned: bool) -> Iterator[str]:
        """The condition; in parentheses behind another, for the author may write `OR`."""
        some = some or self.condition
        if is_owned:
            yield f"WHERE {self.writing.belongs}"
            yield f"      AND ({some})"
        else:
            yield f"WHERE {some}"

    # --- what must hold -----------------------------------------------------------------------

    def wrong(self, margin: str = "") -> Iterator[str]:
        """What should not be there, from `FROM` on; `margin` is before a condition that goes on."""
        if self.writing.kind != "seed":
            yield f"FROM {self.writing.table} AS old WHERE {self.condition}"
            return
        is_owned = self.writing.subject.owner is not None
        if is_owned:
            yield f"FROM {self.writing.owner} AS owner"
            yield "WHERE NOT EXISTS ("
        else:
            yield f"{self.lookup.nothing} WHERE NOT EXISTS (".strip()
        yield f"    {self.dialect.anything} FROM {self.writing.table} AS old"
        first, *more = self.where(is_owned=is_owned)
        *lines, last = (f"    {first}", *(f"{margin}{each}" for each in more))
        yield from lines
        yield f"{last})"

    def guard(self) -> Guard:
        """The condition under which nothing may stay, and what is then said."""
        wrong = "\n    ".join(self.wrong())
        return Guard(f"EXISTS (\n    SELECT 1 {wrong}\n)", self.writing.wrong)

    def refusing(self) -> Iterator[str]:
        """Statements that fail where it has not been done."""
        return self.dialect.refusing((self.guard(),))

    # --- the values of a new row --------------------------------------------------------------

    def is_given(self, column: Column) -> bool:
        """Whether a new row has to be told the value."""
        subject = self.writing.subject
        return needs_value(column) or column.name in {subject.key, *subject.generated, *subject.updated_at}

    def value(self, column: Column) -> str:
        """What a new row has there: its owner, what Prisma Client would put in, or what the author says."""
        subject = self.writing.subject
        if subject.owner and column.name == subject.key:
            return self.writing.owners_key
        if column.name in subject.updated_at:
            return self.now(column)
        types = provider_of(self.writing.source.provider).types
        made = random_uuid(column.type, types) if column.name in subject.generated else None
        return made or self.writing.fill_in(column.name)

    def now(self, _: Column, /) -> str:
        """The time, for a column."""
        return "CURRENT_TIMESTAMP"

"""A data migration on PostgreSQL: one `DO` block, a transaction by itself however Prisma sends the file."""

# ruff: noqa: S608 - names and values are quoted by the dialect and by `Writing`

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.sql_text import dollar_quoted, literal
from partywall.migrations.data_form import Form
from partywall.migrations.data_writing import Kind

_LOCK_TIMEOUT = "10s"
_HINTS: dict[Kind, str] = {
    "seed": "Two conditions say what a seeded row is: they must mean the same.",
    "transform": "A transformed row must no longer be one that is to be transformed.",
    "cleanup": "Look for what keeps these rows: a trigger, a rule, or a condition that means something else.",
}


class OnPostgreSQL(Form):
    """Writes it; see `Form`."""

    locks = "One statement, one transaction, ROW EXCLUSIVE on {table}: all go on reading."

    def migration(self) -> str:
        """The block."""
        return f"DO {dollar_quoted(chr(10).join(self.body()), self.writing.kind)};\n"

    def body(self) -> Iterator[str]:
        """Its lines."""
        yield "DECLARE"
        yield "    done bigint;"
        yield "    wrong bigint;"
        yield "BEGIN"
        yield f"    SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}';"
        yield "    SET LOCAL row_security = off; -- an error rather than rows that are not seen"
        yield ""
        *lines, last = self.statement()
        yield from (f"    {each}" for each in lines)
        yield f"    {last};"
        yield "    GET DIAGNOSTICS done = ROW_COUNT;"
        yield f"    RAISE NOTICE '% rows of {self.harmless}', done;"
        yield ""
        yield "    -- What must hold now, or nothing of it stays."
        wrong = "\n    ".join(self.wrong())
        yield f"    SELECT count(*) INTO wrong {wrong};"
        yield "    IF wrong > 0 THEN"
        yield (
            f"        RAISE EXCEPTION USING MESSAGE = wrong || {literal(f' {self.writing.wrong}')}, "
            f"HINT = {literal(_HINTS[self.writing.kind])};"
        )
        yield "    END IF;"
        yield "END"

    @property
    def harmless(self) -> str:
        """The table's name inside of a format."""
        return self.writing.shown.replace("'", "''").replace("%", "%%")

    def question(self) -> str:
        """The query of `verify.sql`."""
        wrong = "\n".join(self.wrong(margin="    "))
        label = literal(self.writing.wrong)
        return f"SELECT {label} AS wrong, count(*) AS rows\n{wrong}\nHAVING count(*) > 0"

    def dump(self, folder: str) -> str:
        """The rows of the table alone."""
        table = literal(self.writing.table)
        return f'pg_dump --data-only --table={table} --file {folder}.sql "$DATABASE_URL"'

    def delete(self, some: str, *, is_owned: bool = False) -> Iterator[str]:
        """Rows go, with a join."""
        yield f"DELETE FROM {self.writing.table} AS old"
        if is_owned:
            yield f"USING {self.writing.owner} AS owner"
        yield from self.where(some, is_owned=is_owned)

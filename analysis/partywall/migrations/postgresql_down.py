"""The parts of a way back that are PostgreSQL's own: refusing, and Prisma's bookkeeping."""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.sql_text import dollar_quoted, identifier, literal
from partywall.migrations.dialect import Guard

TRANSACTION: tuple[str, str] = ("\nBEGIN;\n", "\nCOMMIT;\n")


def refusing(guards: Sequence[Guard]) -> Iterator[str]:
    """All questions in one `DO`."""
    body = "\n".join(f"    {_raising(each)};" for each in guards)
    yield "DO " + dollar_quoted(f"BEGIN\n{body}\nEND", "check")


def _raising(guard: Guard) -> str:
    message = literal(guard.message)
    return f"IF {guard.condition} THEN\n        RAISE EXCEPTION USING MESSAGE = {message};\n    END IF"


def emptied(schema: str) -> str:
    """A schema goes, unless something stands in it that the history does not know."""
    body = (
        "BEGIN\n"
        f"    DROP SCHEMA {identifier(schema)};\n"
        "EXCEPTION\n"
        "    WHEN dependent_objects_still_exist THEN NULL;\n"
        "END"
    )
    return "DO " + dollar_quoted(body)


def forgotten(folder: str) -> str:
    """Prisma refuses to mark an applied migration as rolled back (P3012), so its row is taken out."""
    body = (
        "BEGIN\n"
        "    IF to_regclass('_prisma_migrations') IS NOT NULL THEN\n"
        f"        DELETE FROM _prisma_migrations WHERE migration_name = {literal(folder)};\n"
        "    END IF;\n"
        "END"
    )
    return "DO " + dollar_quoted(body)

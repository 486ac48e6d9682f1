"""Migrations of small schemas, as the tests write and apply them."""

from __future__ import annotations

from typing import Any

from partywall.database.from_sql import HistoryFile
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.schema.read import read

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n'


def written(schema: str, *history: str, **options: Any) -> Migration | Refusal | Nothing:  # noqa: ANN401 - as `create` takes them
    """What comes of asking for the migration from a history to a schema."""
    reading = read({"schema.prisma": schema})
    return create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"{number:014}_x", text) for number, text in enumerate(history)],
        name="next",
        now="20260101000000",
        lock_file=f'provider = "{reading.schema.provider}"',
        **options,
    )


def made(schema: str, *history: str, **options: Any) -> Migration:  # noqa: ANN401 - as `create` takes them
    """The migration from a history to a schema."""
    result = written(schema, *history, **options)
    assert isinstance(result, Migration), result
    return result


def up(found: Migration) -> str:
    """Its SQL."""
    return found.files[f"{found.folder}/migration.sql"]


def down(found: Migration) -> str:
    """Its way back."""
    return found.files[f"{found.folder}/down.sql"]

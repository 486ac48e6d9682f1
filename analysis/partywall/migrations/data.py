"""A data migration to be filled in: rows for each tenant, with the checks that belong to it.

What only the author knows stands as `fill_this_in('…')`, a function that does not exist: the file is SQL
and refuses to run until all of it is filled in, on an empty database too. It never just does nothing.
"""

# ruff: noqa: S608 - names and values are quoted by `sql_text`

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from partywall.database.model import BuiltIn, Column, Database, Name, Table
from partywall.database.sql_text import dollar_quoted, identifier, identifiers, literal
from partywall.migrations.dialect import Dialect
from partywall.migrations.header import needs_value
from partywall.values import dataclass

Kind = Literal["seed", "transform", "cleanup"]

_LOCK_TIMEOUT = "10s"


@dataclass(frozen=True, slots=True)
class Subject:
    """The table whose rows are meant, and how they belong to tenants.

    `owner` is the table of tenants, or of parents, one of whom each row belongs to by `key`, which names
    its `reference`; None where the rows belong to nobody.
    """

    table: Table
    owner: Name | None = None
    key: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class _Writing:
    kind: Kind
    name: str
    folder: str
    subject: Subject
    source: Database
    columns: tuple[str, ...]
    dialect: Dialect

    @property
    def table(self) -> str:
        """The quoted name of the table."""
        return self.dialect.name(self.subject.table.name)

    @property
    def owner(self) -> str:
        """The quoted name of the table of owners."""
        return self.dialect.name(self.subject.owner) if self.subject.owner else ""

    def belongs(self, row: str) -> str:
        """The condition that a row is its owner's."""
        return f"{row}.{identifier(self.subject.key)} = owner.{identifier(self.subject.reference)}"


def data_migration(  # noqa: PLR0913, PLR0917 - each is a part of what is asked for
    kind: Kind,
    name: str,
    folder: str,
    subject: Subject,
    source: Database,
    columns: Sequence[str],
    dialect: Dialect,
) -> Mapping[str, str]:
    """The files of a data migration by path; `columns` are those that a transformation sets."""
    writing = _Writing(kind, name, folder, subject, source, tuple(columns), dialect)
    return {
        f"{folder}/migration.sql": _up(writing),
        f"{folder}/down.sql": _down(writing),
        f"{folder}/verify.sql": _verify(writing),
        f"{folder}/CHECKLIST.md": _checklist(writing),
    }


# --- the three forms ------------------------------------------------------------------------------


def _up(writing: _Writing) -> str:
    each = "for each tenant" if writing.subject.owner else "once"
    title = {
        "seed": f"Seeds {_one_line(writing.name)} into {_shown(writing)}, {each}.",
        "transform": f"Transforms {_one_line(writing.name)} of {_shown(writing)}.",
        "cleanup": f"Cleans up {_one_line(writing.name)} of {_shown(writing)}.",
    }[writing.kind]
    lines = [
        title,
        "Replace every fill_this_in('…'), here and in the files beside: nothing runs until then.",
        *_cascades(writing),
    ]
    do = dollar_quoted("\n".join(_body(writing)), writing.kind)
    return "".join(f"-- {line}\n" for line in lines) + f"DO {do};\n"


def _body(writing: _Writing) -> Iterator[str]:
    yield "DECLARE"
    yield "    done bigint;"
    yield "    wrong bigint;"
    yield "BEGIN"
    yield f"    SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}';"
    yield "    SET LOCAL row_security = off; -- an error rather than rows that are not seen"
    yield ""
    yield from {"seed": _seed, "transform": _transform, "cleanup": _cleanup}[writing.kind](writing)
    yield "    GET DIAGNOSTICS done = ROW_COUNT;"
    yield f"    RAISE NOTICE '% rows of {_harmless(writing)}', done;"
    yield ""
    yield "    -- What must hold now; verify.sql asks the same."
    yield f"    SELECT count(*) INTO wrong {_wrong(writing, '    ')};"
    yield "    IF wrong > 0 THEN"
    yield (
        f"        RAISE EXCEPTION USING MESSAGE = wrong || {literal(f' {_left(writing)}')}, "
        f"HINT = {literal(_HINTS[writing.kind])};"
    )
    yield "    END IF;"
    yield "END"


_HINTS: Mapping[Kind, str] = {
    "seed": "Two conditions say what a seeded row is: they must mean the same.",
    "transform": "A transformed row must no longer be one that is to be transformed.",
    "cleanup": "Look for what keeps these rows: a trigger, a rule, or a condition that means something else.",
}


def _seed(writing: _Writing) -> Iterator[str]:
    given = [each for each in writing.subject.table.columns if _is_given(each, writing)]
    yield f"    INSERT INTO {writing.table} ({identifiers(tuple(each.name for each in given))})"
    yield "    SELECT"
    values = [(each, _value(each, writing)) for each in given]
    for number, (column, value) in enumerate(values, start=1):
        comma = "," if number < len(values) else ""
        yield f"        {value}{comma} -- {_one_line(column.name)}"
    if writing.subject.owner:
        yield f"    FROM {writing.owner} AS owner"
    yield "    WHERE NOT EXISTS ("
    yield f"        SELECT FROM {writing.table} AS old"
    yield f"        WHERE {_and(writing, 'old')}{_fill_in(_SEEDED)}"
    yield "    );"


_SEEDED = "what tells the seeded row from others, such as: old.name = the seeded name"
_TO_DO = "which rows are still to be transformed, such as: old.status IS NULL"
_OBSOLETE = 'which rows are obsolete, such as: old."expiresAt" < now()'


def _transform(writing: _Writing) -> Iterator[str]:
    sets = [f"{identifier(each)} = {_fill_in(f'the new value of {each}')}" for each in writing.columns]
    yield f"    UPDATE {writing.table} AS old"
    yield f"    SET {', '.join(sets)}"
    if writing.subject.owner:
        yield f"    FROM {writing.owner} AS owner"
    yield f"    WHERE {_and(writing, 'old')}{_fill_in(_TO_DO)};"


def _cleanup(writing: _Writing) -> Iterator[str]:
    yield f"    DELETE FROM {writing.table} AS old"
    if writing.subject.owner:
        yield f"    USING {writing.owner} AS owner"
    yield f"    WHERE {_and(writing, 'old')}{_fill_in(_OBSOLETE)};"


# --- what must hold -------------------------------------------------------------------------------


def _wrong(writing: _Writing, indent: str) -> str:
    """The rows that should not be there, as `FROM … WHERE …`."""
    if writing.kind == "seed":
        inner = (
            f"SELECT FROM {writing.table} AS old\n{indent}    WHERE {_and(writing, 'old')}{_fill_in(_SEEDED)}"
        )
        if writing.subject.owner:
            return f"FROM {writing.owner} AS owner\n{indent}WHERE NOT EXISTS (\n{indent}    {inner})"
        return f"WHERE NOT EXISTS (\n{indent}    {inner})"
    what = _TO_DO if writing.kind == "transform" else _OBSOLETE
    return f"FROM {writing.table} AS old WHERE {_fill_in(what)}"


def _left(writing: _Writing) -> str:
    whose = "tenants without" if writing.subject.owner else "seeded rows missing: none of"
    return {
        "seed": f"{whose} {_one_line(writing.name)}",
        "transform": f"rows of {_shown(writing)} are not transformed",
        "cleanup": f"obsolete rows of {_shown(writing)} are left",
    }[writing.kind]


def _verify(writing: _Writing) -> str:
    return (
        f"-- What must hold after {_one_line(writing.folder)}. The query gives no row when all is well:\n"
        '-- psql "$DATABASE_URL" --file verify.sql   (psql takes no `?schema=` in the address)\n'
        "-- Fill in the same as in migration.sql.\n\n"
        "SET row_security = off; -- an error rather than rows that are not seen\n\n"
        f"SELECT {literal(_left(writing))} AS wrong, count(*) AS rows\n{_wrong(writing, '')}\n"
        "HAVING count(*) > 0;\n"
    )


def _down(writing: _Writing) -> str:
    lost = {
        "seed": "Loses data: the seeded rows, and what was made to depend on them since.",
        "transform": "The earlier values are gone unless you can compute them from the new ones.",
        "cleanup": "The rows are gone: bring them back from the backup, then run the last statement alone.",
    }[writing.kind]
    back = {
        "seed": f"DELETE FROM {writing.table} AS old WHERE {_fill_in(_SEEDED)};",
        "transform": f"UPDATE {writing.table} AS old SET {_back_sets(writing)} "
        f"WHERE {_fill_in('which rows were transformed')};",
        "cleanup": f"SELECT {_fill_in('nothing, once the rows are back: delete this line')};",
    }[writing.kind]
    begin, commit = writing.dialect.transaction
    return (
        f"-- Takes back the migration {_one_line(writing.folder)}. Nothing runs this by itself:\n"
        f"-- prisma db execute --file <this file>\n-- {lost}\n{begin}\n{back}\n\n"
        f"{writing.dialect.forgotten(writing.folder)};\n{commit}"
    )


def _back_sets(writing: _Writing) -> str:
    return ", ".join(
        f"{identifier(each)} = {_fill_in(f'the earlier value of {each}')}" for each in writing.columns
    )


def _checklist(writing: _Writing) -> str:
    dump = f'pg_dump --data-only --table={literal(writing.table)} --file {writing.folder}.sql "$DATABASE_URL"'
    cascades = "".join(f"\n- [ ] **Cascade.** {each}" for each in _cascades(writing))
    locks = {
        "seed": "New rows are locked until it commits; a unique makes others wait who insert the same.",
        "transform": "Every row that it changes is locked until it commits: writers of these rows wait.",
        "cleanup": "Every row that it deletes is locked until it commits, and its children are looked for: "
        "an index on each foreign key that names it makes that quick.",
    }[writing.kind]
    return f"""\
# {_one_line(writing.folder)}

## Before

- [ ] **Fill in** every `fill_this_in('…')` in `migration.sql`, `verify.sql` and `down.sql`.
- [ ] **Backup.** `{dump}`{cascades}
- [ ] **Staging.** On a copy of production: `npx prisma migrate deploy`, `verify.sql`, `down.sql`.
- [ ] **Rollback.** `psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --file {writing.folder}/down.sql`

## Locks and downtime

One statement, one transaction, ROW EXCLUSIVE on `{_one_line(writing.table)}`: all go on reading. {locks}

## Deploy

- [ ] **One job**, not one in each pod: `npx prisma migrate deploy`

## If it fails

Nothing of it is there. When the cause is gone:

```sh
npx prisma migrate resolve --rolled-back {writing.folder}
npx prisma migrate deploy
```

## After

- [ ] **Validation.** `psql "$DATABASE_URL" --file {writing.folder}/verify.sql` gives no row.
- [ ] **Clean-up.** `ANALYZE {_one_line(writing.table)};`
"""


# --- parts ----------------------------------------------------------------------------------------


def _is_given(column: Column, writing: _Writing) -> bool:
    """Whether a new row has to be told the value."""
    return needs_value(column) or column.filled_by_prisma or column.name == writing.subject.key


def _value(column: Column, writing: _Writing) -> str:
    if writing.subject.owner and column.name == writing.subject.key:
        return f"owner.{identifier(writing.subject.reference)}"
    key = writing.subject.table.primary_key
    is_key = key is not None and key.columns == (column.name,)
    if isinstance(column.type, BuiltIn):
        if (is_key or column.filled_by_prisma) and column.type.name == "UUID":
            return "gen_random_uuid()"
        if (is_key or column.filled_by_prisma) and column.type == BuiltIn("TEXT"):
            return "gen_random_uuid()::text"
        if column.type.name in {"TIMESTAMP", "TIMESTAMPTZ"}:
            return "CURRENT_TIMESTAMP"
    return _fill_in(column.name)


def _and(writing: _Writing, row: str) -> str:
    return f"{writing.belongs(row)}\n          AND " if writing.subject.owner else ""


def _cascades(writing: _Writing) -> Iterator[str]:
    """What goes along with deleted rows."""
    if writing.kind != "cleanup":
        return
    for key in writing.source.foreign_keys:
        if key.target == writing.subject.table.name and key.table != key.target:
            what = {
                "Cascade": "its rows are deleted with them",
                "SetNull": f"{', '.join(key.columns)} becomes NULL",
                "SetDefault": f"{', '.join(key.columns)} gets its default",
            }.get(key.on_delete, "it refuses where rows still name them")
            yield _one_line(f"{key.table.text} references these rows: {what}.")


def _fill_in(what: str) -> str:
    return f"fill_this_in({literal(_one_line(what))})"


def _shown(writing: _Writing) -> str:
    return _one_line(writing.subject.table.name.text)


def _harmless(writing: _Writing) -> str:
    return _shown(writing).replace("'", "''").replace("%", "%%")


def _one_line(text: str) -> str:
    return " ".join(text.split())

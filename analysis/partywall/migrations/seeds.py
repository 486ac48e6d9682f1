"""`seed.sql`: what each tenant that there is may need in a new table, to be filled in.

It stands beside a migration that makes tables whose rows belong to tenants and name no others, where the
tenants are there before. Nothing runs it by itself.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from partywall.database.from_schema import table_name
from partywall.database.model import Database
from partywall.database.providers import provider_of
from partywall.migrations.data_forms import form_of
from partywall.migrations.data_subject import subject_of
from partywall.migrations.data_writing import Subject, Writing
from partywall.migrations.dialect import Dialect
from partywall.migrations.fill import Asked
from partywall.migrations.plan import Plan
from partywall.migrations.script import one_line
from partywall.migrations.shell import shell_of
from partywall.migrations.steps import CreateTable


def seeded(plan: Plan, asked: Asked, before: Database, after: Database) -> tuple[Subject, ...]:
    """The new tables of which tenants that are there may want rows."""
    return tuple(_seeded(plan, asked, before, after))


def _seeded(plan: Plan, asked: Asked, before: Database, after: Database) -> Iterator[Subject]:
    provider = provider_of(asked.schema.provider)
    models = {table_name(each, provider): each for each in asked.schema.models.values()}
    for name in (each.table.name for each in plan.steps if isinstance(each, CreateTable)):
        model, table = models.get(name), after.table(name)
        if model is None or table is None:
            continue
        verdict = asked.tenancy.verdicts.get(model.name)
        if verdict is None or verdict.ownership != "owned" or verdict.key is None:
            continue
        subject = subject_of(asked, model, table)
        if subject.owner and before.table(subject.owner) and not _hangs_on_more(subject, after):
            yield subject


def _hangs_on_more(subject: Subject, after: Database) -> bool:
    """Whether its rows name those of other tables too: they come of what people do, and are no defaults."""
    known = {subject.owner, subject.table.name}
    return any(each.target not in known for each in after.foreign_keys_of(subject.table.name))


def seed_text(folder: str, subjects: tuple[Subject, ...], after: Database, dialect: Dialect) -> str:
    """The text of `seed.sql`."""
    shell = shell_of(after.provider)
    note = f"   ({shell.asks_note})" if shell.asks_note else ""
    again = f"partywall create-migration --data --seed NAME {_tables(subjects)}"
    lines = (
        f"A template for {one_line(folder)}: a row for each tenant that there is and has none yet.",
        "Nothing runs this by itself. Does no tenant need one, delete this file; else replace every",
        "fill_this_in('…'), then, after the migration:",
        f"{shell.run.replace('{file}', 'seed.sql')}{note}",
        f"For `prisma migrate deploy` to do it: {again}",
    )
    writings = (
        Writing("seed", f"rows in {each.table.name.text}", folder, each, after, (), dialect)
        for each in subjects
    )
    return "".join(f"-- {line}\n" for line in lines) + "".join(
        f"\n-- {each.shown}\n{form_of(each).migration().strip()}\n" for each in writings
    )


def _tables(subjects: tuple[Subject, ...]) -> str:
    """The option that says which table is meant, for each a migration of its own."""
    return " or ".join(f"--table {shlex.quote(one_line(each.table.name.text))}" for each in subjects)

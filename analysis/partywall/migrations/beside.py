"""The files beside `migration.sql` for people: what to ask the database, what to do and when.

Prisma reads none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partywall.database.model import Database
from partywall.migrations.checklist import checklist
from partywall.migrations.dialect import Dialect
from partywall.migrations.fill import Asked
from partywall.migrations.plan import Plan
from partywall.migrations.seeds import seed_text, seeded
from partywall.migrations.steps import Step
from partywall.migrations.verify import verify


def beside(  # noqa: PLR0913, PLR0917 - each is a part of what is known
    folder: str,
    plan: Plan,
    asked: Asked,
    sql: str,
    before: Database,
    after: Database,
    back: Sequence[Step],
    dialect: Dialect,
    postgres: int,
    place: str,
) -> Mapping[str, str]:
    """The files by path. `sql` is the migration's text, `back` the steps of the way back.

    `postgres` is the version of PostgreSQL that it is for, `place` where the migrations are for a shell.
    """
    subjects = seeded(plan, asked, before, after)
    files = {
        f"{folder}/verify.sql": verify(folder, plan, asked, after, dialect),
        f"{folder}/CHECKLIST.md": checklist(
            folder, plan, sql, before, back, subjects, dialect, postgres, place
        ),
    }
    if subjects:
        files[f"{folder}/seed.sql"] = seed_text(folder, subjects, after, dialect)
    return files

"""What differs between a database and a schema, and Prisma does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from partywall.database.model import Database, Unsupported


def unseen(source: Database, target: Database) -> Iterator[str]:
    """The columns that differ so: Prisma compares no types that it does not know."""
    after = {each.name: each for each in target.tables}
    for table in source.tables:
        for old in table.columns:
            if not isinstance(old.type, Unsupported):
                continue
            new = after[table.name].column(old.name) if table.name in after else None
            if new is None:
                continue
            if isinstance(new.type, Unsupported) and _bare(old.type) != _bare(new.type):
                yield (
                    f"{table.name.text}.{old.name} is `{old.type.text}` and the schema says "
                    f"`{new.type.text}`: Prisma does not compare such types, and this does not either."
                )


def _bare(of: Unsupported) -> str:
    return re.sub(r'[\s"]|^public\.', "", of.text.lower())

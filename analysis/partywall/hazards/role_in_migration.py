"""A role is created by a migration.

## What it does

Reports `CREATE ROLE` and `CREATE USER` outside of a `DO` block.

## Why it matters

Roles belong to the whole server. `migrate dev` replays every migration in a second database on the same
server, the shadow database, where the role is there already: it fails (42710), and so does every other
database there.

## Example

```sql
CREATE ROLE app_user NOLOGIN;
```

## Use instead

```sql
DO $$ BEGIN
  CREATE ROLE app_user NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
```

Better still, in a script beside the migrations that is run once for each server.

## When it is fine

Each database has a server of its own, and nobody runs `migrate dev`.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Roles that a second database has already."""
    for statement in view.statements:
        keys = [each.key for each in statement.tokens[:2]]
        if not statement.is_nested and keys in (["CREATE", "ROLE"], ["CREATE", "USER"]):
            yield Risk(
                statement.span_of(*keys),
                "the role is there already when `migrate dev` replays this in its shadow database: it fails",
                "create roles in a script of their own, once for each server",
            )

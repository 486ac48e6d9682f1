"""A value of an enum gets another name while the last release still uses the old one.

## What it does

Reports `ALTER TYPE … RENAME VALUE` of an enum that this migration did not make.

## Why it matters

Prisma Client knows the values by name: the application of the last release fails when it reads a row with the
new one, and when it writes the old one.

## Example

```sql
ALTER TYPE "Role" RENAME VALUE 'USER' TO 'MEMBER';
```

## Use instead

```sql
ALTER TYPE "Role" ADD VALUE 'MEMBER';
```

Then move the rows, and take the old value out of use. Or rename it in the schema alone, with `@map("USER")`.

## When it is fine

The application stands still while it migrates.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.ddl import CreateEnum, RenameEnumValue
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Enum values that the running release still knows by another name."""
    made = {each.operation.name for each in view.statements if isinstance(each.operation, CreateEnum)}
    for statement in view.statements:
        operation = statement.operation
        if isinstance(operation, RenameEnumValue) and operation.enum not in made:
            yield Risk(
                statement.span,
                f"the last release still knows `{operation.previous}` alone, and fails at the new name",
                f'rename it in the schema alone, with `@map("{operation.previous}")`, or add the new value '
                "and "
                "move the rows",
            )

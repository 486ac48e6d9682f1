"""What is said of a schema beside its migrations, explained: as rules are by their docstrings."""

from __future__ import annotations

from collections.abc import Mapping

_UNMIGRATED = """\
The schema asks for something that no migration makes yet.

## What it does

Marks, in an editor, each model, field, attribute, enum and enum value that the migrations of the schema do
not build, and says what is missing: a table, a column, its type, an index, a foreign key. *Create migration*
is offered there. It is told a moment after the typing ends.

Nothing is said where there are no migrations yet, where a file of them is not understood, or where they are
for another provider; nor of what would only be dropped, since no line asks for it.

`partywall check` does not report it: whether a migration goes with a commit is told by
`partywall create-migration --dry-run`, which shows what it would be.

## Why it matters

The client is generated from the schema, and the database is made by the migrations. What is in the one alone
works until it is deployed.

## Example

```prisma
model Document {
  id     String @id
  status String @default("draft") // no migration adds the column
}
```

## When it is fine

While the schema is being changed. In a project that never keeps migrations in step, turn it off for good:
`unmigrated = "off"` under `[rules]`."""

_WRONG_PROVIDER = """\
The migrations are for another database than the schema.

## What it does

Reports, in an editor, a datasource whose provider is not the one in `migration_lock.toml`, which lies beside
the migrations.

## Why it matters

`prisma migrate` refuses to run (P3019): the SQL of the migrations is that of the other database.

## Example

```prisma
datasource db {
  provider = "postgresql" // migration_lock.toml says sqlite
}
```

## When it is fine

Never for long. Put the provider back, or begin a new history: move the folder of migrations away, and create
the first one anew."""

UNMIGRATED, WRONG_PROVIDER = "unmigrated", "wrong-provider"

DRIFT_DOCUMENTATION: Mapping[str, str] = {UNMIGRATED: _UNMIGRATED, WRONG_PROVIDER: _WRONG_PROVIDER}
"""The documentation by name, as Markdown without a title."""

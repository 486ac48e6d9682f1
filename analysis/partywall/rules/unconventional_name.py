"""A name that breaks the convention which nearly all others in the schema follow.

## What it does

Reports, for the strict profile, names of models and fields in another style than nearly all others, and
models and fields that are not mapped to snake case in the database where nearly all others are. A schema
without such a convention is left alone, and so is what belongs to no tenant: tables of libraries have names
of their own.

## Why it matters

Queries, policies and reports that are written in SQL go by the names in the database, above all those
that treat all tables alike because each has a tenant. One table in another style is the one that they miss.

## Example

```prisma
model Org {
  id        Int    @id
  siteCount Int    @map("site_count")
  sites     Site[]
  pages     Page[]

  @@map("orgs")
}

model Site {
  id       Int    @id
  orgId    Int    @map("org_id")
  homePage String @map("home_page")
  org      Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
  @@map("sites")
}

model Page {
  id         Int    @id
  orgId      Int    @map("org_id")
  pageTitle  String
  metaTitle  String @map("meta_title")
  bodyText   String @map("body_text")
  lastEditor String @map("last_editor")
  org        Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
  @@map("pages")
}
```

## Use instead

```prisma
model Org {
  id        Int    @id
  siteCount Int    @map("site_count")
  sites     Site[]
  pages     Page[]

  @@map("orgs")
}

model Site {
  id       Int    @id
  orgId    Int    @map("org_id")
  homePage String @map("home_page")
  org      Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
  @@map("sites")
}

model Page {
  id         Int    @id
  orgId      Int    @map("org_id")
  pageTitle  String @map("page_title")
  metaTitle  String @map("meta_title")
  bodyText   String @map("body_text")
  lastEditor String @map("last_editor")
  org        Org    @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
  @@map("pages")
}
```

The fix of a missing `@map` or `@@map` renames the column or the table. Prisma's own migration would drop it
and make a new one, empty: rename it in SQL (`ALTER TABLE … RENAME`), in the same release as the schema. So
the fix is never taken by *fix all*; it is for a name that is not in a database yet.

## When it is fine

Names that another system dictates: `// partywall: allow unconventional-name named by the library`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddBlockAttribute, AddFieldAttribute, Fix, Safety
from partywall.diagnostics.name_habits import has_style, is_telling, table_name
from partywall.diagnostics.naming import snake
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.name_habits import NameHabits
    from partywall.diagnostics.rule import ModelView

AVOIDS = "tables of libraries, and schemas without a clear convention"
SEVERITIES = {"recommended": None, "strict": Severity.INFORMATION}

_RENAMES = (
    "This renames the {thing} in the database. Prisma's migration would drop it with its data and make a new "
    "one: write `RENAME` instead where it is there already."
)


def check(model: ModelView) -> Iterator[Finding]:
    """Names of tenant data that nearly all others would not have."""
    conventions, verdict = model.context.habits.conventions, model.verdict
    if conventions is None or model.model.kind is not BlockKind.MODEL or model.model.interface.is_ignored:
        return
    if not verdict.is_scoped and verdict.ownership != "root":
        return
    habits = conventions.names
    if habits.models and not has_style(model.name, habits.models):
        yield Finding(
            at=model.anchor,
            message=f"nearly all models are in {habits.models}, `{model.name}` is not",
            help=f'rename it, and keep its table by `@@map("{model.model.database_name}")`',
        )
    if habits.tables:
        yield from _table(habits, model)
    yield from _fields(habits, model)


def _table(habits: NameHabits, model: ModelView) -> Iterator[Finding]:
    if has_style(model.model.database_name, "snake_case"):
        return
    wanted = table_name(model.name, habits)
    is_free = model.model.interface.map is None and wanted not in habits.taken
    yield Finding(
        at=model.anchor,
        message=f"the table of `{model.name}` is `{model.model.database_name}`, unlike nearly all others",
        help=f'the others are in snake_case: `@@map("{wanted}")`, which renames the table',
        fix=Fix(
            f'Add `@@map("{wanted}")`: renames the table',
            Safety.MANUAL,
            (AddBlockAttribute(model.anchor, f'@@map("{wanted}")'),),
            _RENAMES.format(thing="table"),
        )
        if is_free
        else None,
    )


def _fields(habits: NameHabits, model: ModelView) -> Iterator[Finding]:
    columns = {field.column for field in model.model.scalar_fields.values()}
    for field in model.model.scalar_fields.values():
        if field.is_ignored:
            continue
        at, wanted = model.field_anchor(field.name), snake(field.name)
        if habits.fields and is_telling(field.name) and not has_style(field.name, habits.fields):
            yield Finding(
                at=at,
                message=f"nearly all fields are in {habits.fields}, `{field.name}` is not",
                help=f'rename it, and keep its column by `@map("{field.column}")`',
            )
        elif habits.columns and field.map is None and wanted != field.name:
            fix = Fix(
                f'Add `@map("{wanted}")`: renames the column',
                Safety.MANUAL,
                (AddFieldAttribute(at, f'@map("{wanted}")'),),
                _RENAMES.format(thing="column"),
            )
            yield Finding(
                at=at,
                message=f"the column of `{field.name}` is not in snake_case, unlike nearly all others",
                help=f'add `@map("{wanted}")`, which renames the column',
                fix=fix if wanted not in columns else None,
            )

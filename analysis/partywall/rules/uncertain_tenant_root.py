"""Whose rows are tenants is a guess: no root is certain, or several could be it.

## What it does

Asks where much speaks for a multi-tenant schema, and not enough to say so: two models that could both be
the tenant and have nothing to do with each other; a root that is one by hardly enough evidence; a model
that has members and data of its own like a tenant, under a name that says nothing, or with a small share
of the data; columns such as `tenantId` on several models that refer to no model. A schema without such
signs is left alone.

## Why it matters

Every other rule rests on the answer. With the wrong root they report the wrong models; with none they
are silent, and nobody sees that nothing was checked.

## Example

```prisma
model User {
  id      String   @id @default(cuid())
  email   String   @unique
  members Member[]
}

model Choir {
  id       String    @id @default(cuid())
  name     String
  members  Member[]
  concerts Concert[]
}

model Member {
  id      String @id @default(cuid())
  userId  String
  choirId String
  role    String
  user    User   @relation(fields: [userId], references: [id], onDelete: Cascade)
  choir   Choir  @relation(fields: [choirId], references: [id], onDelete: Cascade)

  @@unique([choirId, userId])
  @@index([userId])
}

model Concert {
  id      String @id @default(cuid())
  choirId String
  choir   Choir  @relation(fields: [choirId], references: [id], onDelete: Cascade)

  @@index([choirId])
}

model Composer {
  id     String  @id @default(cuid())
  pieces Piece[]
}

model Piece {
  id         String      @id @default(cuid())
  composerId String
  composer   Composer    @relation(fields: [composerId], references: [id])
  recordings Recording[]
}

model Recording {
  id      String @id @default(cuid())
  pieceId String
  piece   Piece  @relation(fields: [pieceId], references: [id])
}
```

## Use instead

```prisma
model User {
  id      String   @id @default(cuid())
  email   String   @unique
  members Member[]
}

// partywall: root
model Choir {
  id       String    @id @default(cuid())
  name     String
  members  Member[]
  concerts Concert[]
}

model Member {
  id      String @id @default(cuid())
  userId  String
  choirId String
  role    String
  user    User   @relation(fields: [userId], references: [id], onDelete: Cascade)
  choir   Choir  @relation(fields: [choirId], references: [id], onDelete: Cascade)

  @@unique([choirId, userId])
  @@index([userId])
}

model Concert {
  id      String @id @default(cuid())
  choirId String
  choir   Choir  @relation(fields: [choirId], references: [id], onDelete: Cascade)

  @@index([choirId])
}

model Composer {
  id     String  @id @default(cuid())
  pieces Piece[]
}

model Piece {
  id         String      @id @default(cuid())
  composerId String
  composer   Composer    @relation(fields: [composerId], references: [id])
  recordings Recording[]
}

model Recording {
  id      String @id @default(cuid())
  pieceId String
  piece   Piece  @relation(fields: [pieceId], references: [id])
}
```

## When it is fine

It asks once: any answer ends it. Write `// partywall: root` above the model whose rows are tenants, or
`roots = ["Choir"]` below `[tenancy]` in `partywall.toml`; `roots = []` says that there are no tenants. To
leave it open, write `// partywall: allow uncertain-tenant-root decided next quarter`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Related, Severity
from partywall.diagnostics.rule import anchor_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.finding import Anchor
    from partywall.diagnostics.rule import SchemaView
    from partywall.tenancy.verdict import Question

SCOPE = "schema"

AVOIDS = "teams, clubs and workspaces of an application with one tenant"
SEVERITIES = {"recommended": Severity.INFORMATION, "strict": Severity.WARNING}


def check(schema: SchemaView) -> Iterator[Finding]:
    """One question for the whole schema, at the model that is the likeliest answer."""
    asked = schema.tenancy.questions
    if asked:
        first, others = asked[0], asked[1:]
        at = _anchor(first, schema)
        yield Finding(
            at=at,
            message=_message(first, others),
            help=_help(first),
            related=tuple(
                Related(_anchor(each, schema), "the other one that may be")
                for each in others
                if each.doubt == first.doubt
            ),
            severity=Severity.HINT if first.doubt == "weak" else None,
        )


def _anchor(question: Question, schema: SchemaView) -> Anchor:
    return anchor_of(schema.schema.models[question.model], question.field)


def _message(first: Question, others: tuple[Question, ...]) -> str:
    name = f"`{first.model}`"
    match first.doubt:
        case "rival":
            rivals = " or ".join([name, *(f"`{each.model}`" for each in others)])
            return f"the rows of {rivals} are tenants: nothing says which"
        case "weak":
            return f"{name} is taken for the tenant, and little speaks for it"
        case "nameless":
            return f"{name} has members and data like a tenant: are its rows tenants?"
        case "narrow":
            return f"{name} has members and some data of its own: are its rows tenants?"
        case "keys":
            return f"`{first.field}` looks like a tenant key, and nothing says what it names"


def _help(first: Question) -> str:
    if first.field:
        return (
            f'write `keys = ["{first.field}"]` below `[tenancy]` in `partywall.toml` if it names a tenant, '
            "or `roots = []` if there are none: nothing is checked until then"
        )
    answer = f'write `roots = ["{first.model}"]` below `[tenancy]` in `partywall.toml`'
    rest = "; the other rules rest on it" if first.doubt in {"rival", "weak"} else ": nothing is checked yet"
    return f"{answer} if they are, other names or `[]` if not{rest}"

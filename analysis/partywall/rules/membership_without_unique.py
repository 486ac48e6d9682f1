"""A user can be a member of one tenant twice.

## What it does

Reports tables of members in which no unique holds the tenant and the user together. A unique with more
columns (a role, say) counts, and so does one on the user alone. Rows that end (`leftAt`, `deletedAt`) are a
hint, since a member may come back, and so are tables in which something else is unique for each tenant, such
as the address that was invited.

## Why it matters

Two clicks on an invitation make two rows. A seat is counted and paid twice; taking a role from one row
leaves the other in force; and removing a member by one of the two lets the user stay. The unique is also
the index by which every request looks up whether its user belongs to the tenant.

## Example

```prisma
model Tenant {
  id        String     @id @default(cuid())
  members   Member[]
  documents Document[]
}

model Document {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model User {
  id      String   @id @default(cuid())
  email   String   @unique
  members Member[]
}

model Member {
  id       String @id @default(cuid())
  role     String
  tenantId String
  userId   String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  user     User   @relation(fields: [userId], references: [id], onDelete: Cascade)

  @@index([userId])
}
```

## Use instead

```prisma
model Tenant {
  id        String     @id @default(cuid())
  members   Member[]
  documents Document[]
}

model Document {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model User {
  id      String   @id @default(cuid())
  email   String   @unique
  members Member[]
}

model Member {
  id       String @id @default(cuid())
  role     String
  tenantId String
  userId   String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  user     User   @relation(fields: [userId], references: [id], onDelete: Cascade)

  @@unique([tenantId, userId])
  @@index([userId])
}
```

## When it is fine

A history of who was a member when, or a partial unique index made in SQL:
`// partywall: allow membership-without-unique one row for each period`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddBlockAttribute, Fix, Safety
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import USER_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView

AVOIDS = "a history of members, in which rows end"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Members of tenants that may be there twice."""
    key = model.verdict.key
    if model.verdict.ownership != "membership" or key is None or model.model.kind is not BlockKind.MODEL:
        return
    named = _named(model)
    users = [name for name in named if _is_user(name, model)]
    roles = [name for name in named if _is_role(name)]
    if len(users) != 1 or len(named) != len(users) + len(roles) or _is_held(model, users[0]):
        return
    if words(model.name)[-1:] and words(model.name)[-1] in _ROLES:  # one row for each role
        roles += [name for name in model.model.scalar_fields if name not in named and _is_role(name)]
    yield _finding(key, users[0], (key, users[0], *roles), model)


def _named(model: ModelView) -> list[str]:
    """The columns that name what the row ties to its tenant."""
    keys = {key.field for key in model.verdict.keys}
    foreign = {field for relation in model.relations for field in relation.fields}
    return [
        name
        for name in model.model.scalar_fields
        if (name in foreign or stem(name)) and name not in keys and not _is_about_the_row(name)
    ]


def _is_user(name: str, model: ModelView) -> bool:
    """Whether a column names a user: by its relation, else by its own name."""
    targets = [each.target for each in model.relations if each.fields == (name,)]
    return any(words(each)[-1:] and words(each)[-1] in USER_WORDS for each in targets) or (
        not targets and (stem(name) or ("",))[-1] in USER_WORDS
    )


_ROLES = frozenset({"role", "permission"})


def _is_role(name: str) -> bool:
    return (stem(name) or words(name) or ("",))[-1] in _ROLES


_MAKERS = frozenset({"inviter", "creator", "author", "updater", "invitation", "invite"})


def _is_about_the_row(name: str) -> bool:
    """Whether a column names who made the row, or how: `invitedById`, `createdBy`, `inviterId`."""
    return "by" in words(name) or (stem(name) or ("",))[-1] in _MAKERS


def _is_held(model: ModelView, user: str) -> bool:
    """Whether a unique holds tenant and user together; one for some rows only is its author's choice."""
    keys = {key.field for key in model.verdict.keys}
    return any(
        user in key.fields and (len(key.fields) == 1 or not keys.isdisjoint(key.fields))
        for key in model.model.keys
        if key.is_unique
    )


# --- what is reported ----------------------------------------------------------------------------


def _finding(key: str, user: str, columns: tuple[str, ...], model: ModelView) -> Finding:
    unique = f"@@unique([{', '.join(columns)}])"
    end = next((name for name in model.model.scalar_fields if _is_an_end(name)), None)
    is_doubtful = end is not None or _is_unique_otherwise(model)
    lowered = Severity.INFORMATION if model.context.is_strict else Severity.HINT
    return Finding(
        at=model.anchor,
        message=f"the same `{user}` can be in `{model.name}` twice for one `{key}`",
        help=f"a removed member may still have the other row: add `{unique}`"
        + (f", unless `{end}` makes the rows a history" if end else ""),
        related=model.related(model.verdict.root, "the tenant"),
        fix=Fix(
            f"Add `{unique}`",
            Safety.MANUAL if is_doubtful else Safety.UNSAFE,
            (AddBlockAttribute(model.anchor, unique),),
            "the migration fails where somebody is a member twice: merge such rows before it runs",
        ),
        severity=lowered if is_doubtful else None,
    )


def _is_unique_otherwise(model: ModelView) -> bool:
    """Whether a tenant has each row once by something else, such as the address that was invited."""
    keys = {key.field for key in model.verdict.keys}
    return any(
        not keys.isdisjoint(key.fields) and not keys.issuperset(key.fields) for key in model.model.uniques
    )


_ENDS = frozenset({"deleted", "removed", "left", "ended", "end", "archived", "revoked", "valid"})
_TIMES = frozenset({"at", "on", "date", "time", "until", "to"})


def _is_an_end(name: str) -> bool:
    """Whether a column says when the membership ended: `leftAt`, `endDate`, `validUntil`."""
    parts = words(name)
    return bool(parts) and parts[0] in _ENDS and parts[-1] in _TIMES

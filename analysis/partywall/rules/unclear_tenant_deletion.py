"""What becomes of a tenant's rows when the tenant is deleted is unsaid, or they are left without one.

## What it does

Reports relations from a tenant key to its root that clear the key when the tenant is deleted (`SetNull`,
which is also Prisma's default for optional keys), where nothing else says whose the row is. Rows that
belong to a user as well, users, sign-in and logs are a hint, since they may outlive a tenant on purpose.
The strict profile also wants the action written down where Prisma's default holds.

## Why it matters

Rows without a tenant are found by no query for one, and by every query that takes null for built-in: a
deleted customer's own template is then offered to all others. What was promised to be erased is still
there. Where nothing is written, nobody chose: the default of an optional key is `SetNull`, that of a
required one `Restrict`, and making a key required turns one into the other.

## Example

```prisma
model Tenant {
  id        String     @id @default(cuid())
  templates Template[]
}

model Template {
  id       String  @id @default(cuid())
  title    String
  tenantId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id], onDelete: SetNull)

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id        String     @id @default(cuid())
  templates Template[]
}

model Template {
  id       String  @id @default(cuid())
  title    String
  tenantId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

Rows that are kept when their tenant goes, and that everybody who reads null knows how to treat:
`// partywall: allow unclear-tenant-deletion invoices are kept for ten years`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Fix, Safety, SetArgument
from partywall.diagnostics.without_tenant import explained, may_be_null, names_user
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import AUTH_WORDS, LOG_WORDS, USER_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation
    from partywall.schema.shape import Action
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "users, logs and catalogues that may outlive a tenant"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Relations to a tenant that clear the only key, or of which nobody said what they do."""
    if model.model.kind is not BlockKind.MODEL:
        return
    for key in model.verdict.keys:
        relation = _to_root(key, model)
        if relation is None:
            continue
        if relation.on_delete == "SetNull" and not relation.nullable_fields:
            yield _failing(key, relation, model)
        elif relation.on_delete == "SetNull" and not _has_another_owner(key, model):
            yield _orphaning(key, relation, model)
        elif relation.declared_on_delete is None and model.context.is_strict:
            yield _unsaid(relation, model)


def _to_root(key: TenantKey, model: ModelView) -> Relation | None:
    """The relation that only says whose the row is; a composite one says more."""
    return next(
        (each for each in model.relations if each.target == key.root and each.fields == (key.field,)), None
    )


# --- rows without a tenant -----------------------------------------------------------------------


def _has_another_owner(key: TenantKey, model: ModelView) -> bool:
    """Whether the row still belongs to a tenant when this key is cleared."""
    if any(each != key and not each.is_nullable for each in model.verdict.keys):
        return True
    targets = (model.neighbour(each.target) for each in model.relations if each.is_required)
    return any(target is not None and target.verdict.is_scoped for target in targets)


def _orphaning(key: TenantKey, relation: Relation, model: ModelView) -> Finding:
    by_default = "" if relation.declared_on_delete else ", Prisma's default here,"
    after = _habit(relation, model)
    may_outlive = _may_outlive(model)
    lowered = Severity.INFORMATION if model.context.is_strict else Severity.HINT
    return Finding(
        at=model.field_anchor(_name(relation)),
        message=f"rows of `{model.name}` are left without a tenant when their `{relation.target}` is deleted",
        help=f"`SetNull`{by_default} clears `{key.field}`, and such rows belong to nobody or to everybody: "
        f"write `onDelete: {after}`, or say in an `allow` comment why they stay",
        related=model.related(relation.target, "the tenant"),
        fix=_writing(
            after,
            relation,
            model,
            Safety.MANUAL if may_outlive else Safety.UNSAFE,
            f"`onDelete` turns from SetNull to {after}: "
            + _AFTERWARDS.get(after, "a tenant that has such rows can then not be deleted before they are"),
        ),
        severity=lowered if may_outlive or _is_said(key, relation, model) else None,
    )


def _is_said(key: TenantKey, relation: Relation, model: ModelView) -> bool:
    """Whether the key itself is warned of, whose remedy this is too: nobody wrote that it be cleared."""
    is_default = relation.declared_on_delete is None
    return is_default and may_be_null(key, model) and explained(model) is None and not model.context.is_strict


def _failing(key: TenantKey, relation: Relation, model: ModelView) -> Finding:
    after = model.context.refusing_action
    return Finding(
        at=model.field_anchor(_name(relation)),
        message=f"deleting the `{relation.target}` fails: it would clear the required `{key.field}`",
        help=f"write `onDelete: {after}`, which refuses in so many words, or `Cascade`",
        related=model.related(relation.target, "the tenant"),
        fix=_writing(
            after,
            relation,
            model,
            Safety.UNSAFE,
            f"`onDelete` turns from SetNull to {after}: deleting fails as before",
        ),
    )


_AFTERWARDS: dict[Action, str] = {"Cascade": "the rows are then deleted together with their tenant"}

_LOG_WORDS = LOG_WORDS | {"event", "analytics"}


def _may_outlive(model: ModelView) -> bool:
    """Whether rows may stay when their tenant goes: they are somebody's, somebody, or a record."""
    name = words(model.name)
    if name[-1:] and name[-1] in USER_WORDS:
        return True
    return bool((AUTH_WORDS | _LOG_WORDS) & set(name)) or any(map(names_user, model.model.scalar_fields))


def _habit(relation: Relation, model: ModelView) -> Action:
    """What deleting a tenant does elsewhere in this schema."""
    if model.context.provider == "sqlserver" and model.context.enforces_foreign_keys:
        return model.context.refusing_action  # it refuses two cascading ways to one table
    habits = model.context.habits.of_root(relation.target)
    return habits.on_delete if habits else "Cascade"


# --- unsaid --------------------------------------------------------------------------------------


def _unsaid(relation: Relation, model: ModelView) -> Finding:
    name, action = _name(relation), relation.on_delete
    return Finding(
        at=model.field_anchor(name),
        message=f"`{name}` does not say what deleting the `{relation.target}` does",
        help=f"Prisma's default is `{action}` here and changes with the key's optionality: write it out",
        related=model.related(relation.target, "the tenant"),
        fix=_writing(action, relation, model, Safety.SAFE, "what holds by default is written out"),
    )


def _writing(action: Action, relation: Relation, model: ModelView, safety: Safety, note: str) -> Fix:
    attribute = model.field_anchor(_name(relation), "relation")
    return Fix(f"Write `onDelete: {action}`", safety, (SetArgument(attribute, "onDelete", action),), note)


def _name(relation: Relation) -> str:
    return relation.forward.field if relation.forward else relation.fields[0]

"""A tenant key may be null: such rows belong to no tenant, or to all.

## What it does

Reports optional tenant keys. In the recommended profile it warns only where nothing in the model
explains a missing tenant; it is a hint where another key or a required parent still says whose the row
is, where the row belongs to a user or to one of several levels instead, where a column tells built-in
rows from a tenant's own, and for logs. It also warns where a `@@unique` relies on an optional key (a hint
beside a warning at the key). The distributed profile accepts none of these: a row without a tenant has no
server to lie on.

## Why it matters

A filter by tenant never finds rows without one; a query that allows for null shows them to everybody,
forgotten and half-made ones included. And in PostgreSQL, MySQL and SQLite a unique constraint does not
compare rows that have null in any of its columns: they may be there twice.

## Example

```prisma
model Tenant {
  id        String     @id @default(cuid())
  documents Document[]
}

model Document {
  id       String  @id @default(cuid())
  title    String
  tenantId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id        String     @id @default(cuid())
  documents Document[]
}

model Document {
  id       String @id @default(cuid())
  title    String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

A catalogue in which null means built-in, rows that outlive their tenant, or ownership by user or team.
Say which: `// partywall: allow nullable-tenant-key null is a role of the platform`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Fix, Operation, Safety, SetArgument, SetType
from partywall.diagnostics.meaning import Meaning, meaning
from partywall.diagnostics.without_tenant import explained, may_be_null
from partywall.syntax.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.shape import Key
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "built-in rows of a catalogue, rows of a user or of one of several levels"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}

_NULLS_ARE_EQUAL = frozenset({"sqlserver", "mongodb"})


def check(model: ModelView) -> Iterator[Finding]:
    """Optional tenant keys, and uniques that rely on one."""
    keys = model.verdict.keys
    optional = [key for key in keys if may_be_null(key, model)]
    if not optional or model.model.kind is not BlockKind.MODEL:
        return
    explanation = explained(model)
    for key in optional:
        is_needed = model.context.is_distributed and key.field == model.verdict.key
        yield _at_key(key, None if is_needed else explanation, model)
    if model.context.provider in _NULLS_ARE_EQUAL:
        return
    for unique in model.model.uniques:
        members = [key for key in keys if key.field in unique.fields]
        if members and all(key in optional for key in members) and _is_relied_on(unique, model):
            yield _at_unique(unique, members[0], model, is_said=explanation is None)


# --- what is reported ----------------------------------------------------------------------------


def _at_key(key: TenantKey, explanation: str | None, model: ModelView) -> Finding:
    advice = "such rows belong to no tenant or to all"
    if explanation is None:
        return Finding(
            at=model.field_anchor(key.field),
            message=f"the tenant key `{key.field}` may be null",
            help=f"{advice}: make it required, or say what null means in an `allow` comment",
            related=model.related(key.root, "the tenant"),
            fix=_fix(key, model),
        )
    return Finding(
        at=model.field_anchor(key.field),
        message=f"the tenant key `{key.field}` may be null",
        help=f"{explanation}; say what null means in an `allow` comment, or make it required",
        related=model.related(key.root, "the tenant"),
        severity=Severity.INFORMATION if model.context.is_strict else Severity.HINT,
    )


def _is_relied_on(unique: Key, model: ModelView) -> bool:
    """Whether a unique must count for rows without a tenant too, as far as the model shows.

    It need not where generated values cannot be equal anyway, nor where another unique takes its place
    for such rows: `[teamId, slug]` beside `[userId, slug]`.
    """
    keys = {key.field for key in model.verdict.keys}
    rest = set(unique.fields) - keys
    shapes = [model.model.scalar_fields.get(name) for name in rest]
    meanings = {meaning(each, model.model, model.body) for each in shapes if each}
    has_stand_in = any(
        rest <= set(other.fields) and not keys & set(other.fields) for other in model.model.uniques
    )
    return bool(rest) and Meaning.MACHINE not in meanings and not has_stand_in


def _at_unique(unique: Key, key: TenantKey, model: ModelView, *, is_said: bool) -> Finding:
    """What a null means for a unique; a hint where the key itself is warned of: the remedy is the same."""
    return Finding(
        at=model.key_anchor(unique),
        message=f"`{unique.label}` does not hold for rows without `{key.field}`",
        help="null is never equal to null, so such rows may be there twice: make the key required, "
        "or guard them with a partial unique index",
        related=model.related(key.root, "the tenant"),
        severity=Severity.HINT if is_said and not model.context.is_strict else None,
    )


def _fix(key: TenantKey, model: ModelView) -> Fix | None:
    """The key made required, with the relation on it; None where more depends on it."""
    shape = model.model.scalar_fields.get(key.field)
    on_key = [relation for relation in model.relations if key.field in relation.fields]
    if shape is None or any(len(relation.fields) > 1 for relation in on_key):
        return None
    at = model.field_anchor(key.field)
    habits = model.context.habits.of_root(key.root) if key.root else None
    on_delete = habits.usual_on_delete if habits else "Cascade"
    operations: list[Operation] = [SetType(at, shape.type_name, "required")]
    for relation in on_key:
        if relation.forward is None:
            return None
        end = relation.forward.field
        operations.append(SetType(model.field_anchor(end), relation.target, "required"))
        if relation.on_delete == "SetNull":
            attribute = model.field_anchor(end, "relation")
            operations.append(SetArgument(attribute, "onDelete", on_delete))
    note = "rows without a tenant must be given one, or go, before the column can be required"
    if any(relation.on_delete == "SetNull" for relation in on_key):
        note += f"; `onDelete` turns from SetNull to {on_delete}, since a required key cannot be cleared"
    return Fix(f"Make `{key.field}` required", Safety.UNSAFE, tuple(operations), note)

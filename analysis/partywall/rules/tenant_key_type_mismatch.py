"""A tenant key does not have the type of the tenant's identifier.

## What it does

Compares the type and the native type of each tenant key with the column that it names: the one its
relation refers to, or the root's id. In the recommended profile it warns where the types are of
different families (text and uuid, text and number, 32 and 64 bits) or where the key is shorter than
what it has to hold; in the strict one, wherever they differ.

## Why it matters

A foreign key between the two is refused by the database, or cannot be added later. Joins convert one
side for every row and pass by the index. A key that is too short cannot hold every tenant.

## Example

```prisma
datasource db {
  provider = "postgresql"
}

model Tenant {
  id     String  @id @default(uuid()) @db.Uuid
  users  Member[]
}

model Member {
  id       String @id @default(uuid()) @db.Uuid
  tenantId String @db.Uuid
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Usage {
  id       String @id @default(uuid()) @db.Uuid
  tenantId String
  tokens   Int

  @@index([tenantId])
}
```

## Use instead

```prisma
datasource db {
  provider = "postgresql"
}

model Tenant {
  id     String  @id @default(uuid()) @db.Uuid
  users  Member[]
}

model Member {
  id       String @id @default(uuid()) @db.Uuid
  tenantId String @db.Uuid
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Usage {
  id       String @id @default(uuid()) @db.Uuid
  tenantId String @db.Uuid
  tokens   Int

  @@index([tenantId])
}
```

## When it is fine

A key that holds another name of the tenant, such as its slug or its id at a provider, and is never joined
with it: `// partywall: allow tenant-key-type-mismatch holds the id of the billing provider`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Related, Severity
from partywall.diagnostics.fix import (
    AddFieldAttribute,
    Fix,
    Operation,
    RemoveFieldAttribute,
    Safety,
    SetType,
)
from partywall.diagnostics.rule import anchor_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelNeighbour, ModelView
    from partywall.schema.shape import FieldShape, NativeType
    from partywall.tenancy.verdict import TenantKey

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(model: ModelView) -> Iterator[Finding]:
    """Tenant keys whose type is not that of the identifier they name."""
    for key in model.verdict.keys:
        root = model.neighbour(key.root) if key.root else None
        own = model.model.scalar_fields.get(key.field)
        named = _named_column(key, model, root) if root else None
        if root is None or own is None or named is None:
            continue
        if _type(own) != _type(named):
            yield _finding(own, named, model, root)


def _named_column(key: TenantKey, model: ModelView, root: ModelNeighbour) -> FieldShape | None:
    """The root's column that a key names: as its relation says, else the root's id."""
    for relation in model.relations:
        if relation.target == root.model.name and key.field in relation.fields:
            position = relation.fields.index(key.field)
            if position < len(relation.references):
                return root.model.scalar_fields.get(relation.references[position])
    primary = root.model.primary_key
    if primary is None or len(primary.fields) != 1:
        return None
    return root.model.scalar_fields.get(primary.fields[0])


def _type(shape: FieldShape) -> tuple[str, NativeType | None]:
    return shape.type_name, shape.native


def _finding(own: FieldShape, named: FieldShape, model: ModelView, root: ModelNeighbour) -> Finding:
    place = anchor_of(root.model)
    is_harmless = _family(own) == _family(named) and not _is_shorter(own, named)
    return Finding(
        at=model.field_anchor(own.name),
        message=f"`{own.name}` is `{_written(own)}`, but `{root.model.name}.{named.name}` is "
        f"`{_written(named)}`",
        help=f"a foreign key between them is refused, and joins convert every row: use `{_written(named)}`",
        related=(
            Related(
                type(place)(place.file, place.kind, place.block, place.nth, named.name),
                "the identifier of the tenant",
            ),
        ),
        fix=_fix(own, named, model),
        severity=Severity.HINT if is_harmless and not model.context.is_strict else None,
    )


_FAMILIES = {
    "Uuid": "uuid",
    "UniqueIdentifier": "uuid",
    "ObjectId": "uuid",
    "Oid": "oid",
    "Inet": "inet",
    "SmallInt": "small",
    "TinyInt": "tiny",
    "MediumInt": "medium",
    "UnsignedInt": "unsigned Int",
    "UnsignedBigInt": "unsigned BigInt",
    "UnsignedSmallInt": "unsigned small",
}


def _family(shape: FieldShape) -> str:
    """Types of one family can be compared without converting."""
    native = _FAMILIES.get(shape.native.name) if shape.native else None
    return native or shape.type_name


def _is_shorter(own: FieldShape, named: FieldShape) -> bool:
    """Whether a text key has less room than the identifier."""
    here, there = _length(own), _length(named)
    return here is not None and (there is None or here < there)


def _length(shape: FieldShape) -> int | None:
    """The greatest length of a text column; None where it has no limit."""
    arguments = shape.native.arguments if shape.native else ()
    return int(arguments[0]) if arguments and arguments[0].isdecimal() else None


def _written(shape: FieldShape) -> str:
    return shape.type_name + (f" {_native(shape.native)}" if shape.native else "")


def _native(native: NativeType) -> str:
    arguments = f"({', '.join(native.arguments)})" if native.arguments else ""
    return f"@db.{native.name}{arguments}"


def _fix(own: FieldShape, named: FieldShape, model: ModelView) -> Fix:
    at = model.field_anchor(own.name)
    operations: list[Operation] = []
    if own.type_name != named.type_name:
        operations.append(SetType(at, named.type_name, own.arity))
    if own.native != named.native:
        if own.native:
            operations.append(RemoveFieldAttribute(model.field_anchor(own.name, f"db.{own.native.name}")))
        if named.native:
            operations.append(AddFieldAttribute(at, _native(named.native)))
    return Fix(
        f"Give it the type `{_written(named)}`",
        Safety.UNSAFE,
        tuple(operations),
        "the column is converted: values that are no tenant's id make the migration fail",
    )

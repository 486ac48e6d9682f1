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

from dataclasses import replace
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
from partywall.schema.shape import NativeType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelNeighbour, ModelView
    from partywall.schema.shape import FieldShape

AVOIDS = "types of different names that hold the same values"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Tenant keys whose type is not that of the identifier they name."""
    for field, root_name in (*_keys(model), *_misfits(model)):
        root = model.neighbour(root_name)
        own = model.model.scalar_fields.get(field)
        named = _named_column(field, model, root) if root else None
        provider = model.context.provider
        if root and own and named and _column(own, provider) != _column(named, provider):
            yield _finding(own, named, model, root)


def _keys(model: ModelView) -> Iterator[tuple[str, str]]:
    """The tenant keys of the model, each with its root."""
    for key in model.verdict.keys:
        if key.root is not None:
            yield key.field, key.root


def _misfits(model: ModelView) -> Iterator[tuple[str, str]]:
    """Columns named like a tenant key that are none, because their type is another one."""
    known = {key.field for key in model.verdict.keys}
    for root in model.roots:
        for field in root.keys:
            shape = model.model.scalar_fields.get(field)
            is_free = not any(field in relation.fields for relation in model.relations)
            if shape and is_free and field not in known and root.model != model.name:
                yield field, root.model


def _named_column(field: str, model: ModelView, root: ModelNeighbour) -> FieldShape | None:
    """The root's column that a key names: as its relation says, else the root's id."""
    for relation in model.relations:
        if relation.target == root.model.name and field in relation.fields:
            position = relation.fields.index(field)
            if position < len(relation.references):
                return root.model.scalar_fields.get(relation.references[position])
    primary = root.model.primary_key
    if primary is None or len(primary.fields) != 1:
        return None
    return root.model.scalar_fields.get(primary.fields[0])


def _finding(own: FieldShape, named: FieldShape, model: ModelView, root: ModelNeighbour) -> Finding:
    prefix = model.context.habits.datasource
    wanted = _written(named, prefix)
    is_harmless = _family(own) == _family(named) and not _is_shorter(own, named)
    is_hint = is_harmless and not model.context.is_strict
    lowered = Severity.HINT if is_hint else Severity.WARNING
    return Finding(
        at=model.field_anchor(own.name),
        message=f"`{own.name}` is `{_written(own, prefix)}`, but `{root.model.name}.{named.name}` "
        f"is `{wanted}`",
        help=f"a foreign key between them is refused, and joins convert every row: use `{wanted}`",
        related=(Related(replace(anchor_of(root.model), member=named.name), "the identifier of the tenant"),),
        fix=_fix(own, named, model, Safety.MANUAL if is_hint else Safety.UNSAFE),
        severity=lowered if is_harmless else None,
    )


# What Prisma makes of a type without `@db.…`.
_DEFAULTS = {
    ("postgresql", "String"): NativeType("Text"),
    ("postgresql", "Int"): NativeType("Integer"),
    ("postgresql", "BigInt"): NativeType("BigInt"),
    ("cockroachdb", "String"): NativeType("String"),
    ("cockroachdb", "Int"): NativeType("Int4"),
    ("cockroachdb", "BigInt"): NativeType("Int8"),
    ("mysql", "String"): NativeType("VarChar", ("191",)),
    ("mysql", "Int"): NativeType("Int"),
    ("mysql", "BigInt"): NativeType("BigInt"),
    ("sqlserver", "String"): NativeType("NVarChar", ("1000",)),
    ("sqlserver", "Int"): NativeType("Int"),
    ("sqlserver", "BigInt"): NativeType("BigInt"),
}


def _column(shape: FieldShape, provider: str) -> tuple[str, NativeType | None]:
    """The type of a column, written out or not."""
    return shape.type_name, shape.native or _DEFAULTS.get((provider, shape.type_name))


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


def _fix(own: FieldShape, named: FieldShape, model: ModelView, safety: Safety) -> Fix:
    at = model.field_anchor(own.name)
    prefix = model.context.habits.datasource
    operations: list[Operation] = []
    if own.type_name != named.type_name:
        operations.append(SetType(at, named.type_name, own.arity))
    if own.native != named.native:
        if own.native:
            old = model.field_anchor(own.name, f"{prefix}.{own.native.name}")
            operations.append(RemoveFieldAttribute(old))
        if named.native:
            operations.append(AddFieldAttribute(at, _native(named.native, prefix)))
    return Fix(
        f"Give it the type `{_written(named, prefix)}`",
        safety,
        tuple(operations),
        "the column is converted: values that are no tenant's id make the migration fail",
    )


def _written(shape: FieldShape, prefix: str) -> str:
    return shape.type_name + (f" {_native(shape.native, prefix)}" if shape.native else "")


def _native(native: NativeType, prefix: str) -> str:
    arguments = f"({', '.join(native.arguments)})" if native.arguments else ""
    return f"@{prefix}.{native.name}{arguments}"

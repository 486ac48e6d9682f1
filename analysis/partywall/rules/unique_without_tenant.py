"""A unique constraint spans all tenants, on values that each tenant picks for itself.

## What it does

Reports `@unique` and `@@unique` on tenant data that contain neither a tenant key nor a reference to
a parent of the same tenant, when people or callers choose the values: names, document numbers, codes,
keys of settings, addresses of their own services, customers' e-mails. In the distributed profile every
unique of a table with a tenant key has to hold that key, whatever its values mean: each server sees its
own tenants' rows alone.

## Why it matters

The second tenant that picks a value already taken is refused, although it cannot see the other row.
The refusal tells it that the row exists. And code that looks a row up by the unique value alone, above
all `upsert`, finds or overwrites the other tenant's row.

## Example

```prisma
model Tenant {
  id    String @id @default(cuid())
  users Member[]
  lists List[]
}

model Member {
  id       String @id @default(cuid())
  email    String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model List {
  id       String @id @default(cuid())
  name     String @unique
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id    String @id @default(cuid())
  users Member[]
  lists List[]
}

model Member {
  id       String @id @default(cuid())
  email    String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model List {
  id       String @id @default(cuid())
  name     String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@unique([tenantId, name])
  @@index([tenantId])
}
```

## When it is fine

Tokens, hashes, generated identifiers and identifiers issued by other systems are never equal in two
tenants; they are not reported. Public addresses (slugs, domains), login e-mails and the numbers of the
bills that tenants themselves get are unique in the whole world on purpose more often than not: these are
hints. Where a name is meant to be unique over all tenants, say so:
`// partywall: allow unique-without-tenant names are handed out globally`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Related, Severity
from partywall.diagnostics.fix import (
    AddBlockAttribute,
    Fix,
    Operation,
    RemoveBlockAttribute,
    RemoveFieldAttribute,
    Safety,
    SetArgument,
)
from partywall.diagnostics.keys import written_members
from partywall.diagnostics.meaning import Meaning, is_of_clientele, meaning
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Model
    from partywall.schema.shape import Key

AVOIDS = "tokens, hashes, ids of other services, public slugs and domains"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Uniques of tenant data that hold no tenant, and whose values tenants choose."""
    scope = _scope(model)
    if scope is None or model.model.kind is not BlockKind.MODEL:
        return
    has_key = bool(model.verdict.keys) and model.verdict.ownership != "root"
    is_distributed = model.context.is_distributed and has_key
    is_one_each = any(unique.fields == (scope,) for unique in model.model.uniques)
    for unique in model.model.uniques:
        if is_distributed:
            if not _holds_key(unique, model):
                yield _undistributable(unique, scope, model)
        elif unique.where is None and not is_one_each and not _is_within_tenant(unique, model):
            yield from _judged(unique, scope, model)


def _scope(model: ModelView) -> str | None:
    """The column to add to a unique: the tenant key, or what leads to the parent that has one."""
    if model.verdict.key is not None:
        return model.verdict.key
    if model.verdict.ownership == "through" and model.verdict.path:
        step = model.verdict.path[0]
        for relation in model.relations:
            if relation.forward and relation.forward.field == step and len(relation.fields) == 1:
                return relation.fields[0]
    return None


def _is_within_tenant(unique: Key, model: ModelView) -> bool:
    """Whether a unique holds a tenant key, or refers to a row that belongs to one tenant."""
    fields = set(unique.fields)
    if _holds_key(unique, model):
        return True
    for relation in model.relations:
        target = model.neighbour(relation.target)
        is_tenants = target is not None and (target.verdict.is_scoped or target.verdict.ownership == "root")
        if is_tenants and fields & set(relation.fields):
            return True
    return False


def _holds_key(unique: Key, model: ModelView) -> bool:
    return any(key.field in unique.fields for key in model.verdict.keys)


def _judged(unique: Key, scope: str, model: ModelView) -> Iterator[Finding]:
    wider = _wider(unique, scope, model)
    if wider is not None and _is_pointless(wider, unique, model):
        yield _contradiction(unique, wider, scope, model)
        return
    judgement = _judgement(unique, model)
    if judgement == "chosen":
        yield _finding(unique, scope, model, severity=None)
    elif judgement == "global":
        severity = Severity.WARNING if model.context.is_strict else Severity.HINT
        yield _finding(unique, scope, model, severity=severity)
    elif model.context.is_strict and judgement == "other":
        yield _finding(unique, scope, model, severity=Severity.HINT)


def _judgement(unique: Key, model: ModelView) -> str:
    """`chosen` by tenants, `global` on purpose perhaps, `other`, or `generated` (never equal)."""
    found = {_meaning(name, model) for name in unique.fields}
    if found == {Meaning.UNKNOWN} and len(unique.fields) == 1 and is_of_clientele(model.model):
        return "chosen"  # what tells a client apart does so for one tenant
    if Meaning.OPEN in found:
        return "chosen" if found <= {Meaning.OPEN, Meaning.FOREIGN, Meaning.CHOSEN} else "other"
    if found <= {Meaning.DIGEST, Meaning.FOREIGN, Meaning.MACHINE} and Meaning.DIGEST in found:
        # One digest alone may be made over the tenant as well; several columns are a cache's key.
        return "chosen" if len(unique.fields) > 1 else "other"
    if Meaning.MACHINE in found:
        return "generated"
    if Meaning.FOREIGN in found or found <= {Meaning.KIND, Meaning.DIGEST}:
        return "other"
    picked = {Meaning.CHOSEN}
    if model.verdict.ownership != "root":  # the URL of a root is where the world finds it
        picked.add(Meaning.LINK)
    is_chosen = bool(picked & found) and found <= {*picked, Meaning.KIND}
    return "chosen" if is_chosen and not _is_bill_of_platform(model) else "global"


_BILLS = frozenset({"invoice", "bill", "receipt", "charge", "payment", "statement"})
_BOUGHT = frozenset({"subscription", "billing", "plan"})
_CLIENTELE = frozenset({"customer", "client", "member", "user", "student", "patient", "contact", "guest"})


def _is_bill_of_platform(model: ModelView) -> bool:
    """Whether the tenants themselves are billed by such a row, and whoever runs it all numbers it.

    It refers to nothing but the tenant and what the tenant bought. What a tenant sells has somebody
    else in it, here or in the subscription.
    """
    name = words(model.name)
    if not name or name[-1] not in _BILLS or not _is_bought(model.model):
        return False
    roots = {root.model for root in model.roots}
    others = [each.target for each in model.relations if each.target not in roots]
    return bool(others or _BOUGHT & set(name)) and all(
        _BOUGHT & set(words(each)) and (bought := model.neighbour(each)) and _is_bought(bought.model)
        for each in others
    )


def _is_bought(model: Model) -> bool:
    """Whether no customer of a tenant's is in it."""
    stems = [stem(name) for name in model.scalar_fields]
    return not any(len(each) == 1 and each[0] in _CLIENTELE for each in stems if each)


def _meaning(name: str, model: ModelView) -> Meaning:
    shape = model.model.scalar_fields.get(name)
    if shape is None:
        return Meaning.UNKNOWN
    if any(name in relation.fields for relation in model.relations):
        return Meaning.FOREIGN
    return meaning(shape, model.model, model.body)


def _wider(unique: Key, scope: str, model: ModelView) -> Key | None:
    """The unique of the same columns and the tenant."""
    wanted = {*unique.fields, scope}
    found = (other for other in model.model.uniques if set(other.fields) == wanted)
    return next((other for other in found if other.where is None), None)


def _is_pointless(wider: Key, unique: Key, model: ModelView) -> bool:
    """Whether a unique for each tenant says nothing beside one over all tenants.

    It does as the target of a composite foreign key, and so it may beside generated values.
    """
    is_target = any(set(each.references) == set(wider.fields) for each in model.incoming)
    return not is_target and any(_meaning(name, model) is not Meaning.MACHINE for name in unique.fields)


# --- what is reported ----------------------------------------------------------------------------


def _finding(unique: Key, scope: str, model: ModelView, severity: Severity | None) -> Finding:
    scoped = _written(unique, scope)
    is_hint = severity is not None and severity > Severity.WARNING
    if severity is None:
        advice = (
            "a second tenant cannot use the same value, and learns that it is taken: "
            f"use `@@unique([{scoped}])`"
        )
    else:
        advice = (
            "fine if the whole world shares these values (a public address, a login, your own bills); "
            f"if each tenant picks its own, use `@@unique([{scoped}])`"
        )
    return Finding(
        at=model.key_anchor(unique),
        message=f"{_named(unique)} is unique across all tenants",
        help=advice,
        related=_root(model),
        fix=_fix(unique, scope, model, Safety.MANUAL if is_hint else Safety.UNSAFE),
        severity=severity,
    )


def _undistributable(unique: Key, scope: str, model: ModelView) -> Finding:
    """A unique that no server could check alone."""
    return Finding(
        at=model.key_anchor(unique),
        message=f"{_named(unique)} is unique across all tenants, which no server can check alone",
        help=f"tenants are spread over servers: use `@@unique([{_written(unique, scope)}])`",
        related=_root(model),
        fix=_fix(unique, scope, model, Safety.UNSAFE),
    )


def _contradiction(unique: Key, wider: Key, scope: str, model: ModelView) -> Finding:
    return Finding(
        at=model.key_anchor(unique),
        message=f"{_named(unique)} is unique across all tenants, beside `{_label(wider)}`",
        help=f"the wider unique has no effect beside this one: if each `{scope}` may have its own, "
        "remove this one",
        related=(Related(model.key_anchor(wider), "unique for each tenant"), *_root(model)),
        fix=_fix(unique, scope, model, Safety.UNSAFE),
    )


def _fix(unique: Key, scope: str, model: ModelView, safety: Safety) -> Fix | None:
    """The unique with the tenant first; None where something else stands on the unique as it is."""
    if any(set(each.references) == set(unique.fields) for each in model.incoming):
        return None  # the target of a foreign key must stay unique by itself
    if any(each.kind == "one-to-one" and set(each.fields) <= set(unique.fields) for each in model.relations):
        return None  # without the unique the relation would no longer be one-to-one
    shape = model.model.scalar_fields.get(scope)
    if shape is None or (shape.arity != "required" and model.model.primary_key is None):
        return None  # Prisma wants one key of required columns
    client = unique.name or "_".join(unique.fields)
    note = (
        f"`findUnique` by `{client}` becomes one by `{'_'.join((scope, *unique.fields))}`; "
        "a look-up without the tenant no longer has an index of its own"
    )
    operations = tuple(_operations(unique, scope, model))
    return Fix(f"Make it unique for each `{scope}`", safety, operations, note)


def _operations(unique: Key, scope: str, model: ModelView) -> Iterator[Operation]:
    at, fields = model.key_anchor(unique), _written(unique, scope)
    is_there = _wider(unique, scope, model) is not None
    if unique.field is not None:
        options = f', map: "{unique.map}"' if unique.map else ""
        yield RemoveFieldAttribute(at)
        if not is_there:
            yield AddBlockAttribute(model.anchor, f"@@unique([{fields}]{options})")
    elif is_there:
        yield RemoveBlockAttribute(at)
    else:
        yield SetArgument(at, None, f"[{fields}]")


def _written(unique: Key, scope: str) -> str:
    return f"{scope}, {written_members(unique.members)}"


def _named(unique: Key) -> str:
    return f"`{unique.field}`" if unique.field else f"`{_label(unique)}`"


def _label(unique: Key) -> str:
    return f"{unique.field} @unique" if unique.field else unique.label


def _root(model: ModelView) -> tuple[Related, ...]:
    return model.related(model.verdict.root, "the tenant")

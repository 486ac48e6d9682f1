"""Nothing says whose data a model holds.

## What it does

Reports models with tenant data that have no tenant key and no required way to a tenant: nothing leads to
one, or only optional relations do. A model that belongs to a tenant by a required relation is fine; the
strict profile mentions it (where it has several such parents, as `join-across-tenants`), and the
distributed one asks for the key. People with a login of their own have one account for all tenants and
are left alone, whatever they are called. Optional relations are a hint for logs, for what belongs to a
user as well, and where the whole schema ties its rows that way.

## Why it matters

Rows that nothing ties to a tenant cannot be filtered, exported, deleted or protected by row-level
security for one tenant. Whoever has an id reads them, and when a tenant leaves they stay.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
  sources  Source[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Source {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model ChatbotMessage {
  id      String @id @default(cuid())
  content String
}
```

## Use instead

```prisma
model Tenant {
  id              String           @id @default(cuid())
  chatbots        Chatbot[]
  sources         Source[]
  chatbotMessages ChatbotMessage[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Source {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model ChatbotMessage {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  content  String

  @@index([tenantId])
}
```

## When it is fine

Data that belongs to no tenant on purpose, such as plans, countries or the jobs of the platform. Say so
once, above the model: `// partywall: shared`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddField, Fix, Safety
from partywall.diagnostics.parents import parents_of_tenants
from partywall.diagnostics.scoping import tenant_scope_fix
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import LOG_WORDS, USER_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Relation

AVOIDS = "a model that belongs to its tenant by a required relation; people who sign in, and what is theirs"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """A model that should belong to a tenant, and nothing certain says to which."""
    if model.model.kind is not BlockKind.MODEL or model.model.interface.is_ignored:
        return
    verdict = model.verdict
    if not model.roots or verdict.key is not None:
        return
    if verdict.ownership in {"through", "membership"}:
        yield from _by_path(model)
    elif verdict.confidence == "possible" or verdict.ownership == "unknown":
        yield from _by_nothing(model)


# --- a way to the tenant, but no certain one -----------------------------------------------------


def _by_path(model: ModelView) -> Iterator[Finding]:
    first = next(iter(model.verdict.path), None)
    held = {each.forward.field: each for each in model.relations if each.forward and each.fields}
    step = held.get(first) if first else None
    if step is not None and not step.is_required and not _has_required_parent(model):
        yield _optional(step, model)
    elif model.context.is_distributed or (model.context.is_strict and not parents_of_tenants(model)):
        is_asked = model.context.is_distributed
        fix = _fix(model, Safety.UNSAFE if is_asked else Safety.MANUAL)
        why = "its table cannot be spread by tenant" if is_asked else "a query for one tenant has to join"
        yield Finding(
            at=model.anchor,
            message=f"`{model.name}` has no tenant key of its own",
            help=f"{why}: add `{_key(model, fix)}`",
            related=model.related(_root(model), "the tenant"),
            fix=fix,
            severity=None if is_asked else Severity.INFORMATION,
        )


def _has_required_parent(model: ModelView) -> bool:
    return any(each.is_required and _is_tenants(each.target, model) for each in model.relations)


def _is_tenants(name: str, model: ModelView) -> bool:
    target = model.neighbour(name)
    return target is not None and (target.verdict.is_scoped or target.verdict.ownership == "root")


def _optional(step: Relation, model: ModelView) -> Finding:
    forward = step.forward.field if step.forward else step.fields[0]
    is_explained = not model.context.is_distributed and (
        model.context.habits.belongs_by_optional_relations
        or _is_users(model)
        or bool(_LOG_WORDS & set(words(model.name)))
    )
    fix = _fix(model, Safety.MANUAL if is_explained else Safety.UNSAFE)
    return Finding(
        at=model.anchor,
        message=f"`{model.name}` belongs to a tenant only where `{forward}` is set",
        help=f"a row without it belongs to nobody: make `{forward}` required, or add `{_key(model, fix)}`",
        related=model.related(step.target, "the optional parent"),
        fix=fix,
        severity=_lowered(model) if is_explained else None,
    )


def _lowered(model: ModelView) -> Severity:
    return Severity.WARNING if model.context.is_strict else Severity.HINT


_LOG_WORDS = LOG_WORDS | {"cache"}


def _is_users(model: ModelView) -> bool:
    """Whether the row belongs to a user as well."""
    return any(words(each.target)[-1:] and words(each.target)[-1] in USER_WORDS for each in model.relations)


# --- no way to a tenant --------------------------------------------------------------------------

_TENANT_DATA = frozenset(
    {"message", "conversation", "chat", "thread", "comment", "note", "reply", "click", "inquiry"}
    | {"customer", "contact", "lead", "deal", "opportunity", "client", "patient", "student", "guest"}
    | {"order", "invoice", "quote", "receipt", "payment", "refund", "expense", "bill", "estimate"}
    | {"subscription", "booking", "appointment", "reservation", "visit", "shift", "timesheet"}
    | {"document", "chatbot", "survey", "submission", "campaign", "incident", "ticket", "issue"}
    | {"employee", "vehicle", "shipment", "delivery", "stock", "inventory", "asset", "contract"}
    | {"transaction", "transfer", "budget", "recording", "transcript", "bookmark", "todo", "task"}
)
"""Heads of names of what customers put into software, as against what the software brings along."""

_OF_THE_PLATFORM = frozenset(
    {"webhook", "background", "job", "queue", "cron", "outbox", "system", "admin", "template", "log"}
    | {"prompt", "event", "cache", "migration", "seed", "stripe", "paddle", "public", "global"}
    | {"platform", "marketing", "newsletter", "waitlist", "support", "sales", "scheduled", "example"}
)


def _by_nothing(model: ModelView) -> Iterator[Finding]:
    if _signs_in(model) and not model.context.is_strict:
        return
    parents = [each for each in model.relations if each.is_required and not each.is_self]
    if any(_reads_like_tenant_data(each.target, model) for each in parents):
        severity = Severity.INFORMATION
    elif not parents and not _signs_in(model) and _reads_like_tenant_data(model.name, model):
        severity = None
    elif model.context.is_strict:
        severity = Severity.INFORMATION
    else:
        return
    root, parent = _root(model), next((each.target for each in parents), None)
    fix = _fix(model, Safety.UNSAFE if severity is None else Safety.MANUAL)
    yield Finding(
        at=model.anchor,
        message=f"nothing says which tenant's data `{model.name}` holds",
        help=f"add `{_key(model, fix)}`, or write `// partywall: shared` above it if no tenant owns it",
        related=(*model.related(root, "the tenant"), *model.related(parent, "its parent")),
        fix=fix,
        severity=severity,
    )


def _signs_in(model: ModelView) -> bool:
    """Whether the rows are people with a login of their own, such as customers of every tenant.

    They have one account for the whole installation, as users have, whatever they are called.
    """
    return any("password" in words(field) for field in model.model.scalar_fields)


def _reads_like_tenant_data(name: str, model: ModelView) -> bool:
    """Whether a model without any way to a tenant is named like something of customers.

    A model named in another style than the roots came with a library, which has its own idea of tenants.
    """
    target = model.neighbour(name) if name != model.name else model
    if target is None or target.verdict.confidence != "possible":
        return False
    parts = words(name)
    if any(("_" in name) != ("_" in root.model) and name.islower() for root in model.roots):
        return False
    return bool(parts) and parts[-1] in _TENANT_DATA and not _OF_THE_PLATFORM & set(parts)


def _root(model: ModelView) -> str:
    return model.verdict.root or model.roots[0].model


def _fix(model: ModelView, safety: Safety) -> Fix | None:
    fix = tenant_scope_fix(model)
    return None if isinstance(fix, str) else replace(fix, safety=safety)


def _key(model: ModelView, fix: Fix | None) -> str:
    """The name of the key that is missing: the one that the fix adds."""
    added = fix.operations[0] if fix else None
    if isinstance(added, AddField):
        return added.name
    root = _root(model)
    keys = next((each.keys for each in model.roots if each.model == root), ())
    return keys[0] if keys else f"{root[:1].lower()}{root[1:]}Id"

"""A tenant key has a default that is the same for everybody, or made up.

## What it does

Reports tenant keys whose `@default` is a constant, and those that generate one (`autoincrement()`,
`cuid()`, `gen_random_uuid()`). A default that asks the database for the tenant of the session is fine:
`dbgenerated("current_setting('app.tenant_id')")`; so is any other function, of which nothing is known.

## Why it matters

Code that forgets the tenant should fail. With a constant default it succeeds, and the row of one customer
silently belongs to another. A generated key names no tenant at all, or by chance a real one.

## Example

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String @default("default")
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## Use instead

```prisma
model Tenant {
  id       String    @id @default(cuid())
  chatbots Chatbot[]
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

While a system with one customer becomes one with several, old code that knows of no tenant may need a
default for a release: `// partywall: allow constant-tenant-default until all services name the tenant`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import Fix, RemoveFieldAttribute, Safety
from partywall.syntax.printer import expression_text
from partywall.syntax.tree import Array, Call, String

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView
    from partywall.syntax.tree import Expression
    from partywall.tenancy.verdict import TenantKey

AVOIDS = "a default that asks the database for the tenant of the session"
SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.ERROR}


def check(model: ModelView) -> Iterator[Finding]:
    """Tenant keys with a default that cannot be the tenant of whoever writes the row."""
    for key in model.verdict.keys:
        default = model.body.default(key.field)
        if default is None:
            continue
        written = _shortened(expression_text(default))
        if _is_generated(default):
            yield _finding(key, model, f"`{key.field}` defaults to `{written}`, which names no tenant")
        elif _is_constant(default):
            yield _finding(
                key, model, f"`{key.field}` defaults to `{written}`: a row that names no tenant goes there"
            )


_GENERATORS = frozenset({"autoincrement", "sequence", "auto", "cuid", "uuid", "ulid", "nanoid", "now"})

_GENERATING_SQL = re.compile(
    r"\(*\s*(?:\w+\.)?(?:gen_random_uuid|uuid\w*|newid|newsequentialid|nextval|unique_rowid|random\w*)\s*\(",
    re.IGNORECASE,
)
"""A call of one of these is all there is, so that `coalesce(current_setting(…), …)` is not meant."""

_CONSTANT_SQL = re.compile(
    r"\(*\s*(?:[ne]?'(?:[^']|'')*'|-?\d+(?:\.\d+)?)(?:\s*(?:\)|::)(?:[\w\s:).\"]|\(\d)*)?", re.IGNORECASE
)
"""A literal, with the types that PostgreSQL writes behind it."""


def _is_generated(default: Expression) -> bool:
    if not isinstance(default, Call):
        return False
    return default.name in _GENERATORS or bool(_GENERATING_SQL.match(_sql(default)))


def _is_constant(default: Expression) -> bool:
    if isinstance(default, Call):
        return bool(_CONSTANT_SQL.fullmatch(_sql(default).strip()))
    return not isinstance(default, Array)


def _sql(default: Call) -> str:
    """The text in `dbgenerated("…")`; of any other call, nothing."""
    first = default.arguments[0].value if default.arguments else None
    return first.value if default.name == "dbgenerated" and isinstance(first, String) else ""


_LONGEST = 40


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _finding(key: TenantKey, model: ModelView, message: str) -> Finding:
    return Finding(
        at=model.field_anchor(key.field, "default"),
        message=message,
        help="without a default, code that forgets the tenant fails at once; or read the tenant of the "
        "session: `dbgenerated(\"current_setting('app.tenant_id')\")`",
        related=model.related(key.root, "the tenant"),
        fix=Fix(
            f"Remove the default of `{key.field}`",
            Safety.UNSAFE,
            (RemoveFieldAttribute(model.field_anchor(key.field, "default")),),
            "the Prisma Client then asks for the tenant in each create",
        ),
    )

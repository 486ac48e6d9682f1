"""What is said of directives, explained: as rules are by the docstrings of their modules."""

from __future__ import annotations

from collections.abc import Mapping

from partywall.diagnostics.directive_faults import INVALID, UNUSED, WITHOUT_REASON

_INVALID = """\
A directive that does nothing: it says something unknown, or stands where it speaks of nothing.

## What it does

Reports a `// partywall:` comment with another verb than `allow`, `root` or `shared`, one that allows a rule
that there is not, and one in a place where it governs nothing: a line inside a block governs what stands in
that line, a line of its own the field or attribute below, a line directly above a header the block, and a
line before the first block with an empty line below it the file.

## Why it matters

Its author believes in an exception, or in a tenant root, that is not there.

## Example

```prisma
model Note {
  id   String @id
  text String // partywall: alow unique-without-tenant notes are public
}
```

## When it is fine

Never. A rule of a plugin is known once the plugin is installed where Partywall runs."""

_WITHOUT_REASON = """\
An allowance that does not say why.

## What it does

Reports `// partywall: allow` with the names of rules and nothing behind them, or with `TODO` there, as an
editor writes it that cannot ask.

## Why it matters

Whoever reads it next cannot tell a decision from an oversight, and will not dare to take it away.

## Example

```prisma
model Note {
  id   String @id
  slug String @unique // partywall: allow unique-without-tenant
}
```

## When it is fine

Where the name of the rule says it all to everybody; then turn this off for the project."""

_UNUSED = """\
An allowance that keeps nothing from being reported.

## What it does

Reports an allowed rule that has no finding where the allowance speaks of: what it allowed was mended, or
never was there. Nothing is said of a rule that is off here, nor while a file of the schema cannot be read,
nor in a schema without tenants.

## Why it matters

It would hide the next finding of that rule, which nobody has looked at.

## Example

```prisma
model Tenant {
  id    String @id
  notes Note[]
}

model Note {
  id       String @id
  // partywall: allow nullable-tenant-key old notes have none
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
```

## When it is fine

Where the rule speaks in one profile alone, and the schema is checked in several."""

DIRECTIVE_DOCUMENTATION: Mapping[str, str] = {
    INVALID: _INVALID,
    WITHOUT_REASON: _WITHOUT_REASON,
    UNUSED: _UNUSED,
}
"""The documentation by name, as Markdown without a title."""

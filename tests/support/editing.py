"""Random edits of schemas, as people and tools make them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from partywall.text import Edit, Span

BITS = (
    "}",
    "{",
    "model Added {\n",
    "enum Kind {\n",
    "\n",
    "\r\n",
    "\r",
    "/*",
    "*/",
    "// note",
    "/// doc\n",
    '"',
    "@@index([a])",
    "} model Other {",
    "\u2028",
    "\U0001f600",
    " ",
    "  name String @unique\n",
    "// partywall: shared\n",
    "// partywall: allow unique-without-tenant one list for all\n",
    "tenantId",
)

SMALL = """\
datasource db {
  provider = "postgresql"
}

/// Everybody's landlord
model Tenant {
  id    String @id
  notes Note[]
  users User[]
}

model User {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  email    String @unique // login

  @@index([tenantId])
}

// apart

model Note {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  number   Int    @unique /* from
  one counter */
  kind     Kind

  @@index([kind])
}

enum Kind {
  SHORT
  LONG @map("long")
}
"""


@dataclass(frozen=True, slots=True)
class RandomEditor:
    """Makes edits from one seed."""

    random: random.Random

    def edit(self, text: str) -> Edit:
        """Return a small edit somewhere in a text: typing, deleting, pasting a line again."""
        start = self.random.randint(0, len(text))
        length = self.random.choice((0, 0, 0, 1, 2, 5, 50))
        end = min(len(text), start + length)
        if self.random.random() < 0.15:
            lines = text.splitlines(keepends=True)
            return Edit(Span(start, start), self.random.choice(lines) if lines else "")
        count = self.random.choice((0, 1, 1, 2, 3))
        return Edit(Span(start, end), "".join(self.random.choice(BITS) for _ in range(count)))


def apply(text: str, edit: Edit) -> str:
    """Return the text after an edit."""
    return text[: edit.span.start] + edit.text + text[edit.span.end :]

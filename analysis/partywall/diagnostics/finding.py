"""What a rule reports, as plain values that know no offsets."""

from __future__ import annotations

from enum import IntEnum

from partywall.diagnostics.fix import Fix
from partywall.syntax.tree import BlockKind
from partywall.values import dataclass


class Severity(IntEnum):
    """How much a finding matters; the numbers are the LSP's."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a schema that survives edits elsewhere.

    `nth` counts the blocks of that kind and name in the file. Without `member` the place is the
    block's name; else `member` is a field's name, a block attribute's label (`Key.label`, or `@@map`
    for others) or the key of a datasource's property, `member_nth` counts equal ones. `attribute`
    narrows a field to one of its attributes, by name without `@`.
    """

    file: str
    kind: BlockKind
    block: str
    nth: int = 0
    member: str | None = None
    member_nth: int = 0
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding."""

    at: Anchor
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong (`message`, one line, code in backticks) and what to do (`help`).

    `severity` overrides the rule's own, None keeps it. `fix` is the best repair, None where only the
    user can choose.
    """

    at: Anchor
    message: str
    help: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None

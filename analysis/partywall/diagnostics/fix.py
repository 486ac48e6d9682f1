"""A repair as a value: operations on anchors, no closures and no offsets.

`diagnostics.edits.edits` turns fixes into line edits of the current text.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from partywall.syntax.tree import Arity, BlockKind
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.diagnostics.finding import Anchor


class Safety(StrEnum):
    """How far a fix can be applied without looking.

    Safe: types and results of the Prisma Client, effective referential actions and the acceptance of
    existing rows stay as they are. Unsafe: anything else that Prisma accepts. Manual: a choice that
    only the user has.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class AddField:
    """Add a field to a block unless it has one of that name.

    `type` is the written type without arity, `attributes` the written attributes in order. It goes
    after the field `after`, above the field `before`, or where fields of its sort stand in this block
    when there is no such field (see `diagnostics.positions`).
    """

    block: Anchor
    name: str
    type: str
    arity: Arity
    attributes: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class AddBlockAttribute:
    """Add a written `@@…` attribute unless the block has one of that label."""

    block: Anchor
    text: str


@dataclass(frozen=True, slots=True)
class RemoveBlockAttribute:
    """Remove the block attribute that the anchor names.

    `among` is how many of its label the block has; where it has fewer, the attribute is gone already and
    another one has its number.
    """

    attribute: Anchor
    among: int = 1


@dataclass(frozen=True, slots=True)
class AddFieldAttribute:
    """Add a written `@…` attribute to a field, or to a value of an enum, unless it has one of that name."""

    field: Anchor
    text: str


@dataclass(frozen=True, slots=True)
class RemoveFieldAttribute:
    """Remove the attribute of a field, or of a value of an enum, that the anchor names."""

    attribute: Anchor


@dataclass(frozen=True, slots=True)
class SetArgument:
    """Write an argument of an attribute: replace it, or add it at the end.

    `name` is None for the first argument without a name (or the one that may stand without: `fields`, of
    `@relation` `name`).
    """

    attribute: Anchor
    name: str | None
    value: str


@dataclass(frozen=True, slots=True)
class SetType:
    """Write the type of a field."""

    field: Anchor
    type: str
    arity: Arity


@dataclass(frozen=True, slots=True)
class AddBlock:
    """Add a block behind another one, in its file, unless the schema has it.

    `lines` are its written statements, an empty one an empty line; they are laid out as Prisma's formatter
    does. A block of that name with other fields is a contradiction.
    """

    after: Anchor
    kind: BlockKind
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveField:
    """Remove a field with the line that it stands on."""

    field: Anchor


@dataclass(frozen=True, slots=True)
class ReplaceField:
    """Write a field anew, `text` being all of it but for the comment behind it, which stays."""

    field: Anchor
    text: str


LineOperation = (
    AddField
    | RemoveField
    | ReplaceField
    | AddBlockAttribute
    | RemoveBlockAttribute
    | AddFieldAttribute
    | RemoveFieldAttribute
    | SetArgument
    | SetType
)
"""Changes lines of one block."""

Operation = LineOperation | AddBlock


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair; `note` says what changes beside the obvious, above all why it is not safe."""

    title: str
    safety: Safety
    operations: tuple[Operation, ...]
    note: str = ""


def anchor_in(operation: Operation) -> Anchor:
    """The place that an operation changes."""
    match operation:
        case AddField(block=anchor) | AddBlockAttribute(block=anchor):
            return anchor
        case AddFieldAttribute(field=anchor) | SetType(field=anchor) | AddBlock(after=anchor):
            return anchor
        case RemoveField(field=anchor) | ReplaceField(field=anchor):
            return anchor
        case RemoveBlockAttribute() | RemoveFieldAttribute() | SetArgument():
            return operation.attribute

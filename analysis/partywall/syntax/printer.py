"""Writing statements as Prisma's formatter writes them (prisma-engines, `reformat.rs`).

Literals stay as they are; blanks, separators and the order of a field's attributes are Prisma's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.syntax.tree import Array, Call, Name, Number, Object, String

if TYPE_CHECKING:
    from partywall.syntax.tree import Argument, Attribute, Expression, Field

# The order in which Prisma's formatter sorts attributes, on fields and on blocks; all others follow
# in the order of the source.
_ORDER = (
    "id",
    "unique",
    "default",
    "updatedAt",
    "index",
    "fulltext",
    "map",
    "relation",
    "ignore",
)
_RANKS = {name: rank for rank, name in enumerate(_ORDER)}


def attribute_rank(name: str) -> int:
    """Where Prisma's formatter puts an attribute among others."""
    return _RANKS.get(name, len(_ORDER))


def field_cells(field: Field, text: str) -> tuple[str, ...]:
    """Name, type and attributes of a field; `text` is its statement."""
    attributes = sorted(field.attributes, key=lambda each: attribute_rank(each.name))
    written = " ".join(attribute_text(each) for each in attributes)
    cells = (field.name, _type_text(field, text))
    return (*cells, written) if written else cells


def attribute_text(attribute: Attribute, marks: str = "@") -> str:
    """An attribute; `marks` are its at-signs."""
    if not attribute.has_parentheses:
        return f"{marks}{attribute.name}"
    return f"{marks}{attribute.name}({_arguments_text(attribute.arguments)})"


def expression_text(value: Expression) -> str:
    """An expression."""
    match value:
        case Name(value=text) | Number(value=text) | String(raw=text):
            return text
        case Call(name=name, arguments=arguments):
            return f"{name}({_arguments_text(arguments)})"
        case Array(items=items):
            return f"[{', '.join(map(expression_text, items))}]"
        case Object(entries=entries):
            inner = ", ".join(f"{name}: {expression_text(item)}" for name, item in entries)
            return f"{{ {inner} }}"


def _arguments_text(arguments: tuple[Argument, ...]) -> str:
    return ", ".join(map(_argument_text, arguments))


def _argument_text(argument: Argument) -> str:
    value = "" if argument.value is None else expression_text(argument.value)
    if argument.name is None:
        return value
    return f"{argument.name}: {value}"


def _type_text(field: Field, text: str) -> str:
    """The type as it is written, but for the older forms that the formatter mends."""
    span = field.type.span
    written = text[span.start : span.end]
    if field.type.is_unsupported:
        return written
    if written.endswith("?") and field.type.arity == "list":
        return f"{field.type.name}[]?"
    suffixes = {"required": "", "optional": "?", "list": "[]"}
    return field.type.name + suffixes[field.type.arity]

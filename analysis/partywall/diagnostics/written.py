"""Fields and names that a user writes on a command line or into a prompt, read before anything is changed."""

from __future__ import annotations

import re

from partywall.schema.model import Schema
from partywall.syntax.printer import field_cells
from partywall.syntax.statements import parse
from partywall.syntax.tree import Arity, Field
from partywall.values import dataclass

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SCALARS = frozenset({"String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"})
# What Prisma Client, being JavaScript, can call no model (prisma-engines, `reserved_model_names.rs`).
_RESERVED = frozenset(
    {
        *("PrismaClient", "async", "await", "break", "case", "catch", "class", "const", "continue"),
        *("debugger", "default", "delete", "do", "else", "enum", "export", "extends", "false", "finally"),
        *("for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new"),
        *("null", "package", "private", "protected", "public", "return", "super", "switch", "this"),
        *("throw", "true", "try", "using", "typeof", "var", "void", "while", "with", "yield"),
    }
)


@dataclass(frozen=True, slots=True)
class WrittenField:
    """A field as it was written: `text` is in Prisma's spacing, `attributes` are its attributes in order."""

    name: str
    type: str
    arity: Arity
    attributes: tuple[str, ...]
    text: str


def written_field(text: str, schema: Schema) -> WrittenField | str:
    """A scalar field or one of an enum, or the reason why it is none."""
    statement = parse("field", text.strip())
    field = statement.content
    if not isinstance(field, Field) or statement.faults or field.comment:
        return f"`{text}` is not a field: write a name, a type and attributes, such as `status String?`"
    name = field.type.name
    if name in schema.models:
        return (
            f"`{field.name} {name}` is a relation, which needs a foreign key and two sides: write it into "
            "the schema, and create the migration then"
        )
    if not (field.type.is_unsupported or name in _SCALARS or name in schema.enums or name in schema.types):
        return f"`{text}`: there is no type `{name}`"
    cells = field_cells(field, statement.text)
    attributes = tuple(
        statement.text[each.span.start : each.span.end]
        for each in sorted(field.attributes, key=lambda each: each.span.start)
    )
    written_type = statement.text[field.type.name_span.start : field.type.name_span.end]
    written_type = f'Unsupported("{name}")' if field.type.is_unsupported else written_type
    return WrittenField(field.name, written_type, field.type.arity, attributes, " ".join(cells))


def model_fault(name: str, schema: Schema) -> str | None:
    """Why nothing can be called so, if it cannot."""
    if not _NAME.fullmatch(name):
        return f"`{name}` is no name of a model: letters, digits and `_`, a letter first"
    if name in _RESERVED or name in _SCALARS:
        return f"`{name}` is a word that Prisma keeps for itself"
    called = _in_client(name)
    for each in (*schema.models, *schema.enums, *schema.types):
        if each == name or (each in schema.models and _in_client(each) == called):
            return f"there is a `{each}` in the schema already"
    return None


def _in_client(model: str) -> str:
    """What Prisma Client calls a model: `prisma.project` is `Project`, and would be `project`."""
    return model[:1].lower() + model[1:]


def field_fault(name: str) -> str | None:
    """Why no field can be called so, if it cannot."""
    if _NAME.fullmatch(name):
        return None
    return f"`{name}` is no name of a field: letters, digits and `_`, a letter first"

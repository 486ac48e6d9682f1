"""One block while operations change it: rows in, rows out, no layout yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from partywall.diagnostics.finding import Anchor
from partywall.diagnostics.fix import (
    AddBlockAttribute,
    AddField,
    AddFieldAttribute,
    LineOperation,
    RemoveBlockAttribute,
    RemoveField,
    RemoveFieldAttribute,
    ReplaceField,
    SetArgument,
    SetType,
)
from partywall.diagnostics.positions import attribute_position, field_position
from partywall.schema.shaping import label_of
from partywall.syntax.chunks import BLANKS
from partywall.syntax.layout import Row
from partywall.syntax.printer import attribute_rank, expression_text
from partywall.syntax.statements import Group, parse
from partywall.syntax.tree import (
    Argument,
    Arity,
    Attribute,
    Block,
    BlockAttribute,
    Broken,
    EnumValue,
    Field,
    Line,
    Statement,
)
from partywall.text import Span
from partywall.values import dataclass

_SUFFIXES: Mapping[Arity, str] = {"required": "", "optional": "?", "list": "[]"}


class CannotApplyError(Exception):
    """An operation names something that is not there, or writes what cannot be read."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A block as it stands in its file from `start`, and its rows as they are to become.

    `models` numbers the models of the schema.
    """

    block: Block
    start: int
    original: tuple[Row, ...]
    rows: tuple[Row, ...]
    models: Mapping[str, int]


def applied(draft: Draft, operation: LineOperation) -> Draft:  # noqa: C901 - one case an operation
    """The draft after an operation; the same one where the operation is already true."""
    match operation:
        case AddField():
            return _add_field(draft, operation)
        case AddBlockAttribute(text=text):
            return _add_block_attribute(draft, text)
        case RemoveBlockAttribute(attribute=anchor, among=among):
            at = _row(draft, anchor)
            if at is None or _count(draft, anchor) < among:
                return draft
            return _with(draft, at, at + 1)
        case RemoveField(field=anchor):
            at = _row(draft, anchor)
            return draft if at is None else _with(draft, at, at + 1)
        case ReplaceField(field=anchor, text=text):
            return _rewritten(draft, anchor, lambda row: _replaced(row, text))
        case AddFieldAttribute(field=anchor, text=text):
            return _rewritten(draft, anchor, lambda row: _attribute_added(row, text))
        case RemoveFieldAttribute(attribute=anchor):
            if _row(draft, anchor) is None:
                return draft
            return _rewritten(draft, anchor, lambda row: _attribute_removed(row, anchor))
        case SetArgument(attribute=anchor, name=name, value=value):
            return _rewritten(draft, anchor, lambda row: _argument_set(row, anchor, name, value))
        case SetType(field=anchor, type=type_, arity=arity):
            return _rewritten(draft, anchor, lambda row: _type_set(row, type_ + _SUFFIXES[arity]))


def block_of(operation: LineOperation) -> Anchor:
    """The block that an operation changes."""
    match operation:
        case AddField(block=anchor) | AddBlockAttribute(block=anchor):
            return anchor
        case AddFieldAttribute(field=anchor) | SetType(field=anchor):
            return _block_around(anchor)
        case RemoveField(field=anchor) | ReplaceField(field=anchor):
            return _block_around(anchor)
        case (
            RemoveBlockAttribute(attribute=anchor)
            | RemoveFieldAttribute(attribute=anchor)
            | SetArgument(attribute=anchor)
        ):
            return _block_around(anchor)


def _block_around(anchor: Anchor) -> Anchor:
    return Anchor(anchor.file, anchor.kind, anchor.block, anchor.nth)


# --- new rows ------------------------------------------------------------------------------------


def _add_field(draft: Draft, new: AddField) -> Draft:
    contents = [row.statement.content for row in draft.rows]
    if any(isinstance(each, Field) and each.name == new.name for each in contents):
        return draft
    statement = field_statement(new)
    if not isinstance(statement.content, Field):
        raise CannotApplyError(statement.text)
    at = field_position(
        draft.rows, statement.content, models=draft.models, after=new.after, before=new.before
    )
    return _with(draft, at, at, Row(statement, statement.text))


def field_statement(new: AddField) -> Statement:
    """The statement that a new field is."""
    type_ = new.type + _SUFFIXES[new.arity]
    return parse("field", " ".join((new.name, type_, *new.attributes)))


def _add_block_attribute(draft: Draft, text: str) -> Draft:
    statement = block_attribute_statement(text)
    label = _label(statement)
    if any(_label(row.statement) == label for row in draft.rows):
        return draft
    row = Row(statement, text)
    at = attribute_position(draft.rows, statement)
    has_attributes = any(isinstance(each.statement.content, BlockAttribute) for each in draft.rows)
    if has_attributes:
        return _with(draft, at, at, row)
    if at < len(draft.rows):  # an empty line is there
        return _with(draft, at + 1, at + 1, row)
    return _with(draft, at, at, Row(parse("field", ""), ""), row)


def block_attribute_statement(text: str) -> Statement:
    """The statement that a written block attribute is."""
    statement = parse("field", text)
    if not isinstance(statement.content, BlockAttribute):
        raise CannotApplyError(text)
    return statement


def _with(draft: Draft, start: int, end: int, *rows: Row) -> Draft:
    return replace(draft, rows=(*draft.rows[:start], *rows, *draft.rows[end:]))


# --- rows that are found -------------------------------------------------------------------------


def _row(draft: Draft, anchor: Anchor) -> int | None:
    """The number of the row that an anchor names: as the file has it, or else a new one."""
    origins = [row.origin for row in draft.original if _label(row.statement) == anchor.member]
    if anchor.member_nth < len(origins):
        origin = origins[anchor.member_nth]
        found = (at for at, row in enumerate(draft.rows) if row.origin is origin)
    else:
        new = (at for at, row in enumerate(draft.rows) if row.origin is None)
        found = (at for at in new if _label(draft.rows[at].statement) == anchor.member)
    return next(found, None)


def _count(draft: Draft, anchor: Anchor) -> int:
    """How many rows of a label the file has."""
    return sum(_label(row.statement) == anchor.member for row in draft.original)


def _rewritten(draft: Draft, anchor: Anchor, rewrite: Callable[[Row], str]) -> Draft:
    """The draft with the text of one row changed."""
    at = _row(draft, anchor)
    if at is None:
        raise CannotApplyError(str(anchor))
    row = draft.rows[at]
    text = rewrite(row)
    if text == row.text:
        return draft
    group: Group = "enum_value" if isinstance(row.statement.content, EnumValue) else "field"
    statement = parse(group, text.rstrip(BLANKS))
    if isinstance(statement.content, Broken):
        raise CannotApplyError(text)
    return _with(draft, at, at + 1, replace(row, statement=statement, text=text))


def _replaced(row: Row, text: str) -> str:
    field = _field(row)
    end = field.attributes[-1].span.end if field.attributes else field.type.span.end
    return _spliced(row, Span(field.name_span.start, end), text)


def _attribute_added(row: Row, text: str) -> str:
    """Behind the attributes that Prisma's formatter sorts before it."""
    attributes, new = _attributes(row), _field_attribute(text)
    if any(each.name == new.name for each in attributes):
        return row.text
    before = [each for each in attributes if _order(each) <= _order(new)]
    if before or not attributes:
        at = before[-1].span.end if before else _head(row).end
        return _spliced(row, Span(at, at), f" {text}")
    at = attributes[0].span.start
    return _spliced(row, Span(at, at), f"{text} ")


def _attribute_removed(row: Row, anchor: Anchor) -> str:
    """Without an attribute, and without the blanks before it (behind it, if it was the first)."""
    attributes = _attributes(row)
    removed = next((each for each in attributes if each.name == anchor.attribute), None)
    if removed is None:
        return row.text
    number = attributes.index(removed)
    if number == 0 and len(attributes) > 1:
        return _spliced(row, Span(removed.span.start, attributes[1].span.start), "")
    before = attributes[number - 1].span if number else _head(row)
    return _spliced(row, Span(before.end, removed.span.end), "")


def _argument_set(row: Row, anchor: Anchor, name: str | None, value: str) -> str:
    attribute = _attribute(row, anchor)
    present = _argument(attribute, name)
    if present is not None:
        if present.value is None:
            return _spliced(row, Span(present.span.end, present.span.end), f" {value}")
        if expression_text(present.value) == value:
            return row.text
        return _spliced(row, present.value.span, value)
    written = value if name is None else f"{name}: {value}"
    end = attribute.span.end
    if not attribute.has_parentheses:
        return _spliced(row, Span(end, end), f"({written})")
    if attribute.arguments:
        last = attribute.arguments[-1].span.end
        return _spliced(row, Span(last, last), f", {written}")
    return _spliced(row, Span(end - 1, end - 1), written)


def _argument(attribute: Attribute, name: str | None) -> Argument | None:
    """The argument of a name; None is the first without one, or the one that may go without its name."""
    long = "name" if attribute.name in {"relation", "map"} else "fields"
    wanted = (name,) if name is not None else (None, long)
    for each in wanted:
        for argument in attribute.arguments:
            if argument.name == each:
                return argument
    return None


def _type_set(row: Row, type_: str) -> str:
    field = _field(row)
    return _spliced(row, field.type.span, type_)


def _attribute(row: Row, anchor: Anchor) -> Attribute:
    content = row.statement.content
    if isinstance(content, BlockAttribute):
        return content.attribute
    attribute = next((each for each in _attributes(row) if each.name == anchor.attribute), None)
    if attribute is None:
        raise CannotApplyError(str(anchor))
    return attribute


def _attributes(row: Row) -> tuple[Attribute, ...]:
    """The attributes of a field or of a value of an enum."""
    content = row.statement.content
    return content.attributes if isinstance(content, EnumValue) else _field(row).attributes


def _head(row: Row) -> Span:
    """What attributes stand behind."""
    content = row.statement.content
    return content.name_span if isinstance(content, EnumValue) else _field(row).type.span


def _field(row: Row) -> Field:
    content = row.statement.content
    if not isinstance(content, Field):
        raise CannotApplyError(row.text)
    return content


def _field_attribute(text: str) -> Attribute:
    content = parse("field", f"field Type {text}").content
    if not isinstance(content, Field) or len(content.attributes) != 1:
        raise CannotApplyError(text)
    return content.attributes[0]


def _order(attribute: Attribute) -> tuple[int, str]:
    return attribute_rank(attribute.name), attribute.name


def _spliced(row: Row, span: Span, text: str) -> str:
    return row.text[: span.start] + text + row.text[span.end :]


def _label(statement: Statement) -> str:
    return label_of(Line(0, statement))

"""From the tree of a block to its shape: positions, comments and layout are forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, cast, get_args

from partywall.memo import Memo
from partywall.schema.shape import (
    NOWHERE,
    Action,
    Body,
    ConfigInterface,
    DirectiveShape,
    EnumInterface,
    FieldShape,
    Interface,
    Key,
    KeyKind,
    KeyMember,
    ModelInterface,
    NativeType,
    RelationShape,
    Shape,
)
from partywall.syntax.directives import directives
from partywall.syntax.tree import (
    Argument,
    Array,
    Attribute,
    Block,
    BlockAttribute,
    BlockKind,
    Call,
    EnumValue,
    Expression,
    Field,
    Line,
    Name,
    Number,
    Object,
    Property,
    String,
)
from partywall.values import dataclass

_ACTIONS = frozenset(get_args(Action))
_KEY_KINDS = frozenset(get_args(KeyKind))
_KEPT = 20_000


class Shaper:
    """Shapes blocks; equal interfaces and equal bodies are the same objects."""

    def __init__(self) -> None:
        self._interfaces: Memo[object, Interface] = Memo()
        self._bodies: Memo[object, Body] = Memo()
        self._fields: Memo[str, _Field] = Memo()
        self._block_keys: Memo[str, Key | None] = Memo()

    def shape(self, block: Block) -> Shape | None:
        """The shape of a block; None for loose text."""
        if block.kind.has_fields:
            return self._model(block)
        if block.kind is BlockKind.ENUM:
            return self._enum(block)
        if block.kind.is_config:
            return self._config(block)
        return None

    def turn(self) -> None:
        """End a run (see `Memo`)."""
        self._interfaces.turn_when_over(_KEPT)
        self._bodies.turn_when_over(_KEPT)
        self._fields.turn_when_over(_KEPT)
        self._block_keys.turn_when_over(_KEPT)

    def _model(self, block: Block) -> Shape:
        fields: list[_Field] = []
        attributes: list[Attribute] = []
        block_keys: list[Key] = []
        for line in block.lines:
            content = line.statement.content
            if isinstance(content, Field):
                fields.append(self._fields.get(line.statement.text, _shaped_field, content))
            elif isinstance(content, BlockAttribute):
                attributes.append(content.attribute)
                key = self._block_keys.get(line.statement.text, _block_key, content.attribute)
                if key:
                    block_keys.append(key)
        keys = [key for each in fields for key in each.keys] + block_keys
        parts = (
            block.kind,
            block.name,
            tuple([each.shape for each in fields]),
            _numbered(tuple(keys)),
            _string(_first(attributes, "map"), "name"),
            _string(_first(attributes, "schema"), "map"),
            _first(attributes, "ignore") is not None,
            directive_shapes(block),
        )
        interface = self._interfaces.get(parts, lambda: ModelInterface(*parts))
        defaults = tuple([(each.shape.name, each.default) for each in fields if each.default is not None])
        updated_at = frozenset([each.shape.name for each in fields if each.is_updated_at])
        names = tuple(
            [(each.shape.name, each.default_name) for each in fields if each.default_name is not None]
        )
        body = self._bodies.get((defaults, updated_at, names), lambda: Body(defaults, updated_at, names))
        return Shape(interface, body)

    def _enum(self, block: Block) -> Shape:
        attributes = [attribute for _, attribute in block.block_attributes()]
        values = tuple(
            (content.name, _string(_first(content.attributes, "map"), "name") or content.name)
            for content in (line.statement.content for line in block.lines)
            if isinstance(content, EnumValue)
        )
        parts = (
            block.name,
            values,
            _string(_first(attributes, "map"), "name"),
            _string(_first(attributes, "schema"), "map"),
            directive_shapes(block),
        )
        interface = self._interfaces.get(("enum", parts), lambda: EnumInterface(*parts))
        return Shape(interface, _NO_BODY)

    def _config(self, block: Block) -> Shape:
        properties = tuple(
            (content.key, forget_positions(content.value))
            for content in (line.statement.content for line in block.lines)
            if isinstance(content, Property) and content.value is not None
        )
        parts = (block.kind, block.name, properties, directive_shapes(block))
        interface = self._interfaces.get(parts, lambda: ConfigInterface(*parts))
        return Shape(interface, _NO_BODY)


_NO_BODY = Body()


def forget_positions(value: Expression) -> Expression:
    """The same expression with all spans at `NOWHERE`."""
    match value:
        case Name(value=text):
            return Name(text, NOWHERE)
        case String(value=text, raw=raw):
            return String(text, raw, NOWHERE)
        case Number(value=text):
            return Number(text, NOWHERE)
        case Call(name=name, arguments=arguments):
            return Call(name, tuple(map(_forget_in_argument, arguments)), NOWHERE)
        case Array(items=items):
            return Array(tuple(map(forget_positions, items)), NOWHERE)
        case Object(entries=entries):
            pairs = tuple((key, forget_positions(item)) for key, item in entries)
            return Object(pairs, NOWHERE)


def directive_shapes(block: Block) -> tuple[DirectiveShape, ...]:
    """The directives that govern a block or a part of it."""
    return tuple(
        DirectiveShape(
            label_of(each.line) if each.line else None,
            each.directive.verb,
            each.directive.names,
        )
        for each in directives(block)
        if each.governs in {"line", "block"}
    )


def label_of(line: Line) -> str:
    """What a directive calls a line: a field's name, a property's key, or the label of an attribute."""
    content = line.statement.content
    if isinstance(content, Field | EnumValue):
        return content.name
    if isinstance(content, Property):
        return content.key
    if isinstance(content, BlockAttribute):
        key = key_of(content.attribute)
        return key.label if key else f"@@{content.attribute.name}"
    return ""


def key_of(attribute: Attribute, field: str | None = None) -> Key | None:
    """The key that an attribute declares, on a field or on a block; None for other attributes."""
    if attribute.name not in _KEY_KINDS:
        return None
    kind = cast("KeyKind", attribute.name)
    if field is not None:
        members: tuple[KeyMember, ...] = (_member(field, attribute.arguments),)
    else:
        members = tuple(_members(attribute.value("fields")))
    name = _string(attribute, "name", named_only=field is None)
    map_ = _string(attribute, "map", named_only=True)
    if kind in {"index", "fulltext"} and map_ is None:
        map_, name = name, None  # Prisma reads the older `name:` of an index as `map:`
    if field is not None:
        name = None
    clustered = attribute.argument("clustered")
    where = attribute.argument("where")
    return Key(
        kind=kind,
        members=members,
        field=field,
        name=name,
        map=map_,
        type=_word(attribute.argument("type")),
        clustered=None if clustered is None else _word(clustered) == "true",
        where=None if where is None else forget_positions(where),
    )


@dataclass(frozen=True, slots=True)
class _Field:
    """What one field's line says; equal lines are shaped once."""

    shape: FieldShape
    keys: tuple[Key, ...]
    default: Expression | None
    is_updated_at: bool
    default_name: str | None


def _shaped_field(field: Field) -> _Field:
    default = _value(field.attribute("default"))
    return _Field(
        _field_shape(field),
        tuple(_field_keys(field)),
        None if default is None else forget_positions(default),
        field.attribute("updatedAt") is not None,
        _string(field.attribute("default"), "map", named_only=True),
    )


def _field_shape(field: Field) -> FieldShape:
    native = next((each for each in field.attributes if "." in each.name), None)
    return FieldShape(
        name=field.name,
        type_name=field.type.name,
        arity=field.type.arity,
        is_unsupported=field.type.is_unsupported,
        map=_string(field.attribute("map"), "name"),
        native=_native(native) if native else None,
        relation=_relation(field),
        is_ignored=field.attribute("ignore") is not None,
    )


def _relation(field: Field) -> RelationShape | None:
    attribute = field.attribute("relation")
    if attribute is None:
        return None
    return RelationShape(
        name=_string(attribute, "name"),
        fields=_names(attribute.argument("fields")),
        references=_names(attribute.argument("references")),
        on_delete=_action(attribute.argument("onDelete")),
        on_update=_action(attribute.argument("onUpdate")),
        map=_string(attribute, "map", named_only=True),
    )


def _native(attribute: Attribute) -> NativeType:
    arguments = tuple(
        value.raw if isinstance(value, String) else str(getattr(value, "value", ""))
        for value in (argument.value for argument in attribute.arguments)
        if value is not None
    )
    return NativeType(attribute.name.partition(".")[2], arguments)


def _field_keys(field: Field) -> Iterator[Key]:
    for attribute in field.attributes:
        key = key_of(attribute, field.name)
        if key and key.kind in {"id", "unique"}:
            yield key


def _block_key(attribute: Attribute) -> Key | None:
    key = key_of(attribute)
    return key if key and key.members else None


def _numbered(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """The keys, with copies of one label counted."""
    labels = [key.label for key in keys]
    if len(set(labels)) == len(labels):
        return keys
    seen: dict[str, int] = {}
    numbered: list[Key] = []
    for key, label in zip(keys, labels, strict=True):
        nth = seen[label] = seen.get(label, -1) + 1
        numbered.append(key if nth == 0 else replace(key, nth=nth))
    return tuple(numbered)


def _members(value: Expression | None) -> Iterator[KeyMember]:
    """The fields in `[a, b(sort: Desc)]`, or in the form without brackets."""
    for item in value.items if isinstance(value, Array) else (value,):
        if isinstance(item, Name):
            yield KeyMember(item.value)
        elif isinstance(item, Call):
            yield _member(item.name, item.arguments)


def _member(name: str, arguments: tuple[Argument, ...]) -> KeyMember:
    values = {argument.name: argument.value for argument in arguments if argument.name}
    sort = _word(values.get("sort"))
    length = values.get("length")
    ops = values.get("ops")
    return KeyMember(
        name,
        cast('Literal["Asc", "Desc"] | None', sort if sort in {"Asc", "Desc"} else None),
        int(length.value) if isinstance(length, Number) and length.value.isdigit() else None,
        _operator_class(ops),
    )


def _operator_class(value: Expression | None) -> str | None:
    """`JsonbPathOps`, or the text in `raw("…")`, marked by its quotes."""
    if isinstance(value, Call) and value.name == "raw" and value.arguments:
        inner = value.arguments[0].value
        return inner.raw if isinstance(inner, String) else None
    return _word(value)


def _first(attributes: list[Attribute] | tuple[Attribute, ...], name: str) -> Attribute | None:
    return next((each for each in attributes if each.name == name), None)


def _value(attribute: Attribute | None) -> Expression | None:
    return attribute.value("value") if attribute else None


def _string(attribute: Attribute | None, argument: str, *, named_only: bool = False) -> str | None:
    """The string given for an argument by name, or as the first one without a name."""
    if attribute is None:
        return None
    value = attribute.argument(argument) if named_only else attribute.value(argument)
    return value.value if isinstance(value, String) else None


def _word(value: Expression | None) -> str | None:
    return value.value if isinstance(value, Name) else None


def _names(value: Expression | None) -> tuple[str, ...] | None:
    if not isinstance(value, Array):
        return (value.value,) if isinstance(value, Name) else None
    return tuple(item.value for item in value.items if isinstance(item, Name))


def _action(value: Expression | None) -> Action | None:
    word = _word(value)
    return cast("Action", word) if word in _ACTIONS else None


def _forget_in_argument(argument: Argument) -> Argument:
    value = None if argument.value is None else forget_positions(argument.value)
    return Argument(argument.name, value, NOWHERE)

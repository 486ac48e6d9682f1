"""A new model in the manner of those that are there: id, audit fields, name in the database.

What most models do is done; where none does, Prisma's custom. The tenant key, its relation and its index
come afterwards, from `scoping`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from partywall.diagnostics.model_place import model_place
from partywall.diagnostics.naming import camel, pascal, plural, snake
from partywall.diagnostics.written import WrittenField, model_fault
from partywall.schema.model import Model
from partywall.schema.read import Reading
from partywall.syntax.layout import Row, laid_out, rows_of
from partywall.syntax.printer import field_cells
from partywall.syntax.statements import parse
from partywall.syntax.tree import Blank, Block, BlockKind, Content, Field
from partywall.text import Edit, Span, line_end_of
from partywall.values import dataclass

_ENOUGH = 64
_ID = "id String @id @default(cuid())"
_MANY = 3
"""One model in so many has a field: then it is a habit."""


@dataclass(frozen=True, slots=True)
class NewModel:
    """A block to be added at the end of a file: `text` holds all of it, the empty line before it too.

    The file may be one that is to be made.
    """

    file: str
    text: str


def new_model(
    reading: Reading,
    name: str,
    fields: Sequence[WrittenField] = (),
    beside: str | None = None,
    front: str | None = None,
) -> NewModel | str:
    """The block of a new model, or why there is none; it goes beside a model or to the file in front."""
    fault = model_fault(name, reading.schema)
    if fault:
        return fault
    models = [each for each in reading.schema.models.values() if each.kind is BlockKind.MODEL][:_ENOUGH]
    file = model_place(reading, name, beside, front)
    if file is None:
        return "there is no file to write the model to"
    blocks = [block for each in models if (block := _block(reading, each))]
    lines = [*_id(blocks), *(each.text for each in fields), *_audit(blocks, fields)]
    attributes = [*_map(models, name), *_schema(models)]
    before = reading.files[file].source.text if file in reading.files else ""
    return NewModel(file, _written(before, name, lines, attributes))


def relation_gap(reading: Reading, name: str) -> tuple[str, Edit] | None:
    """The edit that parts relations of a new model from its columns, where most models do so; its file."""
    model = reading.schema.models[name]
    others = [each for each in reading.schema.models.values() if each.kind is BlockKind.MODEL][:_ENOUGH]
    habits = [_gap(block, each) for each in others if each is not model and (block := _block(reading, each))]
    found = reading.part(model.file, model.kind, model.name, model.nth)
    if found is None or habits.count(True) <= habits.count(False):
        return None
    start, part = found
    rows = [Row(each.statement, each.text) for each in rows_of(part.block)]
    at = next((n for n, each in enumerate(rows) if _is_relation(each.statement.content, model)), None)
    if at is None or at == 0 or isinstance(rows[at - 1].statement.content, Blank):
        return None
    laid = laid_out((*rows[:at], Row(parse("field", ""), ""), *rows[at:]))
    span = Span(part.block.header.start, part.block.body.end).shifted(start)
    line_end = line_end_of(part.block.text)
    lines = [f"model {name} {{", *(each.text for each in laid), ""]
    return model.file, Edit(span, line_end.join(lines))


def _gap(block: Block, model: Model) -> bool | None:
    """Whether an empty line stands between the columns and the relations of a model; None without both."""
    contents = [each.statement.content for each in rows_of(block)]
    at = next((n for n, each in enumerate(contents) if _is_relation(each, model)), 0)
    if at == 0:
        return None
    return isinstance(contents[at - 1], Blank)


def _is_relation(content: Content, model: Model) -> bool:
    return isinstance(content, Field) and content.name in model.relation_fields


def _written(before: str, name: str, lines: Sequence[str], attributes: Sequence[str]) -> str:
    rows = [*lines, *([""] if attributes else []), *attributes]
    laid = laid_out(tuple(Row(parse("field", each), each) for each in rows))
    text = [f"model {name} {{", *(each.text for each in laid), "}"]
    line_end = line_end_of(before)
    gap = [] if not before else [""] if before.endswith(("\n", "\r")) else ["", ""]
    return line_end.join([*gap, *text, ""])


def _block(reading: Reading, model: Model) -> Block | None:
    found = reading.part(model.file, model.kind, model.name, model.nth)
    return found[1].block if found else None


# --- fields -----------------------------------------------------------------------------------------


def _id(blocks: Sequence[Block]) -> Iterator[str]:
    """The primary key as most models write it."""
    ids = Counter(
        _text(line.statement.text, field)
        for block in blocks
        for line, field in block.fields()
        if field.attribute("id") and not field.attribute("map")
    )
    yield ids.most_common(1)[0][0] if ids else _ID


def _audit(blocks: Sequence[Block], fields: Sequence[WrittenField]) -> Iterator[str]:
    """When a row came and changed, where models say that."""
    given = {each.name for each in fields}
    for is_wanted in (_is_creation, _is_change):
        found = [
            (_text(line.statement.text, field), field.name)
            for block in blocks
            for line, field in block.fields()
            if is_wanted(field)
        ]
        if found and len(found) * _MANY >= len(blocks):
            (text, name), _ = Counter(found).most_common(1)[0]
            if name not in given:
                yield text


def _is_creation(field: Field) -> bool:
    default = field.attribute("default")
    value = default.value("value") if default else None
    is_now = getattr(value, "name", "") == "now"
    return field.type.name == "DateTime" and is_now and snake(field.name).startswith(("create", "insert"))


def _is_change(field: Field) -> bool:
    return field.type.name == "DateTime" and field.attribute("updatedAt") is not None


def _text(statement: str, field: Field) -> str:
    return " ".join(field_cells(field, statement))


# --- the name in the database -----------------------------------------------------------------------

_STYLES: tuple[Callable[[str], str], ...] = (
    lambda name: plural(snake(name)),
    snake,
    lambda name: plural(camel(name)),
    camel,
    lambda name: plural(pascal(name)),
    str.lower,
    lambda name: plural(name.lower()),
    str.upper,
)


def _map(models: Iterable[Model], name: str) -> Iterator[str]:
    """`@@map` in the style of those that most models have."""
    named = [each for each in models if snake(each.name) != each.name]
    mapped = [each for each in named if each.interface.map]
    if not mapped or len(mapped) * 2 <= len(named):
        return
    fits = Counter(style for style in _STYLES for each in mapped if style(each.name) == each.interface.map)
    if fits:
        style = max(_STYLES, key=lambda each: fits[each])
        if style(name) != name:
            yield f'@@map("{style(name)}")'


def _schema(models: Sequence[Model]) -> Iterator[str]:
    found = Counter(each.interface.schema for each in models)
    schema = found.most_common(1)[0][0] if found else None
    if schema:
        yield f'@@schema("{schema}")'

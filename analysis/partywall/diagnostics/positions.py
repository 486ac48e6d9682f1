"""Where a new line goes in a block, so that the order in which lines are added does not matter.

A field has a sort: scalar, relation field with a foreign key, other relation field. It goes behind the
last of its sort that comes before it in that sort's order, else before the first of its sort, else
behind the last field of an earlier sort. Foreign keys are in order of their names; other relation
fields in the order in which their models are declared, then of their names. Block attributes follow
the same rule, in Prisma's order of attributes and then by their text.

What is there already keeps its place, in whatever order. Two new lines then end up the same
whichever comes first: the one that comes later in the order either meets the other in front of it, or
stands behind a line that the other does not pass. `tests/diagnostics` holds that for random blocks.
Scalar fields are all equal in order: whoever adds two in one place decides by the order of asking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.syntax.directives import MARK
from partywall.syntax.printer import attribute_rank
from partywall.syntax.tree import Blank, BlockAttribute, CommentLine, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partywall.syntax.layout import Row
    from partywall.syntax.tree import Content, Statement

Order = tuple[int | str, ...]


def field_position(
    rows: Sequence[Row],
    new: Field,
    *,
    models: Mapping[str, int],
    after: str | None,
    before: str | None,
) -> int:
    """The number of the row before which a new field goes.

    `models` numbers the models of the schema. With `after`, it goes behind that field, and behind
    those of its own sort that follow and come before it in order; with `before`, above that field.
    """
    sort, order = _field_order(new, models)
    orders = [_row_order(row, models) for row in rows]
    if (at := _field_named(rows, after)) is not None:
        at += 1
        while at < len(rows) and (follows := orders[at]) and follows < (sort, order):
            if follows[0] != sort:
                break
            at += 1
        return at
    if (at := _field_named(rows, before)) is not None:
        return above(rows, at)
    own = [at for at, each in enumerate(orders) if each and each[0] == sort]
    if own:
        return _among(rows, own, [at for at in own if (orders[at] or ()) <= (sort, order)])
    earlier = [at for at, each in enumerate(orders) if each and each[0] < sort]
    return earlier[-1] + 1 if earlier else 0


def attribute_position(rows: Sequence[Row], new: Statement) -> int:
    """The number of the row before which a new block attribute goes."""
    rank, _ = _attribute_order(new)
    present = {
        at: _attribute_order(row.statement)
        for at, row in enumerate(rows)
        if isinstance(row.statement.content, BlockAttribute)
    }
    own = [at for at, each in present.items() if each[0] == rank]
    if own:
        return _among(rows, own, [at for at in own if present[at] <= _attribute_order(new)])
    earlier = [at for at, each in present.items() if each[0] < rank]
    if earlier:
        return earlier[-1] + 1
    if present:
        return above(rows, next(iter(present)))
    filled = [at for at, row in enumerate(rows) if not isinstance(row.statement.content, Blank)]
    return filled[-1] + 1 if filled else 0


def above(rows: Sequence[Row], at: int) -> int:
    """Where the comments begin that belong to a row.

    Beside those directly above, what reaches across empty lines: a directive, and for a field its
    documentation (prisma-engines, `parse_model`).
    """
    reaching = (MARK,) if isinstance(rows[at].statement.content, BlockAttribute) else (MARK, "///", "/*")
    start = at
    while at > 0:
        at -= 1
        content = rows[at].statement.content
        if isinstance(content, CommentLine):
            is_directly_above = at + 1 == start
            if is_directly_above or any(mark in content.comment.text for mark in reaching):
                start = at
        elif not isinstance(content, Blank):
            break
    return start


def _among(rows: Sequence[Row], own: list[int], earlier: list[int]) -> int:
    """Behind the last that comes before in order, else above the first of all."""
    return earlier[-1] + 1 if earlier else above(rows, own[0])


def _row_order(row: Row, models: Mapping[str, int]) -> tuple[int, Order] | None:
    content: Content = row.statement.content
    return _field_order(content, models) if isinstance(content, Field) else None


def _field_order(field: Field, models: Mapping[str, int]) -> tuple[int, Order]:
    """The sort of a field and its place among those of that sort."""
    number = None if field.type.is_unsupported else models.get(field.type.name)
    if number is None:
        return 0, ()
    relation = field.attribute("relation")
    if relation and relation.argument("fields"):
        return 1, (field.name,)
    return 2, (number, field.name)


def _attribute_order(statement: Statement) -> tuple[int, str]:
    content = statement.content
    name = content.attribute.name if isinstance(content, BlockAttribute) else ""
    return attribute_rank(name), statement.text


def _field_named(rows: Sequence[Row], name: str | None) -> int | None:
    for at, row in enumerate(rows):
        content = row.statement.content
        if isinstance(content, Field) and content.name == name:
            return at
    return None

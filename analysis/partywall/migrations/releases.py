"""How a migration goes together with the application: which of the two comes first, and what breaks."""

from __future__ import annotations

from collections.abc import Iterator

from partywall.migrations.codes import Codes
from partywall.migrations.fill import FromParent
from partywall.migrations.header import needs_value
from partywall.migrations.plan import Plan
from partywall.migrations.renames import renamed_text
from partywall.migrations.steps import (
    AddColumn,
    AlterColumn,
    AlterEnum,
    Cast,
    CreateTable,
    DropColumn,
    DropTable,
    RecreateColumn,
    Rename,
    table_changes,
)
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """What the migration means for the application.

    `lost` is what it destroys, `order` what comes before what, `watched` the errors that show that a
    version is out of step.
    """

    lost: tuple[str, ...]
    order: tuple[str, ...]
    watched: tuple[str, ...]


def release(plan: Plan, codes: Codes) -> Release:
    """What a plan means for the application."""
    gone, required, lost = tuple(_gone(plan)), tuple(dict.fromkeys(_required(plan))), tuple(_lost(plan))
    order: list[str] = []
    watched: list[str] = []
    if gone:
        order.append(
            f"The version that runs must not know {', '.join(gone)} any more: Prisma Client names every "
            "column in each query. Deploy one without them first, then this."
        )
        watched.append(f"{codes.unknown}: a version still reads what is gone.")
    renamed = tuple(f"`{renamed_text(each)}`" for each in plan.steps if isinstance(each, Rename))
    if renamed:
        order.append(
            f"Neither version works on the other's names ({', '.join(renamed)}): stop the one that runs, "
            "deploy this, start the new one."
        )
        watched.append(f"{codes.unknown}: a version still uses an old name.")
    if required:
        order.append(
            f"The version that runs does not write {', '.join(required)}: its inserts fail from here on. "
            "Stop it, or make it read-only, until the new version is there."
        )
        watched.append(f"{codes.missing}: a version still writes rows without a required value.")
    if not order:
        new = "the new version, which needs it" if _adds(plan) else "the new version"
        order.append(f"The version that runs goes on as before. Deploy this first, then {new}.")
    return Release(lost, tuple(order), tuple(watched))


def _lost(plan: Plan) -> Iterator[str]:
    yield from _lost_rows(plan)
    for step in plan.steps:
        match step:
            case DropTable(table):
                yield f"the table `{table.name.text}`"
            case AlterEnum() if step.dropped:
                yield f"the values {', '.join(step.dropped)} of `{step.previous.name.text}`"
            case _:
                pass
    for altered, change in table_changes(plan.steps):
        label = f"`{altered.previous.name.text}`"
        if isinstance(change, DropColumn):
            yield f"the column `{change.column.name}` of {label}"
        elif isinstance(change, RecreateColumn):
            yield f"the values of `{change.previous.name}` of {label}"
        elif isinstance(change, AlterColumn) and change.cast is Cast.RISKY:
            yield f"a part of the values of `{change.previous.name}` of {label} (cast)"


def _lost_rows(plan: Plan) -> Iterator[str]:
    for filling in plan.fillings:
        fill = filling.fill
        if isinstance(fill, FromParent) and "delete" in {fill.orphans.action, fill.disagreeing.action}:
            yield f"the rows of `{filling.wanted.table.text}` whose `{filling.wanted.column.name}` is unclear"


def _gone(plan: Plan) -> Iterator[str]:
    for step in plan.steps:
        if isinstance(step, DropTable):
            yield f"`{step.table.name.text}`"
    for altered, change in table_changes(plan.steps):
        if isinstance(change, DropColumn):
            yield f"`{altered.previous.name.text}.{change.column.name}`"


def _required(plan: Plan) -> Iterator[str]:
    for filling in plan.fillings:
        if needs_value(filling.wanted.column):
            yield f"`{filling.wanted.table.text}.{filling.wanted.column.name}`"
    for step, change in table_changes(plan.steps):
        if isinstance(change, AddColumn) and needs_value(change.column):
            yield f"`{step.next.name.text}.{change.column.name}`"
        elif isinstance(change, AlterColumn) and change.arity and needs_value(change.next):
            yield f"`{step.next.name.text}.{change.next.name}`"


def _adds(plan: Plan) -> bool:
    new_columns = any(isinstance(change, AddColumn) for _, change in table_changes(plan.steps))
    return new_columns or any(isinstance(step, CreateTable) for step in plan.steps)

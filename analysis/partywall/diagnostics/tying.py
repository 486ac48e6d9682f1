"""A foreign key for a column that so far names its row by name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.fix import AddField, Fix, Safety
from partywall.diagnostics.naming import back_name, camel, free_name, snake
from partywall.diagnostics.primary_keys import can_hold_tenant
from partywall.diagnostics.rule import anchor_of
from partywall.diagnostics.scoping import relation_name
from partywall.tenancy.words import stem, words

if TYPE_CHECKING:
    from partywall.diagnostics.naming import BackStyle
    from partywall.diagnostics.rule import ModelView
    from partywall.schema.model import Model
    from partywall.schema.shape import Action, FieldShape
    from partywall.tenancy.verdict import Loose

# Here SET NULL is a second way from one row to another as well.
_WITHOUT_SET_NULL = frozenset({"sqlserver", "mongodb"})


def tying_fix(view: ModelView, loose: Loose) -> Fix | str:
    """The relation behind a column and the list on the model it names, or why there is none."""
    target, column = view.neighbour(loose.target), view.model.scalar_fields.get(loose.column)
    if target is None or column is None:
        return f"`{loose.target}` is not there"
    named = _identifier(target.model)
    if named is None or named.type_name != column.type_name or named.native != column.native:
        return f"`{loose.target}` has no single id of the type of `{loose.column}`"
    if view.context.is_distributed and can_hold_tenant(view.context):
        return f"a foreign key to `{loose.target}` has to hold the tenant key as well"
    on_delete = _on_delete(view, column)
    name = relation_name(view.model, target.model)
    arguments = [
        *([f'"{name}"'] if name else []),
        f"fields: [{column.name}]",
        f"references: [{named.name}]",
        f"onDelete: {on_delete}",
    ]
    back = back_name(view.name, _back_style(view))
    return Fix(
        f"Tie `{column.name}` to `{loose.target}`",
        Safety.UNSAFE,
        (
            AddField(
                view.anchor,
                _relation_field(view.model, column.name),
                loose.target,
                "optional" if column.arity == "optional" else "required",
                (f"@relation({', '.join(arguments)})",),
            ),
            AddField(
                anchor_of(target.model),
                free_name(_fields(target.model), back, f"{back}Of{loose.target}"),
                view.name,
                "list",
                (f'@relation("{name}")',) if name else (),
            ),
        ),
        f"The migration fails where `{column.name}` names no row: find such rows before it runs. "
        + _effect(loose.target, on_delete, column.name),
    )


def _back_style(view: ModelView) -> BackStyle:
    roots = view.context.habits.roots
    return roots[0].back_style if roots else "camels"


def _identifier(model: Model) -> FieldShape | None:
    primary = model.primary_key
    if primary is None or len(primary.fields) != 1:
        return None
    return model.scalar_fields.get(primary.fields[0])


def _on_delete(view: ModelView, column: FieldShape) -> Action:
    """What deletes nothing that was not deleted before.

    NO ACTION is asked at the end of the statement: what is deleted with its tenant, both rows at once,
    can still be. RESTRICT would refuse it; Prisma's own emulation of foreign keys has no other.
    """
    if column.arity == "optional" and view.context.provider not in _WITHOUT_SET_NULL:
        return "SetNull"
    is_emulated = view.context.relation_mode == "prisma" and view.context.provider != "mongodb"
    return "Restrict" if is_emulated else "NoAction"


def _effect(target: str, on_delete: Action, column: str) -> str:
    if on_delete == "SetNull":
        return f"When a `{target}` is deleted, `{column}` is cleared."
    return f"A `{target}` that rows name can then not be deleted before they are."


def _relation_field(model: Model, column: str) -> str:
    """`campaignId` as `campaign`, `id_linked_user` as `linked_user`."""
    plain = "_".join(stem(column) or words(column))
    name = snake(plain) if "_" in column else camel(plain)
    return free_name(_fields(model), name, f"{name}Row")


def _fields(model: Model) -> frozenset[str]:
    return frozenset(field.name for field in model.interface.fields)

"""What the models of a schema have in common beside their tenants, read once for all rules.

Only the strict profiles look at it. One memo, keyed by a model, its body and whether it is a membership:
an edit draws one portrait anew, and counting portraits is cheap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from partywall.diagnostics.audit import AuditPortrait, audit_habits, audit_portrait
from partywall.diagnostics.name_habits import NamePortrait, name_habits, name_portrait
from partywall.diagnostics.rule import Conventions
from partywall.diagnostics.usual_defaults import DefaultPortrait, default_portrait, usual_defaults
from partywall.memo import Memo
from partywall.schema.model import Model, Schema
from partywall.schema.shape import Body, NativeType
from partywall.syntax.tree import BlockKind
from partywall.tenancy.verdict import Tenancy, Verdict
from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class _Portrait:
    """What one model shows; `decimals` are the native types of its decimals."""

    audit: AuditPortrait
    defaults: DefaultPortrait
    names: NamePortrait
    decimals: tuple[NativeType | None, ...]


class ConventionReader:
    """Reads the conventions of one version of a schema after another."""

    def __init__(self) -> None:
        self.portraits: Memo[tuple[Model, Body, bool], _Portrait] = Memo()

    def read(self, schema: Schema, bodies: Mapping[str, Body], tenancy: Tenancy) -> Conventions:
        """What the models have in common; equal conventions are equal values."""
        portraits = [
            self._portrait(model, bodies.get(name, _NO_BODY), tenancy.verdicts.get(name))
            for name, model in schema.models.items()
            if model.kind is BlockKind.MODEL and not model.interface.is_ignored
        ]
        self.portraits.turn()
        decimals = Counter(native for each in portraits for native in each.decimals)
        return Conventions(
            audit=audit_habits([each.audit for each in portraits]),
            defaults=usual_defaults(each.defaults for each in portraits),
            names=name_habits([each.names for each in portraits]),
            decimal=decimals.most_common(1)[0][0] if decimals else None,
        )

    def _portrait(self, model: Model, body: Body, verdict: Verdict | None) -> _Portrait:
        is_tie = verdict is not None and verdict.ownership == "membership"
        return self.portraits.get((model, body, is_tie), lambda: _portrait(model, body, verdict))


_NO_BODY = Body()


def _portrait(model: Model, body: Body, verdict: Verdict | None) -> _Portrait:
    return _Portrait(
        audit_portrait(model, body, verdict),
        default_portrait(model, body),
        name_portrait(model),
        tuple(
            field.native
            for field in model.scalar_fields.values()
            if field.type_name == "Decimal" and not field.is_unsupported
        ),
    )

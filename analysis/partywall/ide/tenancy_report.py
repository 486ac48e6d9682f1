"""The tenancy of a whole schema as Markdown, for people to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from partywall.tenancy.evidence import Reasons

if TYPE_CHECKING:
    from partywall.schema.model import Schema
    from partywall.tenancy.verdict import Tenancy

_ORDER = ("root", "owned", "through", "membership", "shared", "unknown")
_TITLES = {
    "root": "Tenants",
    "owned": "Owned: they have a tenant key",
    "through": "Owned through another model",
    "membership": "Memberships",
    "shared": "Shared: they belong to no tenant",
    "unknown": "Unknown: nothing says whose data they are",
}


def tenancy_report(schema: Schema, tenancy: Tenancy, checkpoint: Callable[[], None]) -> str:
    """Whose data each model is, by kind, with the reasons."""
    return "\n".join(_lines(schema, tenancy, checkpoint)) + "\n"


def _lines(schema: Schema, tenancy: Tenancy, checkpoint: Callable[[], None]) -> Iterator[str]:
    known = Reasons(schema, tenancy)
    yield "# Tenancy"
    yield ""
    if not tenancy.is_known:
        yield "No tenants: no model of this schema looks like one."
        yield from (f"- {reason}" for reason in known.of_silence())
        return
    roots = ", ".join(f"`{root.model}`" for root in tenancy.roots) or "outside this schema"
    yield f"Tenants: {roots} (confidence {tenancy.confidence:.2f})"
    for ownership in _ORDER:
        names = [name for name in schema.models if _ownership(tenancy, name) == ownership]
        if not names:
            continue
        yield f"\n## {_TITLES[ownership]} ({len(names)})\n"
        for name in names:
            checkpoint()
            reasons = "; ".join(known.of(name))
            yield f"- `{name}`" + (f": {reasons}" if reasons else "")


def _ownership(tenancy: Tenancy, model: str) -> str:
    verdict = tenancy.verdicts.get(model)
    return verdict.ownership if verdict else "unknown"

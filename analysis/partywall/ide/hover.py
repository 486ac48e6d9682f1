"""Whose data a model is, for who points at its name, at a relation to it or at a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from partywall.ide.cursor import AtCursor, at_cursor
from partywall.tenancy.evidence import evidence
from partywall.values import dataclass

if TYPE_CHECKING:
    from partywall.schema.read import Reading
    from partywall.tenancy.verdict import Tenancy, Verdict
    from partywall.text import Span


@dataclass(frozen=True, slots=True)
class Hover:
    """What to show at a place: one sentence and the reasons for it."""

    span: Span
    title: str
    reasons: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """As Markdown."""
        reasons = "".join(f"\n- {reason}" for reason in self.reasons)
        return f"{self.title}\n{reasons}" if reasons else self.title

    @property
    def plain(self) -> str:
        """As plain text, for clients without Markdown."""
        return self.markdown.replace("`", "").replace("**", "")


def hover(reading: Reading, tenancy: Tenancy, path: str, offset: int) -> Hover | None:
    """What is known of the name at an offset, None where there is nothing to say."""
    file = reading.files.get(path)
    found = at_cursor(file, offset) if file else None
    if found is None:
        return None
    if found.what == "field":
        return _field(found, reading, tenancy)
    if found.name not in reading.schema.models:
        return None
    return Hover(found.span, _title(found.name, tenancy), evidence(reading.schema, tenancy, found.name))


def _field(found: AtCursor, reading: Reading, tenancy: Tenancy) -> Hover | None:
    """A key says which tenant it names; a relation says what it leads to."""
    model = found.block.name
    verdict = tenancy.verdicts.get(model)
    for key in verdict.keys if verdict else ():
        if found.name in {key.field, key.relation}:
            tenant = f"`{key.root}`" if key.root else "a tenant outside this schema"
            by = "" if found.name == key.field else f" by `{key.field}`"
            return Hover(found.span, f"**Tenant key**: names {tenant}{by}", tuple(_caveats(key.is_nullable)))
    target = found.field.type.name if found.field else ""
    if target in reading.schema.models:
        return Hover(found.span, _title(target, tenancy), evidence(reading.schema, tenancy, target))
    return None


def _caveats(is_nullable: bool) -> Iterator[str]:  # noqa: FBT001 (one fact, named where it is made)
    if is_nullable:
        yield "it may be null: such a row belongs to no tenant"


def _title(model: str, tenancy: Tenancy) -> str:
    if not tenancy.is_known:
        return f"`{model}`: no tenants were found in this schema"
    verdict = tenancy.verdicts.get(model)
    return f"`{model}`: {whose(verdict)}" if verdict else f"`{model}`"


def whose(verdict: Verdict) -> str:
    """Whose data it is, in words."""
    tenant = f"`{verdict.root}`" if verdict.root else "a tenant outside this schema"
    match verdict.ownership:
        case "root":
            return "**tenant root**: each row is a tenant"
        case "owned":
            return f"**owned** by {tenant}" + (f", by `{verdict.key}`" if verdict.key else "")
        case "through":
            path = ".".join(verdict.path)
            return f"**owned** by {tenant}" + (f", through `{path}`" if path else "")
        case "membership":
            return f"**membership** of {tenant}" + (f", by `{verdict.key}`" if verdict.key else "")
        case "shared":
            return "**shared**: belongs to no tenant"
        case "unknown":
            return "**unknown**: nothing says whose data it is"

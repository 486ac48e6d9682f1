"""What the rules report on one model, or on a schema as a whole: allowed findings are left out here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from partywall.diagnostics.allowances import is_allowed
from partywall.diagnostics.finding import Anchor, Finding, Severity
from partywall.diagnostics.rule import Context, ModelRule, ModelView, Rule, SchemaRule, SchemaView
from partywall.diagnostics.settings import Settings, SettingsByModel
from partywall.schema.model import Model, Schema
from partywall.schema.read import Reading
from partywall.schema.shape import Body, DirectiveShape
from partywall.syntax.tree import BlockKind
from partywall.tenancy.verdict import Tenancy, Verdict
from partywall.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """A finding that was not allowed, with its rule and effective severity."""

    rule: str
    severity: Severity
    finding: Finding
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What rules say of a model, or of the schema as a whole.

    `allowed` has the rules and places of the findings that directives keep from being reported, `looked`
    the rules that were active and did not fail.
    """

    reported: tuple[Reported, ...] = ()
    allowed: tuple[tuple[str, Anchor], ...] = ()
    looked: frozenset[str] = frozenset()


OnFailure = Callable[[str, Exception], None]
"""Is told of a rule that failed; the others go on."""


@dataclass(frozen=True, slots=True, eq=False)
class Active:
    """Rules that are on, and their names."""

    rules: tuple[ModelRule, ...]
    names: frozenset[str]

    @staticmethod
    def of(rules: Sequence[ModelRule], settings: Settings) -> Active:
        """Those of these rules that are on with such settings."""
        found = settings.active(rules)
        return Active(found, frozenset(rule.name for rule in found))


def check_model(
    view: ModelView, active: Active, settings: Settings, schema: Schema, on_failure: OnFailure
) -> Checked:
    """What the rules that are on say of a model."""
    found: list[_Found] = []
    looked = active.names
    for rule in active.rules:  # of a thousand models most rules say nothing: this is all that happens then
        own = replace(view, options=settings.options(rule)) if rule.options else view
        try:
            found += [(rule, finding) for finding in rule.check(own)]
        except Exception as error:  # noqa: BLE001  (a fault in one rule must not silence the others)
            on_failure(rule.name, error)
            looked -= {rule.name}
    return _checked(found, looked, lambda _: settings, schema)


def check_schema(
    view: SchemaView,
    rules: Sequence[SchemaRule],
    settings: SettingsByModel,
    schema: Schema,
    on_failure: OnFailure,
) -> Checked:
    """What these rules say of the schema as a whole: each finding counts where it is reported."""
    found: list[_Found] = []
    looked: set[str] = set()
    for rule in rules:
        if not settings.config.overrides and settings.whole.severity_of(rule) is None:
            continue
        own = replace(view, options=settings.whole.options(rule)) if rule.options else view
        try:
            found += [(rule, finding) for finding in rule.check(own)]
        except Exception as error:  # noqa: BLE001  (as above)
            on_failure(rule.name, error)
        else:
            looked.add(rule.name)
    return _checked(found, frozenset(looked), settings.at, schema)


def fingerprint(rule: str, anchor: Anchor) -> str:
    """A name for a finding that survives moved lines and unrelated edits: 16 hexadecimal digits."""
    parts = (rule, anchor.kind.value, anchor.block, anchor.nth, anchor.member, anchor.member_nth)
    text = "\0".join(map(str, (*parts, anchor.attribute)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def view_of(model: Model, reading: Reading, tenancy: Tenancy, context: Context) -> ModelView:
    """A model as a rule sees it."""
    return ModelView(
        model,
        reading.bodies.get(model.name, _NO_BODY),
        tenancy.verdicts.get(model.name, _NO_VERDICT),
        context,
        reading.schema,
        tenancy,
    )


_NO_BODY = Body()
_NO_VERDICT = Verdict("unknown")


_Found = tuple[Rule, Finding]


def _checked(
    found: Sequence[_Found],
    looked: frozenset[str],
    settings_at: Callable[[Anchor], Settings],
    schema: Schema,
) -> Checked:
    if not found:
        return Checked(looked=looked)
    reported: list[Reported] = []
    allowed: list[tuple[str, Anchor]] = []
    for rule, finding in found:
        base = settings_at(finding.at).severity_of(rule)
        if base is None:
            continue
        if _is_allowed(rule, finding, schema):
            allowed.append((rule.name, finding.at))
            continue
        # The configured or the profile's severity; a finding may lower it, never raise it.
        severity = max(base, finding.severity or base)
        reported.append(Reported(rule.name, severity, finding, fingerprint(rule.name, finding.at)))
    return Checked(tuple(reported), tuple(allowed), looked)


def _is_allowed(rule: Rule, finding: Finding, schema: Schema) -> bool:
    of_file = (each for path, each in schema.file_directives if path == finding.at.file)
    return is_allowed(rule.name, finding, _directives(finding.at, schema), of_file)


def _directives(at: Anchor, schema: Schema) -> tuple[DirectiveShape, ...]:
    """The directives of the block that an anchor names."""
    if at.kind is BlockKind.DATASOURCE:
        return schema.datasource.directives if schema.datasource else ()
    block = schema.models.get(at.block) or schema.enums.get(at.block)
    return block.interface.directives if block else ()

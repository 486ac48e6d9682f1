"""What the rules report on one model, or on a schema as a whole: allowed findings are left out here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from partywall.config import Config
from partywall.diagnostics.allowances import is_allowed
from partywall.diagnostics.finding import Anchor, Finding, Severity
from partywall.diagnostics.rule import Context, ModelRule, ModelView, Rule, SchemaRule, SchemaView
from partywall.schema.model import Model, Schema
from partywall.schema.read import Reading
from partywall.schema.shape import Body
from partywall.tenancy.verdict import Tenancy, Verdict


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

    `allowed` has the rules and places of the findings that directives keep from being reported, `failed`
    the rules that could not say anything.
    """

    reported: tuple[Reported, ...] = ()
    allowed: tuple[tuple[str, Anchor], ...] = ()
    failed: tuple[str, ...] = ()


OnFailure = Callable[[str, Exception], None]
"""Is told of a rule that failed; the others go on."""


def check_model(
    view: ModelView, rules: Sequence[ModelRule], config: Config, schema: Schema, on_failure: OnFailure
) -> Checked:
    """What the active ones of these rules say of a model."""
    checks: list[_Check] = []
    for rule in rules:
        if is_active(rule, config):
            own = replace(view, options=rule.options) if rule.options else view
            checks.append((rule, partial(rule.check, own)))
    return _checked(checks, config, schema, on_failure)


def check_schema(
    view: SchemaView, rules: Sequence[SchemaRule], config: Config, schema: Schema, on_failure: OnFailure
) -> Checked:
    """What the active ones of these rules say of the schema as a whole."""
    checks: list[_Check] = []
    for rule in rules:
        if is_active(rule, config):
            own = replace(view, options=rule.options) if rule.options else view
            checks.append((rule, partial(rule.check, own)))
    return _checked(checks, config, schema, on_failure)


def is_active(rule: Rule, config: Config) -> bool:
    """Whether a rule speaks at all under these settings."""
    level = config.rules.get(rule.name)
    if level is not None:
        return level != "off"
    return rule.severities.get(config.profile) is not None


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


def dependencies(model: Model, reading: Reading, tenancy: Tenancy) -> Iterator[object]:
    """All that a rule can see of a model through its view (see `ModelView`)."""
    schema = reading.schema
    yield model
    yield reading.bodies.get(model.name)
    yield tenancy.verdicts.get(model.name)
    yield from (each for path, each in schema.file_directives if path == model.file)
    for relation in (*schema.relations_from(model.name), *schema.relations_to(model.name)):
        other = relation.target if relation.model == model.name else relation.model
        yield relation
        yield schema.models.get(other)
        yield tenancy.verdicts.get(other)
    for root in tenancy.roots:
        yield schema.models.get(root.model)
        yield tenancy.verdicts.get(root.model)


_NO_BODY = Body()
_NO_VERDICT = Verdict("unknown")


_Check = tuple[Rule, Callable[[], Iterator[Finding]]]


def _checked(checks: Sequence[_Check], config: Config, schema: Schema, on_failure: OnFailure) -> Checked:
    reported: list[Reported] = []
    allowed: list[tuple[str, Anchor]] = []
    failed: list[str] = []
    for rule, check in checks:
        try:
            findings = tuple(check())
        except Exception as error:  # noqa: BLE001  (a fault in one rule must not silence the others)
            on_failure(rule.name, error)
            failed.append(rule.name)
            continue
        for finding in findings:
            if _is_allowed(rule, finding, schema):
                allowed.append((rule.name, finding.at))
            else:
                name = fingerprint(rule.name, finding.at)
                reported.append(Reported(rule.name, _severity(rule, finding, config), finding, name))
    return Checked(tuple(reported), tuple(allowed), tuple(failed))


def _is_allowed(rule: Rule, finding: Finding, schema: Schema) -> bool:
    block = schema.models.get(finding.at.block) or schema.enums.get(finding.at.block)
    of_file = (each for path, each in schema.file_directives if path == finding.at.file)
    return is_allowed(rule.name, finding, block.interface.directives if block else (), of_file)


def _severity(rule: Rule, finding: Finding, config: Config) -> Severity:
    """The configured or the profile's severity; a finding may lower it, never raise it."""
    level = config.rules.get(rule.name)
    base = Severity[level.upper()] if level and level != "off" else None
    base = base or rule.severities.get(config.profile) or Severity.WARNING
    return max(base, finding.severity or base)

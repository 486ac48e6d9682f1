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
from partywall.schema.shape import Body, DirectiveShape
from partywall.syntax.tree import BlockKind
from partywall.tenancy.verdict import Tenancy, Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """A finding that was not allowed, with its rule and effective severity."""

    rule: str
    severity: Severity
    finding: Finding
    fingerprint: str


OnFailure = Callable[[str, Exception], None]
"""Is told of a rule that failed; the others go on."""


def findings_of_model(
    view: ModelView, rules: Sequence[ModelRule], config: Config, schema: Schema, on_failure: OnFailure
) -> Iterator[Reported]:
    """What the active ones of these rules report on a model."""
    for rule in rules:
        if is_active(rule, config):
            own = replace(view, options=rule.options) if rule.options else view
            yield from _reported(rule, partial(rule.check, own), config, schema, on_failure)


def findings_of_schema(
    view: SchemaView, rules: Sequence[SchemaRule], config: Config, schema: Schema, on_failure: OnFailure
) -> Iterator[Reported]:
    """What the active ones of these rules report on the schema as a whole."""
    for rule in rules:
        if is_active(rule, config):
            own = replace(view, options=rule.options) if rule.options else view
            yield from _reported(rule, partial(rule.check, own), config, schema, on_failure)


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


def _reported(
    rule: Rule,
    check: Callable[[], Iterator[Finding]],
    config: Config,
    schema: Schema,
    on_failure: OnFailure,
) -> Iterator[Reported]:
    try:
        findings = tuple(check())
    except Exception as error:  # noqa: BLE001  (a fault in one rule must not silence the others)
        on_failure(rule.name, error)
        return
    for finding in findings:
        if not _is_allowed(rule, finding, schema):
            name = fingerprint(rule.name, finding.at)
            yield Reported(rule.name, _severity(rule, finding, config), finding, name)


def _is_allowed(rule: Rule, finding: Finding, schema: Schema) -> bool:
    of_file = (each for path, each in schema.file_directives if path == finding.at.file)
    return is_allowed(rule.name, finding, _directives(finding.at, schema), of_file)


def _directives(at: Anchor, schema: Schema) -> tuple[DirectiveShape, ...]:
    """The directives of the block that an anchor names."""
    if at.kind is BlockKind.DATASOURCE:
        return schema.datasource.directives if schema.datasource else ()
    block = schema.models.get(at.block) or schema.enums.get(at.block)
    return block.interface.directives if block else ()


def _severity(rule: Rule, finding: Finding, config: Config) -> Severity:
    """The configured or the profile's severity; a finding may lower it, never raise it."""
    level = config.rules.get(rule.name)
    base = Severity[level.upper()] if level and level != "off" else None
    base = base or rule.severities.get(config.profile) or Severity.WARNING
    return max(base, finding.severity or base)

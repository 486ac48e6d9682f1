"""*Make this model tenant-scoped*, on every real schema: a key that was taken away is put back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from diagnostics.stripping import without_key
from partywall.diagnostics.consistency import tenant_consistent_relation_fix
from partywall.diagnostics.edits import edits
from partywall.diagnostics.fix import Fix
from partywall.diagnostics.scoping import tenant_scope_fix
from partywall.host import Analysis, Host
from partywall.ide.refactorings import Target, alternatives, refactored
from partywall.syntax.chunks import Source
from partywall.syntax.layout import is_settled, rows_of
from partywall.syntax.parser import Parser
from partywall.text import apply_edits
from support.shared import corpus, requires_shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from partywall.schema.model import Model
    from partywall.syntax.tree import Block
    from partywall.tenancy.verdict import TenantKey
    from support.oracle import Oracle

_PARSER = Parser()


@dataclass(frozen=True, slots=True)
class Case:
    """A schema without one model's tenant key, and what that key was."""

    schema: str
    model: Model
    key: TenantKey
    files: dict[str, str]
    has_levels: bool


@dataclass(slots=True)
class Outcome:
    """What became of all cases."""

    refused: Counter[str] = field(default_factory=Counter[str])
    other_root: list[str] = field(default_factory=list[str])
    other_column: list[str] = field(default_factory=list[str])
    faults: list[str] = field(default_factory=list[str])
    not_offered: list[str] = field(default_factory=list[str])
    fixed: int = 0


def analysed(files: Mapping[str, str]) -> Analysis:
    host = Host(parser=_PARSER)
    for path, text in files.items():
        host.set_file(path, Source.of(text))
    return host.analyse()


def applied(analysis: Analysis, files: Mapping[str, str], fix: Fix) -> dict[str, str]:
    edited = edits(analysis.reading, [fix])
    assert edited.taken
    return {path: apply_edits(text, edited.edits.get(path, ())) for path, text in files.items()}


def stripped(oracle: Oracle) -> Iterator[Case]:
    """Every owned model without its key, where Prisma accepts what is left."""
    for schema in corpus().values():
        analysis = analysed(schema.files)
        for name, verdict in analysis.tenancy.verdicts.items():
            key = next((each for each in verdict.keys if each.field == verdict.key), None)
            if verdict.ownership != "owned" or key is None or not (key.relation and key.root):
                continue
            model = analysis.schema.models[name]
            files = without_key(analysis.reading, model, key)
            if not oracle.errors(files):
                yield Case(schema.name, model, key, files, len(analysis.tenancy.roots) > 1)


@pytest.fixture(scope="module")
def outcomes(oracle: Oracle) -> tuple[Outcome, Outcome]:
    """Of schemas with one root, and of those with several levels."""
    single, levels = Outcome(), Outcome()
    for case in stripped(oracle):
        _judge(oracle, case, levels if case.has_levels else single)
    return single, levels


def _judge(oracle: Oracle, case: Case, outcome: Outcome) -> None:
    name, title = case.model.name, f"{case.schema} {case.model.name}"
    before = analysed(case.files)
    view = before.view(name)
    assert view
    if not _is_offered(case, before):
        outcome.not_offered.append(title)
    fix = tenant_scope_fix(view)
    if isinstance(fix, str):
        outcome.refused[fix] += 1
        return
    files = applied(before, case.files, fix)
    rejected = [error.message for error in oracle.errors(files)]
    after = analysed(files)
    verdict = after.tenancy.verdicts[name]
    again = after.view(name)
    assert again
    outcome.faults += [f"{title}: {message}" for message in rejected]
    outcome.faults += [f"{title}: {fault}" for fault in _faults(before, after, name, fix)]
    if not isinstance(second := tenant_scope_fix(again), str):
        outcome.faults.append(f"{title}: offered again: {second.title}")
    if (verdict.ownership, verdict.root) != ("owned", case.key.root):
        outcome.other_root.append(f"{title}: {verdict.ownership} {verdict.root}")
        return
    outcome.fixed += 1
    assert verdict.key
    old = case.model.scalar_fields[case.key.field]
    new = after.schema.models[name].scalar_fields[verdict.key]
    if (new.name, new.type_name, new.native, new.map) != (*(old.name, old.type_name, old.native, old.map),):
        outcome.other_column.append(f"{title}: {new.name} for {old.name}")


def _is_offered(case: Case, before: Analysis) -> bool:
    """Whether one of the actions on the model makes it its tenant's again, the first one or another."""
    target = Target(case.model.name)
    for each in (target, *alternatives("tenant-scoped", target, before.view)):
        fix = refactored("tenant-scoped", each, before.schema, before.view)
        if isinstance(fix, Fix):
            verdict = analysed(applied(before, case.files, fix)).tenancy.verdicts[case.model.name]
            if verdict.ownership == "owned" and case.key.root in {key.root for key in verdict.keys}:
                return True
    return False


def _faults(before: Analysis, after: Analysis, name: str, fix: Fix) -> Iterator[str]:
    """What has to hold whichever root was chosen."""
    key = fix.operations[0]
    new = getattr(key, "name", "")
    model = after.schema.models[name]
    shape = model.scalar_fields.get(new)
    if shape is None or shape.arity != "required":
        yield f"`{new}` is not required"
    if not model.is_indexed((new,)):
        yield f"`{new}` has no index"
    relation = next((each for each in after.schema.relations_from(name) if new in each.fields), None)
    if relation is None or relation.back is None or relation.declared_on_delete is None:
        yield "no whole relation with an explicit onDelete"
        return
    changed = {
        (path, part.block.name)
        for path, file in after.files.items()
        for old, part in zip(before.files[path].parts, file.parts, strict=True)
        if old.chunk.text != part.chunk.text
    }
    if {block for _, block in changed} != {name, relation.target}:
        yield f"changed {changed}"
    for path, file in after.files.items():
        for old, part in zip(before.files[path].parts, file.parts, strict=True):
            if _is_settled(old.block) and not _is_settled(part.block):
                yield f"`{part.block.name}` was as Prisma's formatter has it"


def _is_settled(block: Block) -> bool:
    return block.kind.has_fields and is_settled(block, rows_of(block))


@requires_shared
def test_nothing_is_wrong_with_any_result(outcomes: tuple[Outcome, Outcome]) -> None:
    """Prisma accepts it, the key is required, indexed and tied, nothing else changed, once is enough."""
    single, levels = outcomes
    assert single.faults + levels.faults == []


@requires_shared
def test_most_keys_can_be_taken_away_for_the_task(outcomes: tuple[Outcome, Outcome]) -> None:
    counts = [each.fixed + len(each.other_root) + sum(each.refused.values()) for each in outcomes]
    assert sum(counts) >= 250


@requires_shared
def test_with_one_root_the_model_is_its_tenants_again(outcomes: tuple[Outcome, Outcome]) -> None:
    single, _ = outcomes
    total = single.fixed + len(single.other_root) + sum(single.refused.values())
    assert (single.other_root, dict(single.refused)) == ([], {})
    assert total >= 130


@requires_shared
def test_with_several_levels_it_mostly_is_too(outcomes: tuple[Outcome, Outcome]) -> None:
    """Nothing but the key said of some models whether they were the project's or the organization's."""
    _, levels = outcomes
    total = levels.fixed + len(levels.other_root) + sum(levels.refused.values())
    assert levels.fixed / total >= 0.75, (levels.other_root, levels.refused)


@requires_shared
def test_the_right_root_is_among_those_to_choose_from(outcomes: tuple[Outcome, Outcome]) -> None:
    """Unless taking the key away left too little of what made its root one."""
    single, levels = outcomes
    total = levels.fixed + len(levels.other_root) + sum(levels.refused.values())
    assert single.not_offered == []
    assert len(levels.not_offered) / total <= 0.05, levels.not_offered


@requires_shared
def test_the_column_is_what_it_was(outcomes: tuple[Outcome, Outcome]) -> None:
    """Name, type, native type and `@map`."""
    fixed = sum(each.fixed for each in outcomes)
    other = [line for each in outcomes for line in each.other_column]
    assert len(other) / fixed <= 0.05, other


@requires_shared
def test_line_ends_stay_as_they_were(oracle: Oracle) -> None:
    seen: set[str] = set()
    for case in stripped(oracle):
        if case.schema in seen:
            continue
        seen.add(case.schema)
        results: list[dict[str, str]] = []
        for files in (case.files, {path: _crlf(text) for path, text in case.files.items()}):
            analysis = analysed(files)
            view = analysis.view(case.model.name)
            assert view
            fix = tenant_scope_fix(view)
            results.append(applied(analysis, files, fix) if not isinstance(fix, str) else files)
        lf, crlf = results
        assert crlf == {path: _crlf(text) for path, text in lf.items()}
    assert len(seen) >= 20


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


@requires_shared
def test_prisma_accepts_every_relation_that_is_kept_within_the_tenant(oracle: Oracle) -> None:
    converted = 0
    for schema in corpus().values():
        analysis = analysed(schema.files)
        accepted = {error.message for error in oracle.errors(schema.files)}
        for relation in analysis.schema.relations:
            view = analysis.view(relation.model)
            assert view
            fix = tenant_consistent_relation_fix(view, relation)
            if isinstance(fix, str) or relation.forward is None:
                continue
            files = applied(analysis, schema.files, fix)
            errors = {error.message for error in oracle.errors(files)}
            assert errors <= accepted, (schema.name, relation.model, relation.forward.field)
            after = analysed(files).schema.relation_of(relation.model, relation.forward.field)
            assert after
            assert after.declared_on_delete
            if relation.on_delete not in {"SetNull", "SetDefault"}:
                assert after.on_delete == relation.on_delete
            else:
                assert f"from {relation.on_delete} to {after.on_delete}" in fix.note
            converted += 1
    assert converted >= 100

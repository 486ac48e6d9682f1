"""What holds for every schema, and how much work an edit costs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.config import TenancySettings
from partywall.schema.model import Schema
from partywall.schema.read import Reader, read
from partywall.syntax.chunks import Source
from partywall.tenancy.classify import Classifier, classify
from partywall.tenancy.verdict import Tenancy
from partywall.text import Edit, Span

KINDS = sorted(Path(__file__).with_name("kinds").glob("*.prisma"))
DEFAULT = TenancySettings()

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.stem)


def infer(text: str, chosen: TenancySettings = DEFAULT) -> Tenancy:
    return classify(read({"schema.prisma": text}).schema, chosen)


def blocks(text: str) -> list[str]:
    """The header comment and the models of a kind."""
    return re.split(r"(?m)^(?=model )", text)


def same(one: Tenancy, other: Tenancy) -> bool:
    return all(
        getattr(one, part) == getattr(other, part)
        for part in ("roots", "external_keys", "confidence", "verdicts", "questions")
    )


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_order_of_models_does_not_matter(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    head, *models = blocks(kind.read_text())
    shuffled = data.draw(st.permutations(models))
    assert same(infer(head + "".join(models)), infer(head + "".join(shuffled)))


@each_kind
def test_one_plain_column_more_changes_nothing(kind: Path) -> None:
    """But for a tie, which is one as long as it says little else."""
    text = kind.read_text()
    before = infer(text)
    ties = {name for name, verdict in before.verdicts.items() if verdict.ownership == "membership"}
    for name in before.verdicts.keys() - ties:
        more = text.replace(f"model {name} {{", f"model {name} {{\n  remark String?\n", 1)
        assert same(before, infer(more)), name


@each_kind
def test_what_is_declared_is_so(kind: Path) -> None:
    """Whatever was inferred, every model can be made a root, or shared."""
    schema = read({"schema.prisma": kind.read_text()}).schema
    for name in schema.models:
        root = classify(schema, TenancySettings(roots=(name,)))
        assert [each.model for each in root.roots] == [name]
        assert root.verdicts[name].ownership == "root"
        shared = classify(schema, TenancySettings(shared=(name,)))
        assert shared.verdicts[name].ownership == "shared"
        assert shared.verdicts[name].confidence == "declared"


@each_kind
def test_saying_what_was_inferred_changes_only_how_sure_it_is(kind: Path) -> None:
    schema = read({"schema.prisma": kind.read_text()}).schema
    inferred = classify(schema, DEFAULT)
    if not inferred.roots:
        return
    said = classify(schema, TenancySettings(roots=tuple(root.model for root in inferred.roots)))
    assert [(root.model, root.keys, root.parent) for root in said.roots] == [
        (root.model, root.keys, root.parent) for root in inferred.roots
    ]
    for name, verdict in inferred.verdicts.items():
        assert (said.verdicts[name].ownership, said.verdicts[name].keys) == (verdict.ownership, verdict.keys)


class Typing:
    """One file that is edited, classified after every edit."""

    def __init__(self, text: str) -> None:
        self.reader = Reader()
        self.classifier = Classifier()
        self.file = self.reader.file("schema.prisma", Source.of(text))
        self.tenancy = self.classify()

    def edit(self, old: str, new: str) -> Tenancy:
        at = self.file.source.text.index(old)
        source = self.file.source.edited(Edit(Span(at, at + len(old)), new))
        self.file = self.reader.file("schema.prisma", source, self.file)
        self.tenancy = self.classify()
        return self.tenancy

    @property
    def schema(self) -> Schema:
        return self.reader.reading([self.file]).schema

    def classify(self) -> Tenancy:
        return self.classifier.classify(self.schema, DEFAULT)

    @property
    def work(self) -> tuple[int, int]:
        return self.classifier.computed, self.classifier.answers.computed


GYM = next(kind for kind in KINDS if kind.stem == "gym_with_staff").read_text()
TITLE = "  title    String\n"
KEY = "model Class { //# owned gymId\n  id       String    @id\n  gymId    String\n"


def test_a_plain_column_costs_the_facts_of_its_model() -> None:
    """And not of the one that refers to it: nothing of the relation is another."""
    typing = Typing(GYM)
    before, (facts, answers) = typing.tenancy, typing.work
    assert typing.edit(TITLE, TITLE + "  room     String\n") is before
    assert typing.work == (facts + 1, answers)


def test_a_comment_costs_nothing() -> None:
    typing = Typing(GYM)
    before, work = typing.tenancy, typing.work
    assert typing.edit("// A word", "// One word") is before
    assert typing.work == work


def test_an_edit_that_counts_costs_one_answer() -> None:
    typing = Typing(GYM)
    facts, answers = typing.work
    typing.edit(KEY, KEY.replace("gymId    String", "gymId    String?"))
    assert typing.work == (facts + 1, answers + 1)


def test_what_an_edit_leaves_alone_is_the_same_object() -> None:
    typing = Typing(GYM)
    before = typing.tenancy
    after = typing.edit(KEY, KEY.replace("gymId    String", "gymId    String?"))
    changed = [name for name in after.verdicts if after.verdicts[name] is not before.verdicts[name]]
    assert changed == ["Class"]


def test_an_edit_and_its_undoing_give_the_answer_from_before() -> None:
    typing = Typing(GYM)
    before = typing.tenancy
    optional = KEY.replace("gymId    String", "gymId    String?")
    assert typing.edit(KEY, optional).verdicts["Class"] != before.verdicts["Class"]
    assert same(typing.edit(optional, KEY), before)


def test_a_column_that_is_missing_for_a_moment_is_still_meant() -> None:
    typing = Typing(GYM)
    before = typing.tenancy
    assert typing.edit(KEY, KEY.replace("  gymId    String\n", "")) is before


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_from_one_version_to_the_next_is_as_from_scratch(data: st.DataObject) -> None:
    """Random lines go; the answer is that of the schema alone."""
    kind = data.draw(st.sampled_from(KINDS))
    typing = Typing(kind.read_text())
    for _ in range(data.draw(st.integers(1, 4))):
        lines = typing.file.source.text.splitlines(keepends=True)
        typing.edit(data.draw(st.sampled_from([line for line in lines if line.strip()])), "")
        assert same(typing.tenancy, classify(typing.schema, DEFAULT))

"""Real schemas, judged by the labels of a reader.

`-s` prints what was found in each. The bars are those of the release; the names in the schemas are
changed as well, since the inference has to live on structure.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from partywall.config import TenancySettings
from partywall.schema.model import Schema
from partywall.schema.read import Reader
from partywall.syntax.chunks import Source
from partywall.syntax.parser import Parser
from partywall.tenancy.classify import Classifier, classify
from partywall.tenancy.verdict import Tenancy
from partywall.text import Edit, Span
from support.shared import CorpusSchema, Labels, corpus, each_schema, labels, requires_shared

LEAST_ACCURACY = 0.965
LEAST_ROOTS = 26

CLASSES = {
    "root": "root",
    "scoped-direct": "owned",
    "scoped-indirect": "through",
    "membership/join": "membership",
    "shared": "shared",
}

PARSER = Parser()
"""Shared by all tests: most statements come again."""

Renaming = Callable[[str], str]


def unchanged(text: str) -> str:
    return text


@dataclass
class Score:
    """How often the inference agrees with the labels."""

    right: int = 0
    labelled: int = 0
    roots: int = 0
    multi_tenant: int = 0
    false_claims: list[str] = field(default_factory=list[str])
    missed_roots: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])

    @property
    def accuracy(self) -> float:
        return self.right / self.labelled

    def add(self, name: str, found: Tenancy, label: Labels, renamed: Renaming) -> None:
        for model, label_class in label.models.items():
            if label_class == "unsure":
                continue
            verdict = found.verdicts.get(renamed(model))
            got = verdict.ownership if verdict else "missing"
            self.labelled += 1
            self.right += got == CLASSES[label_class]
            if got != CLASSES[label_class]:
                self.wrong.append(f"{name} {model}: {CLASSES[label_class]}, not {got}")
        if label.is_multi_tenant:
            self.multi_tenant += 1
            is_right = bool(found.roots) and found.roots[0].model == renamed(label.roots[0])
            self.roots += is_right
            if not is_right:
                self.missed_roots.append(name)
        elif found.roots or any(each.ownership in {"owned", "through"} for each in found.verdicts.values()):
            self.false_claims.append(name)


def read(files: Mapping[str, str]) -> Schema:
    reader = Reader(PARSER)
    return reader.reading([reader.file(path, Source.of(text)) for path, text in files.items()]).schema


def infer(schema: CorpusSchema, renamed: Renaming = unchanged) -> Tenancy:
    files = {path: renamed(text) for path, text in schema.files.items()}
    return classify(read(files), TenancySettings())


def judge(renaming: Callable[[Labels], Renaming] = lambda _: unchanged) -> Score:
    score = Score()
    for name, schema in corpus().items():
        label = labels()[name]
        renamed = renaming(label)
        score.add(name, infer(schema, renamed), label, renamed)
    return score


def calling(model: str, new: str) -> Renaming:
    """Another name for a model, in every name that is made with it: `teamId`, `TeamMember`, `TEAM_ADMIN`."""
    old = model.rstrip("s")
    plural = new[:-1] + "ies" if new.endswith("y") else new + "s"
    forms = [
        (rf"{old.capitalize()}(s?)(?![a-z])", str.capitalize),
        (rf"(?<![A-Za-z]){old.lower()}(s?)(?![a-z])", str.lower),
        (rf"(?<![A-Za-z]){old.upper()}(s?)(?![a-z])", str.upper),
    ]

    def rename(text: str) -> str:
        for form, cased in forms:
            text = re.sub(form, lambda found, cased=cased: cased(plural if found[1] else new), text)  # type: ignore[misc]
        return text

    return rename


def table(score: Score) -> str:
    rows = [
        f"{name:60} {found.confidence:.2f}  "
        + ", ".join(f"{root.model} ({', '.join(root.keys)})" for root in found.roots)
        for name, found in ((name, infer(schema)) for name, schema in corpus().items())
    ]
    summary = (
        f"{score.right} of {score.labelled} models ({score.accuracy:.4f}), "
        f"{score.roots} of {score.multi_tenant} primary roots, {len(score.false_claims)} false claims"
    )
    return "\n".join(["", *rows, *score.wrong, summary, ""])


@requires_shared
def test_the_labels_of_real_schemas() -> None:
    score = judge()
    sys.stdout.write(table(score))
    assert score.accuracy >= LEAST_ACCURACY
    assert score.roots >= LEAST_ROOTS, score.missed_roots
    assert score.false_claims == []


@requires_shared
@pytest.mark.parametrize("word", ["Gym", "Practice"])
def test_another_trade_has_another_word_for_the_tenant(word: str) -> None:
    score = judge(lambda label: calling(label.roots[0], word) if label.roots else unchanged)
    assert score.accuracy >= LEAST_ACCURACY
    assert score.roots >= LEAST_ROOTS, score.missed_roots
    assert score.false_claims == []


@requires_shared
def test_a_word_that_nobody_knows_costs_little() -> None:
    """With no help from the name, structure still finds four roots in five."""
    score = judge(lambda label: calling(label.roots[0], "Zorble") if label.roots else unchanged)
    assert score.accuracy >= 0.88
    assert score.roots >= 0.75 * score.multi_tenant, score.missed_roots
    assert score.false_claims == []


@requires_shared
@pytest.mark.parametrize("schema", each_schema())
def test_the_order_of_models_does_not_matter(schema: CorpusSchema) -> None:
    reading = read(schema.files)
    forward = classify(reading, TenancySettings())
    blocks = [
        block
        for text in schema.files.values()
        for block in re.split(r"(?m)^(?=(?:model|enum|type|view|datasource|generator) )", text)
    ]
    text = "\n".join(reversed(blocks))
    backward = classify(read({"schema.prisma": text}), TenancySettings())
    assert forward.roots == backward.roots
    assert forward.confidence == backward.confidence
    assert dict(forward.verdicts) == dict(backward.verdicts)


@requires_shared
@pytest.mark.parametrize("schema", each_schema())
def test_a_line_that_is_missing_for_a_moment_leaves_the_roots_alone(schema: CorpusSchema) -> None:
    """Every 29th line with a field is dropped in turn, as while it is retyped."""
    reader, classifier = Reader(PARSER), Classifier()
    files = {path: reader.file(path, Source.of(text)) for path, text in schema.files.items()}
    before = classifier.classify(reader.reading([*files.values()]).schema, TenancySettings())
    for path, text in schema.files.items():
        for line in [*re.finditer(r"(?m)^\s+\w+[ \t]+\w.*\n", text)][::29]:
            source = files[path].source.edited(Edit(Span(*line.span()), ""))
            spoiled = {**files, path: reader.file(path, source, files[path])}
            after = classifier.classify(reader.reading([*spoiled.values()]).schema, TenancySettings())
            assert [root.model for root in after.roots] == [root.model for root in before.roots], line[0]

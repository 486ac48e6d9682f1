"""What the user is asked, and the answers to choose from."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.config import TenancySettings
from partywall.schema.read import read
from partywall.tenancy.choices import TenancyChoice, tenancy_choices
from partywall.tenancy.classify import classify
from partywall.tenancy.verdict import Question, Tenancy
from support import shared
from support.fixtures import Case, cases
from support.shared import requires_shared

KINDS = sorted(Path(__file__).with_name("kinds").glob("*.prisma"))
CASES = cases(Path(__file__).parents[1] / "rules" / "uncertain_tenant_root.prisma")
RIVALS, KEYS, WEAK, NARROW = CASES[:4]
NONE = TenancyChoice(None, None, ("no rows belong to tenants",))


def infer(text: str, settings: TenancySettings | None = None) -> Tenancy:
    return classify(read({"a": text}).schema, settings or TenancySettings())


@pytest.mark.parametrize("kind", [each for each in KINDS if "none_" in each.stem], ids=lambda each: each.stem)
def test_nothing_is_asked_of_a_schema_without_tenants(kind: Path) -> None:
    assert infer(kind.read_text()).questions == ()


@requires_shared
def test_real_schemas_are_asked_about_only_where_little_speaks_for_the_root() -> None:
    asked = {
        name: classify(read(schema.files).schema, TenancySettings()).questions
        for name, schema in shared.corpus().items()
    }
    # All keys of umami's teams are optional, and so nothing belongs to one for certain.
    expected = {"bloom-housing/bloom", "umami-software/umami"}
    assert {name for name, questions in asked.items() if questions} == expected


def test_each_doubt_is_a_question_of_its_own() -> None:
    assert infer(RIVALS.text).questions == (Question("rival", "Company"), Question("rival", "Association"))
    assert infer(KEYS.text).questions == (Question("keys", "Ledger", "tenantId"),)
    assert infer(WEAK.text).questions == (Question("weak", "Municipality"),)
    assert infer(NARROW.text).questions == (Question("narrow", "Organization"),)


@pytest.mark.parametrize("case", [RIVALS, KEYS, WEAK, NARROW], ids=lambda case: case.title)
def test_any_answer_ends_the_question(case: Case) -> None:
    schema = read({"a": case.text}).schema
    for choice in tenancy_choices(schema, classify(schema, TenancySettings())):
        roots = () if choice == NONE else choice.roots
        answered = TenancySettings(roots=roots, keys=choice.keys)
        after = classify(schema, answered)
        assert after.questions == ()
        assert tuple(root.model for root in after.roots) == (roots or ())


def test_the_likeliest_answer_comes_first_with_its_reasons() -> None:
    schema = read({"a": RIVALS.text}).schema
    choices = tenancy_choices(schema, classify(schema, TenancySettings()))
    assert [choice.roots for choice in choices] == [("Company",), ("Association",), None]
    assert choices[0].reasons == (
        "`companyId` is a key of 3 models",
        "`CompanyMember` ties users to it",
        "2 of 7 models belong to it by required columns",
    )
    assert choices[1].reasons[0] == "`AssociationMember` ties users to it"
    assert choices[-1] == NONE


def test_columns_that_look_like_keys_may_be_the_answer() -> None:
    schema = read({"a": KEYS.text}).schema
    first, *rest = tenancy_choices(schema, classify(schema, TenancySettings()))
    assert (first.roots, first.keys) == (None, ("tenantId",))
    assert rest == [NONE]


def test_a_root_marked_in_the_schema_is_an_answer() -> None:
    assert (
        infer(RIVALS.text.replace("model Company {", "// partywall: root\nmodel Company {")).questions == ()
    )

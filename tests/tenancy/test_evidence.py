"""Reasons are short sentences with names and counts."""

from __future__ import annotations

from pathlib import Path

from partywall.config import TenancySettings
from partywall.config_file import parse_config
from partywall.schema.read import read
from partywall.tenancy.classify import classify
from partywall.tenancy.evidence import Reasons, evidence

KINDS = Path(__file__).with_name("kinds")


def reasons(kind: str, **settings: tuple[str, ...]) -> Reasons:
    return of_text((KINDS / f"{kind}.prisma").read_text(), **settings)


def of_text(text: str, **settings: tuple[str, ...]) -> Reasons:
    schema = read({"schema.prisma": text}).schema
    return Reasons(schema, classify(schema, parse_config({"tenancy": settings})[0].tenancy))


def test_a_key_and_how_many_models_have_it() -> None:
    assert reasons("gym_with_staff").of("Class") == ("`gymId` → `Gym`, key of 4 models",)


def test_a_key_without_relation_says_so() -> None:
    assert reasons("bot_for_guilds").of("LevelEntry") == (
        "`guildId` → `Guild`, key of 4 models, here without a relation of its own",
    )


def test_a_key_that_may_be_null_says_so() -> None:
    assert reasons("user_or_team").of("Webhook") == ("`teamId` → `Team`, key of 3 models, may be null",)


def test_a_tie_names_what_it_ties() -> None:
    assert reasons("gym_with_staff").of("Staff") == (
        "ties `User` and `Gym`, unique together",
        "`gymId` → `Gym`, key of 4 models",
    )


def test_a_way_through_others() -> None:
    assert reasons("three_levels").of("RunLog") == ("owned through `run` → `Run`",)
    assert reasons("shops_of_an_owner").of("Image") == ("owned through `product` → `Product`",)


def test_what_somebody_did_to_a_thing_is_found_by_the_thing() -> None:
    """Also where the people have a key of their own, and the thing is found later than they are."""
    text = (
        (KINDS / "every_user_in_one_company.prisma").read_text()
        + """
model Check {
  id        String @id
  checkerId String
  stepId    String
  checker   User   @relation(fields: [checkerId], references: [id])
  step      Step   @relation(fields: [stepId], references: [id])
}

model Step {
  id        String  @id
  projectId String
  project   Project @relation(fields: [projectId], references: [id])
}
"""
    )
    assert of_text(text).of("Check") == ("owned through `step` → `Step` → `Project`",)


def test_a_part_is_its_wholes() -> None:
    assert reasons("parts_held_by_their_whole").of("Body") == ("a part of `Document`, which holds its key",)


def test_a_way_by_name_alone_is_not_sure() -> None:
    assert reasons("keys_without_relations").of("InvoiceLine") == (
        "owned through `invoiceId` → `Invoice`, by its name: there is no relation",
        "no required relation leads to a tenant",
    )


def test_why_a_model_is_a_root() -> None:
    assert reasons("gym_with_staff").of("Gym") == (
        "`gymId` is a key of 4 models",
        "`Staff` ties users to it",
        "4 of 5 models belong to it by required columns",
    )


def test_why_a_model_is_a_root_below_another() -> None:
    assert reasons("three_levels").of("Environment")[:2] == (
        "a level below `Project`",
        "`environmentId` is a key of 4 models",
    )


def test_a_root_that_every_user_names() -> None:
    assert "every `User` has its key `companyId`" in reasons("every_user_in_one_company").of("Company")


def test_tenants_outside_the_schema() -> None:
    assert reasons("tenants_outside_the_schema").of("Student") == (
        "`orgId` names a tenant outside the schema, key of 3 models",
    )


def test_why_a_model_is_shared() -> None:
    found = reasons("every_user_in_one_company")
    assert found.of("Session") == ("a table of the sign-in",)
    assert found.of("Holiday") == ("nothing leads to a tenant",)
    assert reasons("gym_with_staff").of("User") == ("people, who may belong to several tenants",)
    assert reasons("user_or_team").of("Feedback") == ("belongs to `User`, and nothing leads to a tenant",)


def test_what_is_declared_says_where() -> None:
    text = (KINDS / "gym_with_staff.prisma").read_text()
    marked = text.replace("model Class {", "// partywall: shared\nmodel Class {")
    assert of_text(marked).of("Class") == ("declared shared by a directive",)
    assert of_text("// partywall: shared\n\n" + text).of("Class") == (
        "declared shared by a directive of its file",
    )
    assert of_text(text, shared=("Class",)).of("Class") == ("declared shared in `partywall.toml`",)
    assert of_text(text, roots=()).of("Class") == ("`partywall.toml` says that this schema has no tenants",)
    assert of_text(text, roots=("Class",)).of("Class")[0] == "declared a root in `partywall.toml`"
    root = text.replace("model Class {", "// partywall: root\nmodel Class {")
    assert of_text(root).of("Class")[0] == "declared a root by a directive"


def test_silence_says_what_was_considered() -> None:
    assert reasons("none_helpdesk_with_teams").of_silence() == (
        "no model is certain enough to be a tenant root",
        "`Team`: too little speaks for it",
        "`Client`: no users are members of it, too little speaks for it",
    )


def test_a_model_that_does_not_exist_has_no_reasons() -> None:
    schema = read({}).schema
    assert evidence(schema, classify(schema, TenancySettings()), "Ghost") == ()

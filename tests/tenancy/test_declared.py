"""What the user declares overrules the inference."""

from __future__ import annotations

from partywall.config_file import parse_config
from partywall.schema.read import read
from partywall.tenancy.classify import classify
from partywall.tenancy.verdict import Tenancy

TEAMS = """
model User {
  id      String       @id
  email   String       @unique
  members TeamMember[]
}

model Team {
  id       String       @id
  members  TeamMember[]
  projects Project[]
  plans    Plan[]
}

model TeamMember {
  userId String
  teamId String
  role   String
  user   User   @relation(fields: [userId], references: [id])
  team   Team   @relation(fields: [teamId], references: [id])

  @@id([userId, teamId])
}

model Project {
  id     String @id
  teamId String
  team   Team   @relation(fields: [teamId], references: [id])
  tasks  Task[]
}

model Task {
  id        String  @id
  projectId String
  project   Project @relation(fields: [projectId], references: [id])
}

model Plan {
  id     String @id
  teamId String
  team   Team   @relation(fields: [teamId], references: [id])
}
"""


def tenancy(text: str = TEAMS, *, file: str = "schema.prisma", **settings: tuple[str, ...]) -> Tenancy:
    return classify(read({file: text}).schema, parse_config({"tenancy": settings})[0].tenancy)


def roots(found: Tenancy) -> list[tuple[str, str | None, str]]:
    return [(root.model, root.parent, root.confidence) for root in found.roots]


def before(model: str, directive: str) -> str:
    return TEAMS.replace(f"model {model} {{", f"// partywall: {directive}\nmodel {model} {{")


def test_nothing_declared() -> None:
    assert roots(tenancy()) == [("Team", None, "certain")]


def test_no_roots_say_that_there_are_no_tenants() -> None:
    found = tenancy(roots=())
    assert not found.is_known
    assert found.confidence == 1
    assert {each.ownership for each in found.verdicts.values()} == {"shared"}


def test_declared_roots_are_the_roots_in_their_order() -> None:
    found = tenancy(roots=("Project", "Team"))
    assert roots(found) == [("Project", "Team", "declared"), ("Team", None, "declared")]
    assert found.confidence == 1
    assert found.verdicts["Task"].ownership == "owned"


def test_declared_roots_are_the_only_ones() -> None:
    found = tenancy(roots=("Project",))
    assert roots(found) == [("Project", None, "declared")]
    assert found.verdicts["Plan"].ownership == "shared"
    assert found.verdicts["Task"].key == "projectId"


def test_a_declared_root_that_does_not_exist_silences_nothing() -> None:
    assert roots(tenancy(roots=("Taem",))) == [("Team", None, "certain")]


def test_a_root_by_directive_below_an_inferred_one_is_one_level_more() -> None:
    found = tenancy(before("Project", "root"))
    assert roots(found) == [("Team", None, "certain"), ("Project", "Team", "declared")]
    assert found.verdicts["Task"].ownership == "owned"


def test_a_root_by_directive_elsewhere_shows_that_the_inference_was_wrong() -> None:
    text = before("User", "root")
    found = tenancy(text)
    assert roots(found)[0] == ("User", None, "declared")
    assert found.verdicts["TeamMember"].key == "userId"


def test_a_directive_confirms_an_inferred_root() -> None:
    assert roots(tenancy(before("Team", "root"))) == [("Team", None, "declared")]


def test_a_model_is_shared_by_directive() -> None:
    verdict = tenancy(before("Plan", "shared")).verdicts["Plan"]
    assert (verdict.ownership, verdict.confidence) == ("shared", "declared")


def test_a_model_is_shared_by_settings() -> None:
    found = tenancy(shared=("Project",))
    assert found.verdicts["Project"].ownership == "shared"
    assert found.verdicts["Plan"].ownership == "owned"
    assert found.verdicts["Task"].ownership == "shared", "its way to the team goes over a shared model"


def test_all_models_of_a_file_are_shared() -> None:
    found = tenancy("// partywall: shared\n" + TEAMS)
    assert {each.ownership for each in found.verdicts.values()} == {"shared"}


def test_the_nearer_word_overrules_the_other() -> None:
    found = tenancy("// partywall: shared\n" + before("Team", "root"), shared=("Team",))
    assert roots(found) == [("Team", None, "declared")]
    assert found.verdicts["Plan"].ownership == "shared"


def test_a_shared_model_is_no_root() -> None:
    assert tenancy(before("Team", "shared")).roots == ()


def test_only_declared_keys_are_keys() -> None:
    found = tenancy(TEAMS.replace("model Plan {", "model Plan {\n  houseId String"), keys=("houseId",))
    assert found.verdicts["Plan"].key == "houseId"
    assert found.verdicts["Plan"].root == "Team"
    assert not found.verdicts["Project"].keys


def test_declared_keys_without_any_root_name_tenants_outside() -> None:
    text = "model Note {\n  id String @id\n  house String\n}\n\nmodel Word {\n  id String @id\n}\n"
    found = tenancy(text, keys=("house",))
    assert found.external_keys == ("house",)
    assert (found.verdicts["Note"].ownership, found.verdicts["Note"].root) == ("owned", None)
    assert found.verdicts["Word"].ownership == "shared"


def test_a_declared_key_may_look_like_a_preference() -> None:
    text = TEAMS.replace("model Plan {", "model Plan {\n  currentTeam String")
    assert tenancy(text, keys=("currentTeam",)).verdicts["Plan"].key == "currentTeam"

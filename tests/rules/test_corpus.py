"""The rules on real schemas: what a careful reader found is reported, and little else."""

from __future__ import annotations

from collections import Counter

import pytest

from partywall.config import Config
from partywall.diagnostics.fix import Safety
from partywall.fixing import fix_all
from partywall.host import Host
from partywall.syntax.chunks import Source
from support import shared
from support.evidence import Hit, hits, is_warned, measured, median_of_warnings
from support.shared import requires_shared

pytestmark = requires_shared

INDEX, KEY, UNIQUE = "missing-tenant-index", "missing-tenant-key", "unique-without-tenant"
MEMBER = "nullable-unique-member"
ACROSS, BARE, NULLABLE = (
    "relation-across-tenants",
    "tenant-key-without-relation",
    "nullable-tenant-key",
)

# Defects that readers of these schemas and of their code found, as far as a schema shows them.
DEFECTS: dict[str, dict[str, tuple[int, ...]]] = {
    "sofn-xyz/mailing": {UNIQUE: (108,), KEY: (44, 68, 82)},
    "msgbyte/tianji": {ACROSS: (1039, 1134), KEY: (758,)},
    "formbricks/formbricks": {ACROSS: (71,)},
    "OpenPipe/OpenPipe": {UNIQUE: (465, 860), MEMBER: (569, 860)},
    "boxyhq/saas-starter-kit": {KEY: (148,)},
    "hoppscotch/hoppscotch": {INDEX: (87,), ACROSS: (69,), MEMBER: (56, 212)},
    "opengovsg/isomer": {MEMBER: (150, 237)},
    "calcom/cal.com": {MEMBER: (299,)},
    "pezzolabs/pezzo": {INDEX: (102, 126, 135, 148, 171), BARE: (129, 150)},
    "Scale3-Labs/langtrace": {INDEX: (46, 62, 78, 100, 132, 149, 161), NULLABLE: (143,)},
    "Openpanel-dev/openpanel": {INDEX: (211, 320, 360, 386, 459, 475, 491)},
    "usesend/useSend": {INDEX: (143, 182, 210, 243, 352, 391)},
    "documenso/documenso": {INDEX: (184, 222, 870, 1180, 1199)},
    "hatchet-dev/hatchet": {INDEX: (94, 294, 375, 392, 614, 729, 811), UNIQUE: (101,)},
    "triggerdotdev/trigger.dev": {INDEX: (1422, 1540, 1597, 1643), NULLABLE: (3092, 3322)},
    "gitroomhq/postiz-app": {INDEX: (129, 614), NULLABLE: (868,), MEMBER: (315,)},
    "gorinformaticadev/Projeto-menu-multitenant-seguro": {UNIQUE: (304,), NULLABLE: (502,)},
}


@pytest.mark.parametrize("schema", DEFECTS)
def test_a_known_defect_is_reported_on_its_line(schema: str) -> None:
    found = {(hit.rule, hit.line) for hit in hits() if hit.schema == schema}
    wanted = {(rule, line) for rule, lines in DEFECTS[schema].items() for line in lines}
    assert wanted <= found


def test_nothing_is_said_about_a_schema_without_tenants() -> None:
    single = [each for each in measured() if not each.is_multi_tenant]
    assert len(single) == 8
    assert [hit for each in single for hit in each.hits] == []


def test_warnings_are_few() -> None:
    assert median_of_warnings() <= 25


def test_uniques_are_judged_as_a_reader_judges_them() -> None:
    warned = Counter(each["verdict"] for each in shared.findings("uniques") if is_warned(each, UNIQUE))
    all_of_them = Counter(each["verdict"] for each in shared.findings("uniques"))
    assert warned["defect"] == all_of_them["defect"] == 4
    assert warned["global-by-design"] == 0
    quiet = ("scoped", "via-parent", "token", "external", "user")
    assert sum(warned[verdict] for verdict in quiet) <= 3


def test_optional_keys_are_judged_as_a_reader_judges_them() -> None:
    verdicts = shared.findings("nullable_keys")
    defects = [each for each in verdicts if each["verdict"] == "defect"]
    explained = [each for each in verdicts if each["verdict"] not in {"defect", "doubtful"}]
    assert all(is_warned(each, NULLABLE) for each in defects)
    assert sum(is_warned(each, NULLABLE) for each in explained) <= len(explained) / 3


def test_uniques_that_hold_null_on_purpose_are_left_alone() -> None:
    intended = [e for e in shared.findings("nullable_uniques") if e["verdict"] == "intended"]
    assert sum(is_warned(each, NULLABLE) for each in intended) <= len(intended) / 3


@pytest.mark.parametrize("wants", [True, False])
def test_relations_across_tenants_are_warnings_only_where_the_schema_wants_consistency(
    *, wants: bool
) -> None:
    schemas = {each["repo"] for each in shared.findings("tenant_fks") if each["wants"] is wants}
    warned = [hit for hit in hits() if hit.rule == ACROSS and hit.schema in schemas and hit.is_loud]
    assert bool(warned) is wants


def test_a_stricter_profile_reports_all_that_the_one_before_does() -> None:
    recommended, strict, distributed = (
        {_place(hit) for hit in hits(profile)} for profile in ("recommended", "strict", "distributed")
    )
    assert recommended <= strict
    # What sharding asks for is said by rules of its own, in place of some others.
    assert {place[:3] for place in strict} <= {place[:3] for place in distributed}


def _place(hit: Hit) -> tuple[str, str, int, str]:
    return hit.schema, hit.file, hit.line, hit.rule


def test_prismas_own_example_of_row_level_security_is_fixed_to_nothing_in_strict() -> None:
    schema = shared.corpus()["prisma/prisma-client-extensions"]
    host = Host(Config(profile="strict"))
    for path, text in schema.files.items():
        host.set_file(path, Source.of(text))
    before = [(each.rule, each.model, each.field) for each in host.analyse().all_diagnostics()]
    assert {
        (UNIQUE, "User", "email"),
        (INDEX, "User", None),
        (ACROSS, "Task", "project"),
        (ACROSS, "Project", "owner"),
    } <= set(before)
    fix_all(host, frozenset({Safety.SAFE, Safety.UNSAFE}))
    assert list(host.analyse().all_diagnostics()) == []

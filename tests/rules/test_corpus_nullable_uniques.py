"""Uniques with an optional member on real schemas, beside what a careful reader of their code said."""

from __future__ import annotations

from support import shared
from support.evidence import beside, hits, is_warned
from support.shared import requires_shared

pytestmark = requires_shared

KEY, MEMBER = "nullable-tenant-key", "nullable-unique-member"


def test_every_defect_is_reported_by_one_of_the_two_rules() -> None:
    of_keys = beside("nullable_uniques", KEY)
    of_members = beside("nullable_uniques", MEMBER)
    assert of_keys["defect", "warning"] == 4
    assert of_members["defect", "warning"] == 3
    # A cache's key, and a tree that belongs to a user and to no tenant.
    assert of_members["defect", "hint"] == 2


def test_what_holds_null_on_purpose_is_seldom_warned_about() -> None:
    intended = [each for each in shared.findings("nullable_uniques") if each["verdict"] == "intended"]
    warned = [each for each in intended if is_warned(each, MEMBER)]
    assert len(warned) * 5 <= len(intended)


def test_slugs_at_the_top_of_a_tree_are_found_without_a_label() -> None:
    assert ("calcom/cal.com", 299) in {(hit.schema, hit.line) for hit in hits() if hit.rule == MEMBER}

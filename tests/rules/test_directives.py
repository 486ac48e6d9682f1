"""What directives allow, and which directives are at fault."""

from __future__ import annotations

import pytest

from partywall.diagnostics.directive_faults import RULE
from support.fixtures import SCHEMA, analyse

TENANT = """\
model Tenant {
  id    String @id
  lists List[]
  tags  Tag[]
}
"""
TAG = """
model Tag {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
}
"""


def _schema(*, file: str = "", above: str = "", line: str = "", before: str = "") -> str:
    head = f"{file}\n\n" if file else ""
    return (
        head
        + TENANT
        + f"""
{above}
model List {{
  id       String @id
  name     String @unique {line}
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  {before}
  @@unique([name])
}}
"""
        + TAG
    )


def _found(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (each.rule, each.model, each.anchor.member)
        for each in analyse(text).diagnostics(SCHEMA)
        if each.rule != RULE
    ]


INDEX_OF_LIST = ("missing-tenant-index", "List", None)
INDEX_OF_TAG = ("missing-tenant-index", "Tag", None)
FIELD = ("unique-without-tenant", "List", "name")
BLOCK = ("unique-without-tenant", "List", "@@unique([name])")


def test_without_a_directive_all_is_reported() -> None:
    assert _found(_schema()) == [INDEX_OF_LIST, FIELD, BLOCK, INDEX_OF_TAG]


def test_a_directive_of_a_line_allows_what_is_reported_on_it() -> None:
    allow = "// partywall: allow unique-without-tenant names are global"
    assert _found(_schema(line=allow)) == [INDEX_OF_LIST, BLOCK, INDEX_OF_TAG]
    assert _found(_schema(before=allow)) == [INDEX_OF_LIST, FIELD, INDEX_OF_TAG]


def test_a_directive_of_a_model_allows_what_is_reported_in_it() -> None:
    allow = "// partywall: allow unique-without-tenant names are global"
    assert _found(_schema(above=allow)) == [INDEX_OF_LIST, INDEX_OF_TAG]


def test_a_directive_of_a_file_allows_what_is_reported_in_it() -> None:
    allow = "// partywall: allow missing-tenant-index, unique-without-tenant a sample"
    assert _found(_schema(file=allow)) == []


def test_documentation_is_no_directive() -> None:
    allow = "/// partywall: allow unique-without-tenant names are global"
    assert _found(_schema(line=allow)) == [INDEX_OF_LIST, FIELD, BLOCK, INDEX_OF_TAG]


def _faults(text: str) -> list[tuple[str, str, str]]:
    analysis = analyse(text)
    source = analysis.files[SCHEMA].source.text
    return [
        (source[each.span.start : each.span.end], each.message, each.help)
        for each in analysis.diagnostics(SCHEMA)
        if each.rule == RULE
    ]


@pytest.mark.parametrize(
    "directive",
    [
        "// partywall: shared",
        "// partywall: root",
        "// partywall: allow missing-tenant-index",
        "// partywall: allow missing-tenant-index, unique-without-tenant both are known",
        "// Partywall is a tool",
    ],
)
def test_a_directive_above_a_model_is_fine(directive: str) -> None:
    assert _faults(_schema(above=directive)) == []


def test_an_unknown_verb_is_reported_with_the_nearest_one() -> None:
    assert _faults(_schema(above="// partywall: alow missing-tenant-index")) == [
        (
            "// partywall: alow missing-tenant-index",
            "`alow` is no directive",
            "did you mean `allow`?",
        )
    ]


def test_an_unknown_rule_is_reported_where_its_name_stands() -> None:
    allow = "// partywall: allow missing-tenant-index, missing-tenant-indx hot table"
    assert _faults(_schema(above=allow)) == [
        (
            "missing-tenant-indx",
            "there is no rule `missing-tenant-indx`",
            "did you mean `missing-tenant-index`?",
        )
    ]


def test_an_allowance_must_name_a_rule() -> None:
    [(_, message, _)] = _faults(_schema(line="// partywall: allow"))
    assert message == "`allow` names no rule"


@pytest.mark.parametrize("verb", ["root", "shared"])
def test_a_verb_of_models_on_a_field_is_reported(verb: str) -> None:
    [(at, message, _)] = _faults(_schema(line=f"// partywall: {verb}"))
    assert at == f"// partywall: {verb}"
    assert message == f"`{verb}` speaks of a model, and there is none here"


def test_a_whole_file_may_be_shared_but_is_no_root() -> None:
    assert _faults(_schema(file="// partywall: shared")) == []
    [(_, message, _)] = _faults(_schema(file="// partywall: root"))
    assert message == "`root` speaks of a model, and there is none here"


def test_a_directive_between_two_blocks_governs_nothing() -> None:
    [(_, message, _)] = _faults(_schema(above="// partywall: shared\n"))
    assert message == "this directive governs nothing here"

"""What directives allow, and which directives are at fault."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from partywall.config import Config, TenancySettings
from partywall.config_file import parse_config
from partywall.diagnostics.directive_faults import DIRECTIVE_RULES, INVALID, UNUSED, WITHOUT_REASON
from partywall.host import Analysis, Host
from partywall.rules.discovery import explained, rules
from partywall.syntax.chunks import Source
from support.fixtures import SCHEMA, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.finding import Finding

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
  title    String
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  {before}
  @@unique([title])
}}
"""
        + TAG
    )


def _found(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (each.rule, each.model, each.anchor.member)
        for each in analyse(text).diagnostics(SCHEMA)
        if each.rule in {"missing-tenant-index", "unique-without-tenant"}
    ]


INDEX_OF_LIST = ("missing-tenant-index", "List", None)
INDEX_OF_TAG = ("missing-tenant-index", "Tag", None)
FIELD = ("unique-without-tenant", "List", "name")
BLOCK = ("unique-without-tenant", "List", "@@unique([title])")


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
        if each.rule == INVALID
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


def _analysis(text: str, config: Config) -> Analysis:
    host = Host(config)
    host.set_file(SCHEMA, Source.of(text))
    return host.analyse()


def _said(text: str, config: Config | None = None) -> list[tuple[str, str, str]]:
    """Return what is said of allowances: rule, severity, and what is underlined."""
    analysis = _analysis(text, config or Config())
    source = analysis.files[SCHEMA].source.text
    return [
        (each.rule, each.severity.name, source[each.span.start : each.span.end])
        for each in analysis.diagnostics(SCHEMA)
        if each.rule in {WITHOUT_REASON, UNUSED}
    ]


WARNING = "WARNING"


@pytest.mark.parametrize("reason", ["", " TODO: say why", " todo"])
def test_an_allowance_without_a_reason_is_reported(reason: str) -> None:
    allow = f"// partywall: allow unique-without-tenant{reason}"
    assert _said(_schema(line=allow)) == [(WITHOUT_REASON, WARNING, allow)]


def test_an_allowance_with_a_reason_that_is_needed_is_fine() -> None:
    allow = "// partywall: allow unique-without-tenant names are global"
    for place in ("line", "above", "before", "file"):
        assert _said(_schema(**{place: allow})) == [], place


@pytest.mark.parametrize("place", ["line", "above", "before", "file"])
def test_an_allowance_that_nothing_needs_is_reported(place: str) -> None:
    allow = "// partywall: allow tenant-key-type-mismatch they match"
    assert _said(_schema(**{place: allow})) == [(UNUSED, WARNING, allow)]


def test_of_several_rules_that_are_allowed_the_one_without_need_is_reported() -> None:
    allow = "// partywall: allow missing-tenant-index, nullable-tenant-key, unique-without-tenant a sample"
    assert _said(_schema(file=allow)) == [(UNUSED, WARNING, "nullable-tenant-key")]
    assert _said(_schema(line=allow)) == [
        (UNUSED, WARNING, "missing-tenant-index"),  # that is reported at the model's name
        (UNUSED, WARNING, "nullable-tenant-key"),
    ]


def test_two_equal_allowances_have_names_of_their_own() -> None:
    allow = "// partywall: allow nullable-tenant-key none is"
    analysis = analyse(_schema(line=allow, before=allow))
    found = [each.fingerprint for each in analysis.diagnostics(SCHEMA) if each.rule == UNUSED]
    assert len(found) == len(set(found)) == 2


def test_nothing_is_said_of_what_nobody_looked_for() -> None:
    allow = "// partywall: allow nullable-tenant-key it may be"
    text = _schema(above=allow)
    assert _said(text) == [(UNUSED, WARNING, allow)]
    off = parse_config({"rules": {"nullable-tenant-key": "off"}})[0]
    assert _said(text, off) == [], "the rule is off"
    assert _said(text.replace("  id    String @id\n", "  id    String @id @\n"), None) == [], "half typed"
    assert _said(text, Config(tenancy=TenancySettings(roots=()))) == [], "there are no tenants"
    twice = text + "model List {\n  id Int @id // partywall: allow nullable-tenant-key none here\n}\n"
    assert _said(twice) == [(UNUSED, WARNING, allow)], "a second block of one name is not looked at"
    unknown = _schema(above="// partywall: allow house-rule says our plugin")
    assert _said(unknown) == [], "no rule of that name is there"


def test_nothing_is_said_where_the_rule_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> Iterator[Finding]:
        raise ZeroDivisionError

    broken = tuple(
        replace(each, check=fail) if each.name == "nullable-tenant-key" else each for each in rules()
    )
    monkeypatch.setattr("partywall.host.rules", lambda: broken)
    host = Host()
    host.set_file(SCHEMA, Source.of(_schema(above="// partywall: allow nullable-tenant-key it may be")))
    analysis = host.analyse()
    assert analysis.internal_errors
    assert not any(each.rule == UNUSED for each in analysis.all_diagnostics())


def test_settings_say_how_much_such_an_allowance_matters() -> None:
    allow = "// partywall: allow nullable-tenant-key"
    text = _schema(above=allow)
    config = parse_config({"rules": {UNUSED: "error", WITHOUT_REASON: "hint"}})[0]
    assert _said(text, config) == [(WITHOUT_REASON, "HINT", allow), (UNUSED, "ERROR", allow)]
    assert _said(text, parse_config({"rules": {UNUSED: "off", WITHOUT_REASON: "off"}})[0]) == []


@pytest.mark.parametrize("name", sorted(DIRECTIVE_RULES))
def test_what_is_said_of_directives_is_explained_with_an_example(name: str) -> None:
    documentation = explained(name) or ""
    titles = re.findall(r"^## (.*)$", documentation, re.MULTILINE)
    assert titles == ["What it does", "Why it matters", "Example", "When it is fine"]
    [example] = re.findall(r"```prisma\n(.*?)```", documentation, re.DOTALL)
    found = _analysis(example, Config()).all_diagnostics()
    assert [each.rule for each in found if each.rule in DIRECTIVE_RULES] == [name]


def test_an_allowance_is_unused_as_soon_as_its_finding_is_mended() -> None:
    allow = "// partywall: allow missing-tenant-index small"
    text = _schema(above=allow)
    host = Host()
    host.set_file(SCHEMA, Source.of(text))
    assert not any(each.rule == UNUSED for each in host.analyse().all_diagnostics())
    mended = text.replace("  @@unique([title])", "  @@index([tenantId])\n  @@unique([name])")
    host.set_file(SCHEMA, Source.of(mended))
    assert [each.model for each in host.analyse().all_diagnostics() if each.rule == UNUSED] == ["List"]

"""Where an allowance is written, that it then allows the finding, and how it is taken away."""

from __future__ import annotations

import pytest

from partywall.diagnostics.directive_faults import UNUSED, WITHOUT_REASON
from partywall.diagnostics.finding import Anchor
from partywall.host import Analysis, Diagnostic, Host
from partywall.ide.allowing import allowance, without_allowance
from partywall.syntax.chunks import Source
from partywall.syntax.layout import is_settled, rows_of
from partywall.syntax.tree import BlockKind
from partywall.text import apply_edits
from support.oracle import Oracle
from support.shared import CorpusSchema, each_schema

FILE = "schema.prisma"
LONG = "x" * 100
SCHEMA = f"""\
datasource db {{
  provider = "postgresql"
}}

model Tenant {{
  id    String @id
  lists List[]
}}

/// What is to do
model List {{
  id       String @id
  name     String @unique
  slug     String @unique // in links
  code     String @unique @map("{LONG}")
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@unique([name, slug])
}}
"""


def analysed(text: str) -> Analysis:
    host = Host()
    host.set_file(FILE, Source.of(text))
    return host.analyse()


def allowed(text: str, found: Diagnostic, reason: str = "it is so") -> str:
    edit = allowance(analysed(text).reading, found.anchor, found.rule, reason)
    assert edit
    return apply_edits(text, [edit])


def finding(text: str, rule: str, member: str | None) -> Diagnostic:
    [match] = [
        each for each in analysed(text).all_diagnostics() if (each.rule, each.anchor.member) == (rule, member)
    ]
    return match


@pytest.mark.parametrize(
    ("rule", "member", "written"),
    [
        (
            "missing-tenant-index",
            None,
            "/// What is to do\n// partywall: allow missing-tenant-index it is so\nmodel List {\n",
        ),
        (
            "unique-without-tenant",
            "name",
            "  name     String @unique // partywall: allow unique-without-tenant it is so\n",
        ),
        (
            "unique-without-tenant",
            "slug",
            "  // partywall: allow unique-without-tenant it is so\n  slug     String @unique // in links\n",
        ),
        (
            "unique-without-tenant",
            "code",
            "  // partywall: allow unique-without-tenant it is so\n  code     String @unique @map",
        ),
        (
            "unique-without-tenant",
            "@@unique([name, slug])",
            "  @@unique([name, slug]) // partywall: allow unique-without-tenant it is so\n",
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_it_is_written_where_the_finding_is(
    rule: str, member: str | None, written: str, line_end: str
) -> None:
    text = SCHEMA.replace("\n", line_end)
    after = allowed(text, finding(text, rule, member))
    assert written.replace("\n", line_end) in after
    before = {each.fingerprint for each in analysed(text).all_diagnostics()}
    now = {each.fingerprint for each in analysed(after).all_diagnostics()}
    assert before - now == {finding(text, rule, member).fingerprint}
    assert now <= before


def test_a_reason_is_one_line_and_no_further_rule() -> None:
    after = allowed(SCHEMA, finding(SCHEMA, "unique-without-tenant", "name"), ", all\nof them\tare  ")
    assert "// partywall: allow unique-without-tenant all of them are\n" in after


def test_without_a_reason_it_says_that_one_is_to_come_and_is_reported() -> None:
    after = allowed(SCHEMA, finding(SCHEMA, "unique-without-tenant", "name"), " \n")
    assert "@unique // partywall: allow unique-without-tenant TODO: say why\n" in after
    assert [each.rule for each in analysed(after).all_diagnostics() if each.field is None] == [
        "missing-tenant-index",
        WITHOUT_REASON,
        "unique-without-tenant",
    ]


def test_one_for_a_block_that_holds_no_directives_is_for_the_file() -> None:
    analysis = analysed("enum E {\n  A\n}\n")
    elsewhere = Anchor(FILE, BlockKind.GENERATOR, "client")
    edit = allowance(analysis.reading, elsewhere, "some-rule", "why")
    assert edit
    assert apply_edits("enum E {\n  A\n}\n", [edit]).startswith("// partywall: allow some-rule why\n\nenum E")


def _without(text: str, rule: str = UNUSED) -> str:
    analysis = analysed(text)
    [found] = [each for each in analysis.all_diagnostics() if each.rule == rule]
    edit = without_allowance(analysis.files[FILE], found.span)
    assert edit
    return apply_edits(text, [edit])


ALLOW = "// partywall: allow nullable-tenant-key none is"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  tenantId String\n", f"  tenantId String {ALLOW}\n"),
        ("  tenantId String\n", f"  tenantId String\t{ALLOW}  \n"),
        ("  tenantId String\n", f"  {ALLOW}\n  tenantId String\n"),
        ("model List {", f"{ALLOW}\nmodel List {{"),
    ],
)
def test_one_that_nothing_needs_is_taken_away_with_its_line(old: str, new: str) -> None:
    assert _without(SCHEMA.replace(old, new)).replace("String  \n", "String\n") == SCHEMA


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("nullable-tenant-key, unique-without-tenant", "unique-without-tenant"),
        ("unique-without-tenant , nullable-tenant-key", "unique-without-tenant"),
        (
            "unique-without-tenant,nullable-tenant-key,missing-tenant-index",
            "unique-without-tenant,missing-tenant-index",
        ),
    ],
)
def test_of_several_rules_one_is_taken_out(names: str, left: str) -> None:
    def allowing(rules: str) -> str:
        return SCHEMA.replace("model List {", f"// partywall: allow {rules} they are\nmodel List {{")

    assert _without(allowing(names)) == allowing(left)


@pytest.mark.parametrize("schema", each_schema())
def test_all_findings_of_a_real_schema_can_be_allowed(schema: CorpusSchema, oracle: Oracle) -> None:
    """One after the other; Prisma accepts it, and what its formatter had settled stays so."""
    host = Host()
    for path, text in schema.files.items():
        host.set_file(path, Source.of(text))
    settled = _settled(host.analyse())
    for _ in range(1000):
        analysis = host.analyse()
        found = next(analysis.all_diagnostics(), None)
        if found is None:
            break
        edit = allowance(analysis.reading, found.anchor, found.rule, "it was looked at")
        assert edit, found
        host.set_file(found.path, analysis.files[found.path].source.edited(edit))
        now = {(each.rule, each.fingerprint) for each in host.analyse().all_diagnostics()}
        assert (found.rule, found.fingerprint) not in now, found
    analysis = host.analyse()
    assert list(analysis.all_diagnostics()) == []
    assert _settled(analysis) >= settled
    after = {path: file.source.text for path, file in analysis.files.items()}
    assert [each.message for each in oracle.errors(after)] == [
        each.message for each in oracle.errors(schema.files)
    ]


def _settled(analysis: Analysis) -> set[tuple[str, str]]:
    """Return the models that Prisma's formatter leaves as they are."""
    blocks = [(path, part.block) for path, file in analysis.files.items() for part in file.parts]
    return {
        (path, block.name)
        for path, block in blocks
        if block.kind is BlockKind.MODEL and is_settled(block, rows_of(block))
    }

"""*Make this model tenant-scoped*, and relations within one tenant: small schemas, whole results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from partywall.config import Config, TenancySettings
from partywall.diagnostics.consistency import tenant_consistent_relation_fix
from partywall.diagnostics.edits import edits
from partywall.diagnostics.fix import Fix, Safety
from partywall.diagnostics.naming import BackStyle, back_name, camel, plural, snake
from partywall.diagnostics.scoping import tenant_relation_fix, tenant_scope_fix
from partywall.host import Analysis, Host
from partywall.ide.refactorings import Target, alternatives, refactored
from partywall.syntax.chunks import Source
from partywall.text import apply_edits

if TYPE_CHECKING:
    from support.oracle import Oracle

DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n\n'
TENANT = """\
model Tenant {
  id        String     @id @default(cuid())
  members   Member[]
  documents Document[]
  chatbots  Chatbot[]
}

model User {
  id      String   @id @default(cuid())
  email   String   @unique
  members Member[]
}

model Member {
  id       String @id @default(cuid())
  tenantId String
  userId   String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  user     User   @relation(fields: [userId], references: [id], onDelete: Cascade)

  @@unique([tenantId, userId])
}

model Document {
  id       String @id @default(cuid())
  tenantId String
  title    String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

model Chatbot {
  id       String @id @default(cuid())
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}

"""
NOTE = """\
model Note {
  id   String @id
  text String
}
"""


def analysed(text: str, config: Config | None = None) -> Analysis:
    host = Host(config)
    host.set_file("schema.prisma", Source.of(text))
    return host.analyse()


def scope(text: str, model: str = "Note", root: str | None = None) -> Fix | str:
    view = analysed(text).view(model)
    assert view
    return tenant_scope_fix(view, root)


def fixed(text: str, fix: Fix | str) -> str:
    assert isinstance(fix, Fix), fix
    changes = edits(analysed(text).reading, [fix]).edits["schema.prisma"]
    return apply_edits(text, changes)


def scoped(text: str, model: str = "Note") -> str:
    return fixed(text, scope(text, model))


def block(text: str, name: str) -> str:
    start = text.index(f"model {name} {{")
    return text[start : text.index("}\n", start) + 2]


def test_the_model_gets_key_relation_and_index_and_the_root_a_list(oracle: Oracle) -> None:
    after = scoped(DATASOURCE + TENANT + NOTE)
    assert (
        block(after, "Note")
        == """\
model Note {
  id       String @id
  tenantId String
  text     String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)

  @@index([tenantId])
}
"""
    )
    assert "  chatbots  Chatbot[]\n  notes     Note[]\n}" in block(after, "Tenant")
    assert oracle.errors({"schema.prisma": after}) == []
    assert scope(after) == "`Note` is tenant-scoped already, by `tenantId`"


def test_a_new_required_column_is_unsafe_and_says_why() -> None:
    fix = scope(DATASOURCE + TENANT + NOTE)
    assert isinstance(fix, Fix)
    assert fix.safety is Safety.UNSAFE
    assert "Existing rows need a value" in fix.note


def test_native_type_mapped_name_actions_and_place_are_the_schemas_own() -> None:
    text = TENANT.replace("@id @default(cuid())", "@id @default(uuid()) @db.Uuid")
    text = text.replace("  tenantId String\n", '  tenantId String @map("tenant_id") @db.Uuid\n')
    text = text.replace("onDelete: Cascade)", "onDelete: Restrict, onUpdate: Cascade)")
    after = block(scoped(DATASOURCE + text + NOTE), "Note")
    assert '  tenantId String @map("tenant_id") @db.Uuid\n' in after
    assert "references: [id], onDelete: Restrict, onUpdate: Cascade)" in after


def test_native_types_carry_the_name_of_the_datasource() -> None:
    text = TENANT.replace("@id @default(cuid())", "@id @default(uuid()) @pg.Uuid")
    text = text.replace("  tenantId String\n", "  tenantId String @pg.Uuid\n")
    after = scoped(DATASOURCE.replace("db", "pg") + text + NOTE)
    assert "tenantId String @pg.Uuid" in block(after, "Note")


def test_the_relation_stands_beside_the_key_where_others_have_it_there() -> None:
    relation = "  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)\n"
    text = TENANT.replace(relation, "").replace("  tenantId String\n", relation + "  tenantId String\n")
    after = block(scoped(DATASOURCE + text + NOTE), "Note")
    assert after.index("tenant ") < after.index("tenantId String") < after.index("text ")


def test_a_second_relation_to_the_root_gets_a_name(oracle: Oracle) -> None:
    note = NOTE.replace(
        "}", "  origin   Tenant? @relation(fields: [originId], references: [id])\n  originId String?\n}"
    )
    text = DATASOURCE + TENANT.replace("  chatbots ", "  copies    Note[]\n  chatbots ") + note
    fix = scope(text, root="Tenant")
    after = fixed(text, fix)
    assert '@relation("NoteTenant", fields: [tenantId]' in block(after, "Note")
    assert 'notes     Note[]     @relation("NoteTenant")' in block(after, "Tenant")
    assert oracle.errors({"schema.prisma": after}) == []


def test_the_list_has_a_name_of_its_own() -> None:
    text = TENANT.replace("  members   Member[]\n", "  members   Member[]\n  notes     String[]\n")
    assert "notesOfTenant Note[]" in scoped(DATASOURCE + text + NOTE)


def test_a_root_in_another_file_is_changed_there() -> None:
    host = Host()
    host.set_file("tenant.prisma", Source.of(DATASOURCE + TENANT))
    host.set_file("note.prisma", Source.of(NOTE))
    analysis = host.analyse()
    view = analysis.view("Note")
    assert view
    fix = tenant_scope_fix(view)
    assert isinstance(fix, Fix)
    assert set(edits(analysis.reading, [fix]).edits) == {"tenant.prisma", "note.prisma"}


def test_what_belongs_to_a_tenant_through_its_parent_gets_the_parents_root() -> None:
    note = NOTE.replace(
        "}",
        "  document Document @relation(fields: [documentId], references: [id])\n  documentId String\n}",
    )
    text = TENANT.replace("  title    String\n", "  title    String\n  notes    Note[]\n")
    after = scoped(DATASOURCE + text + note)
    assert analysed(after).tenancy.verdicts["Note"].ownership == "owned"


@pytest.mark.parametrize(
    ("above", "model", "reason"),
    [
        ("", "Tenant", "`Tenant` is a tenant root itself"),
        ("", "Document", "`Document` is tenant-scoped already, by `tenantId`"),
        ("// partywall: shared\n", "Note", "`Note` is declared to be shared by all tenants"),
    ],
)
def test_where_it_makes_no_sense_the_reason_is_said(above: str, model: str, reason: str) -> None:
    assert scope(DATASOURCE + TENANT + above + NOTE, model) == reason


def test_without_a_root_the_user_is_told_how_to_declare_one() -> None:
    reason = scope(DATASOURCE + NOTE)
    assert isinstance(reason, str)
    assert "// partywall: root" in reason


def test_a_root_with_a_composite_id_cannot_be_named_by_one_column() -> None:
    root = "model Region {\n  country String\n  code    String\n\n  @@id([country, code])\n}\n"
    config = Config(tenancy=TenancySettings(roots=("Region",)))
    view = analysed(DATASOURCE + root + NOTE, config).view("Note")
    assert view
    assert tenant_scope_fix(view, "Region") == "`Region` has no single unique column that a key could name"


def test_the_first_key_of_a_declared_root_is_spelt_as_the_schema_is(oracle: Oracle) -> None:
    text = (
        DATASOURCE
        + '// partywall: root\nmodel Club {\n  id Int @id\n  shortName String @map("short_name")\n}\n'
        + NOTE
    )
    after = scoped(text)
    assert 'clubId Int    @map("club_id")' in block(after, "Note")
    assert oracle.errors({"schema.prisma": after}) == []


def test_a_bare_key_gets_its_relation(oracle: Oracle) -> None:
    text = DATASOURCE + TENANT + NOTE.replace("text ", "tenantId String\n  text ")
    analysis = analysed(text)
    view = analysis.view("Note")
    assert view
    [key] = view.verdict.keys
    after = fixed(text, tenant_relation_fix(view, key))
    assert "tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)" in after
    assert oracle.errors({"schema.prisma": after}) == []


class TestWithinTheTenant:
    """`[parentId]` turned into `[tenantId, parentId]`."""

    def convert(self, relation: str, field: str = "chatbotId  String") -> tuple[str, Fix]:
        note = (
            "model Note {\n  id         String @id\n  tenantId   String\n"
            "  tenant     Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)\n"
            f"  {field}\n  chatbot    {relation}\n\n  @@index([tenantId])\n}}\n"
        )
        text = TENANT.replace("  chatbots  Chatbot[]\n", "  chatbots  Chatbot[]\n  notes Note[]\n")
        at = text.index("model Chatbot {") + len("model Chatbot {\n")
        text = DATASOURCE + text[:at] + "  notes    Note[]\n" + text[at:] + note
        view = analysed(text).view("Note")
        assert view
        [relation_] = [each for each in view.relations if each.target == "Chatbot"]
        fix = tenant_consistent_relation_fix(view, relation_)
        assert isinstance(fix, Fix), fix
        return fixed(text, fix), fix

    def test_the_parent_gets_the_unique_that_it_needs(self, oracle: Oracle) -> None:
        after, _ = self.convert("Chatbot @relation(fields: [chatbotId], references: [id], onDelete: Cascade)")
        assert "@@unique([tenantId, id])" in block(after, "Chatbot")
        assert (
            "@relation(fields: [tenantId, chatbotId], references: [tenantId, id], onDelete: Cascade, "
            "onUpdate: Cascade)" in after
        )
        assert oracle.errors({"schema.prisma": after}) == []

    def test_a_default_action_is_written_out(self) -> None:
        after, fix = self.convert("Chatbot @relation(fields: [chatbotId], references: [id])")
        assert "onDelete: Restrict" in after
        assert "`onDelete: Restrict`, the default so far, is written out" in fix.note

    def test_set_null_cannot_be_kept_and_the_note_says_so(self, oracle: Oracle) -> None:
        after, fix = self.convert(
            "Chatbot? @relation(fields: [chatbotId], references: [id])", "chatbotId String?"
        )
        assert "onDelete: Restrict" in after
        assert "`onDelete` turns from SetNull to Restrict" in fix.note
        assert oracle.lint({"schema.prisma": after}) == []


@pytest.mark.parametrize(
    ("model", "style", "name"),
    [
        ("AuditLog", "camels", "auditLogs"),
        ("audit_log", "camels", "auditLogs"),
        ("AuditLog", "snakes", "audit_logs"),
        ("AuditLog", "model", "AuditLog"),
        ("APIToken", "camel", "apiToken"),
        ("Category", "camels", "categories"),
        ("Address", "models", "Addresses"),
    ],
)
def test_lists_are_named_in_the_schemas_style(model: str, style: BackStyle, name: str) -> None:
    assert back_name(model, style) == name


def test_words_are_taken_apart_and_put_together() -> None:
    assert [camel("HTTPServer"), snake("HTTPServer2"), camel("Été"), plural("key"), plural("Data")] == [
        *("httpServer", "http_server2", "été", "keys", "Data"),
    ]


def test_with_several_levels_the_user_may_choose() -> None:
    text = (
        "// partywall: root\nmodel Organization {\n  id String @id\n}\n"
        "// partywall: root\nmodel Project {\n  id String @id\n  organizationId String\n"
        "  organization Organization @relation(fields: [organizationId], references: [id])\n}\n"
    )
    analysis = analysed(DATASOURCE + text + NOTE)
    others = tuple(alternatives("tenant-scoped", Target("Note"), analysis.view))
    assert len(others) == 1
    fixes = [
        refactored("tenant-scoped", each, analysis.schema, analysis.view)
        for each in (Target("Note"), *others)
    ]
    assert sorted(fix.title for fix in fixes if isinstance(fix, Fix)) == [
        "Make `Note` tenant-scoped: add `organizationId`",
        "Make `Note` tenant-scoped: add `projectId`",
    ]

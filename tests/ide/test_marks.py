"""What stands above models and behind relations, and where nothing does."""

from __future__ import annotations

from partywall.config import TenancySettings
from partywall.ide.inlay_hints import effects, inlay_hints
from partywall.ide.lenses import lenses
from partywall.schema.read import read
from partywall.tenancy.classify import classify
from partywall.text import Span

ONE = """\
model Tenant {
  id       String    @id
  projects Project[]
  labels   Label[]
}

model Project {
  id       String  @id
  tenantId String
  tenant   Tenant  @relation(fields: [tenantId], references: [id])
  tasks    Task[]
  labels   Label[]
}

enum Kind {
  A
}
"""
OTHER = """\
// partywall: shared
model Country {
  code String @id
}

model Task {
  id        String  @id
  projectId String
  project   Project @relation(references: [id], fields: [projectId])
}

model Task {
  id Int @id
}

model Label {
  id       String    @id
  tenantId String
  tenant   Tenant    @relation(fields: [tenantId], references: [id], onDelete: Cascade, onUpdate: NoAction)
  projects Project[]
}
"""
EVERYWHERE = Span(0, 10_000)
FILES = {"one.prisma": ONE, "other.prisma": OTHER}


def _lenses(files: dict[str, str], path: str) -> list[tuple[str, str]]:
    reading = read(files)
    found = lenses(reading, classify(reading.schema, TenancySettings()), path)
    return [(files[path][each.span.start : each.span.end], each.title) for each in found]


def test_each_model_that_counts_has_one_in_its_file() -> None:
    assert _lenses(FILES, "one.prisma") == [
        ("Tenant", "tenant root: each row is a tenant"),
        ("Project", "owned by Tenant, by tenantId"),
    ]
    assert _lenses(FILES, "other.prisma") == [
        ("Country", "shared: belongs to no tenant"),
        ("Task", "owned by Tenant, through project"),
        ("Label", "owned by Tenant, by tenantId"),
    ]
    assert _lenses(FILES | {"nothing.prisma": ""}, "nothing.prisma") == []


def test_without_tenants_there_are_none() -> None:
    assert _lenses({"a.prisma": "model Note {\n  id Int @id\n}\n"}, "a.prisma") == []


def _hints(path: str, within: Span = EVERYWHERE) -> list[str]:
    """Return the arguments with each hint, as if it were written."""
    found = inlay_hints(read(FILES), path, within)
    return [FILES[path][: each.offset].rpartition("@relation(")[2] + each.text for each in found]


def test_what_is_not_written_reads_as_if_it_were() -> None:
    assert _hints("one.prisma") == [
        "fields: [tenantId], references: [id], onDelete: Restrict, onUpdate: Cascade"
    ]
    assert _hints("other.prisma") == [
        "references: [id], fields: [projectId], onDelete: Restrict, onUpdate: Cascade"
    ]
    assert _hints("other.prisma", Span(0, 30)) == []


def test_a_provider_with_fewer_actions_has_other_defaults() -> None:
    def effects_in(provider: str) -> set[str]:
        datasource = f'datasource db {{\n  provider = "{provider}"\n}}\n'
        return {text for _, _, text in effects(read(FILES | {"db.prisma": datasource}).schema)}

    assert effects_in("postgresql") == {"onDelete: Restrict, onUpdate: Cascade"}
    assert effects_in("sqlserver") == {"onDelete: NoAction, onUpdate: Cascade"}

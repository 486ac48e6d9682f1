"""What is shown for a name, and where there is nothing to show."""

from __future__ import annotations

import pytest

from partywall.config import TenancySettings
from partywall.ide.cursor import at_cursor, block_at
from partywall.ide.hover import hover
from partywall.ide.tenancy_report import tenancy_report
from partywall.schema.read import Reading, read
from partywall.tenancy.classify import classify

SCHEMA = """\
datasource db {
  provider = "postgresql"
}

/// Each row is a customer.
model Tenant {
  id       String    @id
  projects Project[]
  flags    Flag[]
}

model Project {
  id       String @id
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id])
  tasks    Task[]
  kind     Kind
}

model Task {
  id        String  @id
  projectId String
  project   Project @relation(fields: [projectId], references: [id])
}

model Flag {
  id       String  @id
  tenantId String?
  tenant   Tenant? @relation(fields: [tenantId], references: [id])
}

// partywall: shared
model Country {
  code String @id
}

enum Kind {
  A
}
"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read({"schema.prisma": SCHEMA})


def shown(reading: Reading, before: str) -> str | None:
    """What is shown just behind a text that stands once in the schema."""
    assert SCHEMA.count(before) == 1, before
    tenancy = classify(reading.schema, TenancySettings())
    found = hover(reading, tenancy, "schema.prisma", SCHEMA.index(before) + len(before))
    return found.markdown.split("\n")[0] if found else None


@pytest.mark.parametrize(
    ("before", "title"),
    [
        ("model Ten", "`Tenant`: **tenant root**: each row is a tenant"),
        ("model Project", "`Project`: **owned** by `Tenant`, by `tenantId`"),
        ("model Tas", "`Task`: **owned** by `Tenant`, through `project`"),
        ("model Coun", "`Country`: **shared**: belongs to no tenant"),
        # At a relation, from either side.
        ("tasks    Ta", "`Task`: **owned** by `Tenant`, through `project`"),
        ("  tas", "`Task`: **owned** by `Tenant`, through `project`"),
        # At a key and at the relation that goes with it.
        ("  projectId String\n  proj", "`Project`: **owned** by `Tenant`, by `tenantId`"),
        ("  kind", None),
        ("enum Kin", None),
        ("provider = ", None),
        ("// partywall: sha", None),
    ],
)
def test_a_name_tells_whose_data_it_stands_for(reading: Reading, before: str, title: str | None) -> None:
    assert shown(reading, before) == title


def test_a_key_tells_which_tenant_it_names_and_that_it_may_be_null(reading: Reading) -> None:
    tenancy = classify(reading.schema, TenancySettings())
    at = SCHEMA.index("tenantId String?")
    found = hover(reading, tenancy, "schema.prisma", at)
    assert found is not None
    assert found.title == "**Tenant key**: names `Tenant`"
    assert found.reasons == ("it may be null: such a row belongs to no tenant",)
    assert SCHEMA[found.span.start : found.span.end] == "tenantId"
    assert "*" not in found.plain


def test_there_is_nothing_outside_of_the_text(reading: Reading) -> None:
    tenancy = classify(reading.schema, TenancySettings())
    assert hover(reading, tenancy, "other.prisma", 0) is None
    assert hover(reading, tenancy, "schema.prisma", len(SCHEMA) + 100) is None
    empty = read({"schema.prisma": ""}).files["schema.prisma"]
    assert at_cursor(empty, 0) is None
    assert block_at(empty, 0) is None


def test_the_report_has_each_model_once_by_kind(reading: Reading) -> None:
    checked = 0

    def checkpoint() -> None:
        nonlocal checked
        checked += 1

    tenancy = classify(reading.schema, TenancySettings())
    report = tenancy_report(reading.schema, tenancy, checkpoint)
    assert report.startswith("# Tenancy\n\nTenants: `Tenant` (confidence ")
    assert [report.count(f"\n- `{name}`") for name in reading.schema.models] == [1] * 5
    assert checked == 5
    nothing = read({"schema.prisma": "model A {\n  id Int @id\n}\n"}).schema
    silent = tenancy_report(nothing, classify(nothing, TenancySettings()), checkpoint)
    assert "No tenants" in silent

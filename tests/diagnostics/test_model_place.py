"""Which file a new model goes to."""

from __future__ import annotations

import pytest

from partywall.diagnostics.model_place import model_place
from partywall.host import Host
from partywall.syntax.chunks import Source
from support.folders import DATASOURCE

DOMAINS = {
    "main.prisma": DATASOURCE,
    "enums.prisma": "enum Role {\n  ADMIN\n}\n",
    "people.prisma": "model Tenant {\n  id Int @id\n}\n\nmodel Person {\n  id Int @id\n}\n",
    "sales.prisma": "".join(f"model {name} {{\n  id Int @id\n}}\n\n" for name in ("Order", "Line", "Refund")),
    "new.prisma": "// soon\n",
}


def place(files: dict[str, str], name: str = "FaqEntry", beside: str | None = None, front: str = "") -> str:
    host = Host()
    for path, text in files.items():
        host.set_file(path, Source.of(text))
    return model_place(host.analyse().reading, name, beside, front) or ""


@pytest.mark.parametrize(
    ("beside", "front", "expected"),
    [
        ("Tenant", "sales.prisma", "sales.prisma"),
        ("Tenant", "new.prisma", "new.prisma"),
        ("Tenant", "", "people.prisma"),
        ("Tenant", "main.prisma", "people.prisma"),  # a file of settings
        ("Tenant", "enums.prisma", "people.prisma"),
        ("Tenant", "elsewhere.prisma", "people.prisma"),
        (None, "main.prisma", "sales.prisma"),
    ],
)
def test_it_goes_to_the_file_in_front_else_to_its_root(beside: str, front: str, expected: str) -> None:
    assert place(DOMAINS, beside=beside, front=front) == expected


def test_without_models_it_goes_to_the_datasource() -> None:
    assert place({"a.prisma": "// nothing\n", "main.prisma": DATASOURCE}) == "main.prisma"


def one_each(*names: str, extra: str = "") -> dict[str, str]:
    models = ("Tenant", "AuditLog", "ApiKey")
    texts = (f"model {each} {{\n  id Int @id\n}}\n{extra}" for each in models)
    return {"schema/main.prisma": DATASOURCE, **dict(zip(names, texts, strict=True))}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("tenant", "audit_log", "api_key"), "faq_entry"),
        (("tenant", "audit-log", "api-key"), "faq-entry"),
        (("Tenant", "AuditLog", "ApiKey"), "FaqEntry"),
        (("tenants", "audit-logs", "api-keys"), "faq-entries"),
        (("tenant", "auditLog", "misc"), "faqEntry"),
    ],
)
def test_where_each_model_has_a_file_it_gets_one(names: tuple[str, ...], expected: str) -> None:
    files = one_each(*(f"schema/models/{name}.model.prisma" for name in names), extra="enum Kind {\n  A\n}\n")
    front = next(name for name in files if "models/" in name)
    assert place(files, beside="Tenant", front=front) == f"schema/models/{expected}.model.prisma"


def test_an_empty_file_in_front_comes_before_one_of_its_own() -> None:
    files = one_each("tenant.prisma", "audit_log.prisma", "api_key.prisma") | {"faq.prisma": ""}
    assert place(files, front="faq.prisma") == "faq.prisma"


def test_files_with_other_names_are_no_habit() -> None:
    files = one_each("core.prisma", "log.prisma", "keys.prisma")
    assert place(files, beside="Tenant") == "core.prisma"

"""A check is remembered by all that it looked at: also by models that no relation leads to."""

from __future__ import annotations

from partywall.config_file import parse_config
from partywall.host import Host
from partywall.syntax.chunks import Source
from support.fixtures import files

TIED = """\
model Tenant {
  id        String     @id
  campaigns Campaign[]
  audiences Audience[]
  emails    Email[]
}

model Campaign {
  id        String     @id
  tenantId  String
  tenant    Tenant     @relation(fields: [tenantId], references: [id])
  audiences Audience[]
}

model Audience {
  id         String   @id
  tenantId   String
  tenant     Tenant   @relation(fields: [tenantId], references: [id])
  campaignId String
  campaign   Campaign @relation(fields: [campaignId], references: [id])
}

model Email {
  id         String @id
  tenantId   String
  tenant     Tenant @relation(fields: [tenantId], references: [id])
  campaignId String
}
"""
ONLY = {"rules": {"missing-tenant-index": "off", "unindexed-foreign-key": "off"}}


def _loose(host: Host, text: str) -> list[str]:
    for path, content in files(text).items():
        host.set_file(path, Source.of(content))
    return [each.message for each in host.analyse().all_diagnostics() if each.rule == "loose-reference"]


def test_what_a_column_names_is_looked_up_again_when_it_changes() -> None:
    host = Host(parse_config(ONLY)[0])
    assert len(_loose(host, TIED)) == 1
    assert _loose(host, TIED.replace("model Campaign", "model Drive").replace(" Campaign", " Drive")) == [
        "no foreign key ties `campaignId` to `Drive`"
    ]
    untied = TIED.replace("  campaign   Campaign @relation(fields: [campaignId], references: [id])\n", "")
    assert (
        _loose(host, untied.replace("  audiences Audience[]\n}\n\nmodel Audience", "}\n\nmodel Audience"))
        == []
    )
    assert len(_loose(host, TIED)) == 1


def test_the_type_of_what_a_column_names_counts() -> None:
    host = Host(parse_config(ONLY)[0])
    assert len(_loose(host, TIED)) == 1
    number = TIED.replace("model Campaign {\n  id        String", "model Campaign {\n  id        Int")
    number = number.replace("campaignId String\n  campaign ", "campaignId Int\n  campaign ")
    assert _loose(host, number) == []

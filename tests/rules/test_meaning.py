"""Who chooses the values of a column, by its name, its type and its default."""

from __future__ import annotations

import pytest

from partywall.diagnostics.meaning import Meaning, meaning
from partywall.schema.read import read


def _meaning(model: str, field: str) -> Meaning:
    text = f"enum Kind {{\n  a\n}}\nmodel {model} {{\n  pk String @id\n  {field}\n}}\n"
    reading = read({"schema.prisma": text})
    name = field.split(maxsplit=1)[0]
    shape = reading.schema.models[model].scalar_fields[name]
    return meaning(shape, reading.schema.models[model], reading.bodies[model])


@pytest.mark.parametrize(
    ("model", "field", "wanted"),
    [
        # people and callers
        ("List", "name String", Meaning.CHOSEN),
        ("Invoice", "invoiceNum String", Meaning.CHOSEN),
        ("Order", "number Int", Meaning.CHOSEN),
        ("Product", "sku String", Meaning.CHOSEN),
        ("Coupon", "code String", Meaning.CHOSEN),
        ("SystemSetting", "key String", Meaning.CHOSEN),
        ("Customer", "email String", Meaning.CHOSEN),
        ("Invitation", "email String", Meaning.CHOSEN),
        ("Lead", "phone_number String", Meaning.CHOSEN),
        ("State", "source String", Meaning.OPEN),
        ("WebhookWorker", "url String", Meaning.LINK),
        # the whole world
        ("Page", "slug String", Meaning.PUBLIC),
        ("Site", "customDomain String", Meaning.PUBLIC),
        ("Domain", "name String", Meaning.PUBLIC),
        ("TeamEmail", "email String", Meaning.PUBLIC),
        ("User", "email String", Meaning.LOGIN),
        ("Staff", "username String", Meaning.LOGIN),
        # machines
        ("Invite", "token String", Meaning.MACHINE),
        ("ApiKey", "hashedKey String", Meaning.MACHINE),
        ("ApiKey", "key String", Meaning.MACHINE),
        ("ShortLink", "code String", Meaning.MACHINE),
        ("Share", "publicUrl String", Meaning.MACHINE),
        ("List", "name String @default(cuid())", Meaning.MACHINE),
        ("Order", "number Int @default(autoincrement())", Meaning.MACHINE),
        ("Order", "name String @db.Uuid", Meaning.MACHINE),
        ("Order", 'name String @default(dbgenerated("gen_random_uuid()"))', Meaning.MACHINE),
        ("Cache", "inputHash String", Meaning.DIGEST),
        ("Problem", "fingerprint String", Meaning.DIGEST),
        # other systems and other rows
        ("Subscription", "stripeSubscriptionId String", Meaning.FOREIGN),
        ("Note", "id_ticket String", Meaning.FOREIGN),
        ("Contact", "taxNumber String", Meaning.CHOSEN),
        # says nothing alone
        ("Version", "version Int", Meaning.KIND),
        ("Version", "kind Kind", Meaning.KIND),
        ("Version", "createdAt DateTime", Meaning.KIND),
        ("Language", "code String", Meaning.KIND),
        ("Queue", "name String", Meaning.UNKNOWN),
        ("Worker", "masterQueue String", Meaning.UNKNOWN),
        ("Room", "code String", Meaning.UNKNOWN),
        ("Note", "key String", Meaning.UNKNOWN),
        ("Booking", "reference String", Meaning.UNKNOWN),
    ],
)
def test_who_chooses_the_values(model: str, field: str, wanted: Meaning) -> None:
    assert _meaning(model, field) is wanted

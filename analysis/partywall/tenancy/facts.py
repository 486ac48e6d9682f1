"""What the tenancy looks at in one model, as a value: a model whose facts stay equal changes nothing.

Most edits add or change a plain column. Facts leave those out, so that the whole inference is asked
again only where an edit can change its answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from partywall.schema.model import Model, Relation
from partywall.tenancy.words import Words, stem, words

PAYLOAD_CAP = 12
"""Beyond so many columns of its own a model is no link table, whatever their number."""

_SIGNALS = {
    "email": ("email",),
    "credential": ("password", "passwordhash", "hashedpassword", "emailverified"),
    "token": ("token", "sessiontoken", "accesstoken", "refreshtoken", "tokenhash", "hashedtoken"),
    "expiry": ("expires", "expiresat", "expiry", "expiration", "validuntil"),
    "provider": ("provideraccountid", "providerid", "provideruserid"),
    "role": ("role", "roles", "permission", "permissions", "isadmin", "isowner", "accesslevel"),
    "address": ("slug", "domain", "subdomain", "customdomain", "handle", "url"),
    "billing": ("stripecustomerid", "billingid", "plan", "planid", "subscriptionid", "billingemail"),
}
_SIGNAL_OF = {column: signal for signal, columns in _SIGNALS.items() for column in columns}
_TIMESTAMPS = frozenset({"createdat", "updatedat", "deletedat", "created", "updated", "joinedat"})


@dataclass(frozen=True, slots=True)
class Link:
    """A relation seen from the model that holds its foreign key.

    `field` is the relation field there, `back` the one on the target. A link is required when the
    relation field is.
    """

    target: str
    columns: tuple[str, ...]
    references: tuple[str, ...]
    is_required: bool
    is_one_to_one: bool
    field: str
    back: str | None


@dataclass(frozen=True, slots=True)
class IdColumn:
    """A column that may name another row: one with an identifier's name, or part of a foreign key."""

    name: str
    stem: Words
    type: str
    is_nullable: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """One model. `many` are the targets of implicit many-to-many relations, kept at one of the two
    sides. `ids` leaves out a plain `id`; `primary_key` is there if it is a single column.

    `payload` counts columns that are neither identifiers nor timestamps, up to `PAYLOAD_CAP`;
    `signals` are the meanings of its columns that say what kind of thing it is.
    """

    name: str
    words: Words
    links: tuple[Link, ...]
    many: tuple[str, ...]
    ids: tuple[IdColumn, ...]
    uniques: tuple[tuple[str, ...], ...]
    primary_key: str | None
    key_type: str | None
    payload: int
    signals: frozenset[str]

    def id_column(self, name: str) -> IdColumn | None:
        """The identifier column of that name."""
        return next((each for each in self.ids if each.name == name), None)


def facts(model: Model, relations: tuple[Relation, ...]) -> Facts:
    """The facts of one model."""
    links: list[Link] = []
    many: list[str] = []
    for each in relations:
        if each.forward is None:
            continue
        if each.kind == "many-to-many":
            many.append(each.target)
        elif each.fields:
            links.append(_link(each, each.forward.field))
    foreign = {column for link in links for column in link.columns}
    ids: list[IdColumn] = []
    signals: set[str] = set()
    payload = 0
    key = model.primary_key
    primary = key.fields[0] if key and len(key.fields) == 1 else None
    for name, shape in model.scalar_fields.items():
        flat = name.replace("_", "").lower()
        signal = _SIGNAL_OF.get(flat)
        if signal:
            signals.add(signal)
        stemmed = stem(name)
        if name in foreign or (stemmed and shape.arity != "list"):
            ids.append(IdColumn(name, stemmed or words(name), shape.type_name, shape.arity == "optional"))
        elif flat != "id" and flat not in _TIMESTAMPS and name != primary:
            payload += 1
    key_shape = model.scalar_fields.get(primary) if primary else None
    return Facts(
        name=model.name,
        words=words(model.name),
        links=tuple(links),
        many=tuple(many),
        ids=tuple(ids),
        uniques=tuple(key.fields for key in model.keys if key.is_unique and key.where is None),
        primary_key=primary,
        key_type=key_shape.type_name if key_shape else None,
        payload=min(payload, PAYLOAD_CAP),
        signals=frozenset(signals),
    )


def _link(relation: Relation, field: str) -> Link:
    return Link(
        target=relation.target,
        columns=relation.fields,
        references=relation.references,
        is_required=relation.is_required,
        is_one_to_one=relation.kind == "one-to-one",
        field=field,
        back=relation.back.field if relation.back else None,
    )

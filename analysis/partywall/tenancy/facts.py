"""What the tenancy looks at in one model, as a value: a model whose facts stay equal changes nothing.

Most edits add or change a plain column. Facts leave those out, so that the whole inference is asked
again only where an edit can change its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from partywall.memo import Memo
from partywall.schema.model import Model, Relation
from partywall.tenancy.words import (
    AUTH_WORDS,
    CREDENTIAL_WORDS,
    INVITE_WORDS,
    MEMBER_WORDS,
    USER_WORDS,
    Words,
    is_preference,
    stem,
    words,
)
from partywall.values import dataclass

MEMBER_PAYLOAD = 6
"""A tie between a user and something has few columns of its own: role, status, invited by, settings."""

_TOO_MUCH = MEMBER_PAYLOAD + 1

_SIGNALS = {
    "email": ("email",),
    "credential": (
        *("password", "passwordhash", "hashedpassword", "emailverified"),
        *("senha", "contrasena", "motdepasse", "passwort"),
    ),
    "token": ("token", "sessiontoken", "accesstoken", "refreshtoken", "tokenhash", "hashedtoken"),
    "secret": ("clientsecret", "appsecret", "signingsecret"),
    "expiry": ("expires", "expiresat", "expiry", "expiration", "validuntil"),
    "provider": ("provideraccountid", "providerid", "provideruserid"),
    "role": ("role", "roles", "permission", "permissions", "isadmin", "isowner", "accesslevel"),
    "address": ("slug", "domain", "subdomain", "customdomain", "handle", "url"),
    "billing": ("stripecustomerid", "billingid", "plan", "planid", "subscriptionid", "billingemail"),
}
_SIGNAL_OF = {column: signal for signal, columns in _SIGNALS.items() for column in columns}
_SESSION = frozenset({"session"})
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
    """A column that may name another row: one with an identifier's name, or part of a foreign key.

    Preferences (`lastSelectedTeamId`) are none: they remember a choice and own nothing.
    """

    name: str
    stem: Words
    type: str
    is_nullable: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """One model.

    `many` are the targets of implicit many-to-many relations, kept at one of the two sides. `ids`
    leaves out a plain `id`; `primary_key` is there if it is a single column. `payload` counts the
    columns that are neither identifiers nor timestamps, as far as it could be a tie. `signals` are the
    meanings of its columns that say what kind of thing it is.

    By its name and columns it may be part of the sign-in (libraries bring such tables along), an
    invitation, or a tie between people and something.
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
    is_sign_in: bool
    is_invitation: bool
    is_tie_by_name: bool

    def __hash__(self) -> int:
        """By name, which is cheap; facts are compared by value all the same."""
        return hash(self.name)

    def id_column(self, name: str) -> IdColumn | None:
        """The identifier column of that name."""
        return next((each for each in self.ids if each.name == name), None)


class Column(NamedTuple):
    """What a column's name says: a signal, what it identifies, or that it is no payload."""

    signal: str | None
    stem: Words | None
    is_plain: bool


def column(name: str) -> Column:
    """What the name of a column says."""
    flat = name.replace("_", "").lower()
    return Column(_SIGNAL_OF.get(flat), stem(name), flat == "id" or flat in _TIMESTAMPS)


def facts(
    model: Model,
    relations: tuple[Relation, ...],
    keys: frozenset[str] | None,
    columns: Memo[str, Column],
) -> Facts:
    """The facts of one model. Columns declared to be `keys` are identifiers whatever they are called."""
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
    fields = model.scalar_fields
    for (name, shape), said in zip(fields.items(), columns.each(fields, column), strict=True):
        signal, named, is_plain = said
        if signal:
            signals.add(signal)
        is_key = keys is not None and name in keys
        if name in foreign or is_key or (named and shape.arity != "list"):
            named = named or words(name)
            if is_key or not is_preference(named):
                ids.append(IdColumn(name, named, shape.type_name, shape.arity == "optional"))
        elif not is_plain and name != primary:
            payload += 1
    ids += _half_written(links, model)
    own = words(model.name)
    key_shape = model.scalar_fields.get(primary) if primary else None
    return Facts(
        name=model.name,
        words=own,
        links=tuple(links),
        many=tuple(many),
        ids=tuple(ids),
        uniques=tuple(key.fields for key in model.keys if key.is_unique and key.where is None),
        primary_key=primary,
        key_type=key_shape.type_name if key_shape else None,
        payload=min(payload, _TOO_MUCH) if len(ids) > 1 else _TOO_MUCH,
        signals=frozenset(signals),
        is_sign_in=_is_sign_in(own, signals, ids),
        is_invitation=not INVITE_WORDS.isdisjoint(own),
        is_tie_by_name=_is_tie(own),
    )


def _half_written(links: Iterable[Link], model: Model) -> Iterator[IdColumn]:
    """Columns that a relation names and the model has not (yet): they are there as far as it is meant."""
    for link in links:
        for column in link.columns:
            if column not in model.scalar_fields:
                yield IdColumn(column, stem(column) or words(column), "", not link.is_required)


def _is_tie(own: Words) -> bool:
    if not CREDENTIAL_WORDS.isdisjoint(own):
        return False
    return not MEMBER_WORDS.isdisjoint(own) or (len(own) > 1 and not USER_WORDS.isdisjoint(own))


def _is_sign_in(own: Words, signals: set[str], ids: Iterable[IdColumn]) -> bool:
    if len(own) > 1 and AUTH_WORDS.intersection(own) == _SESSION and USER_WORDS.isdisjoint(own):
        # A cash desk has sessions too: those of users name one, hold a secret, or end by themselves.
        names_user = any(not USER_WORDS.isdisjoint(each.stem) for each in ids)
        return names_user or not signals.isdisjoint({"token", "secret", "expiry", "credential"})
    if not AUTH_WORDS.isdisjoint(own):
        return True
    # One login at one provider: NextAuth's and Better Auth's `Account`, whatever stands before it.
    return "provider" in signals and own[-1:] == ("account",)


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

"""What a column's name, type and default say about who chooses its values.

A unique over all tenants is a fault where tenants choose the values, and none where a machine or the
whole world does. The words are general vocabulary; a name in none of the lists means `UNKNOWN`.
"""

from __future__ import annotations

from enum import StrEnum, auto

from partywall.schema.model import SCALAR_TYPES, Model
from partywall.schema.shape import Body, FieldShape
from partywall.syntax.tree import Call
from partywall.tenancy.words import Words, words


class Meaning(StrEnum):
    """Where the values of a column come from.

    - `CHOSEN`: a person or a caller picks them (a name, a number, the key of a setting).
    - `OPEN`: free text that names a source or scope, picked by a caller too.
    - `LINK`: a URL that somebody typed, of a service of theirs or of the row itself.
    - `PUBLIC`: an address that the whole world shares (a slug, a domain).
    - `LOGIN`: what a person signs in with.
    - `DIGEST`: a hash of content, equal where the content is.
    - `MACHINE`: generated so that no two are equal.
    - `FOREIGN`: issued by another system, or the identifier of something.
    - `KIND`: one of a few values, or a time: says nothing alone.
    """

    CHOSEN = auto()
    OPEN = auto()
    LINK = auto()
    PUBLIC = auto()
    LOGIN = auto()
    DIGEST = auto()
    MACHINE = auto()
    FOREIGN = auto()
    KIND = auto()
    UNKNOWN = auto()


def meaning(field: FieldShape, model: Model, body: Body) -> Meaning:
    """Where the values of one column come from."""
    return _by_default(field, body) or _by_type(field) or _by_name(field, model)


def is_of_clientele(model: Model) -> bool:
    """Whether its rows are people or firms that may deal with several tenants, each by itself."""
    return not _PERSONS.isdisjoint(words(model.name))


_GENERATORS = frozenset({"uuid", "cuid", "nanoid", "ulid", "autoincrement", "auto", "sequence"})
_GENERATED_BY_DATABASE = ("uuid", "nextval", "random", "unique_rowid", "newid")
_NATIVE_IDENTIFIERS = frozenset({"Uuid", "UniqueIdentifier", "ObjectId"})


def _by_default(field: FieldShape, body: Body) -> Meaning | None:
    """A generated default, whatever the name says."""
    if field.native and field.native.name in _NATIVE_IDENTIFIERS:
        return Meaning.MACHINE
    default = body.default(field.name)
    if not isinstance(default, Call):
        return None
    if default.name in _GENERATORS:
        return Meaning.MACHINE
    if default.name == "dbgenerated":
        sql = " ".join(str(each.value) for each in default.arguments).lower()
        return Meaning.MACHINE if any(word in sql for word in _GENERATED_BY_DATABASE) else None
    return None


def _by_type(field: FieldShape) -> Meaning | None:
    """A type of which nobody picks the values freely: enums, times, flags."""
    if field.is_unsupported:
        return Meaning.UNKNOWN
    if field.type_name == "Bytes":
        return Meaning.MACHINE
    if field.type_name in {"String", "Int", "BigInt", "Float", "Decimal"}:
        return None
    if field.type_name in SCALAR_TYPES:
        return Meaning.KIND if field.type_name != "Json" else Meaning.UNKNOWN
    return Meaning.KIND


# --- by name -------------------------------------------------------------------------------------

_SECRETS = frozenset(
    {"token", "hash", "hashed", "secret", "nonce", "signature", "salt", "jti", "otp", "encrypted"}
    | {"uuid", "guid", "cuid", "uid", "ulid", "nanoid", "hashid", "opaque", "random"}
    | {"sha", "sha1", "sha256", "md5", "etag", "password"}
)
_DIGESTS = frozenset({"digest", "checksum", "fingerprint"})
_HASHES = frozenset({"hash", "sha", "sha1", "sha256", "md5"})
_CONTENT = frozenset(
    {"content", "input", "output", "body", "file", "data", "payload", "node", "document", "request"}
    | {"response", "text", "source", "query", "prompt", "message", "image", "params", "args"}
)
_PUBLIC = frozenset(
    {"slug", "domain", "subdomain", "hostname", "host", "permalink", "handle", "vanity", "fqdn"}
)
_PLACES_OF_PUBLIC_NAMES = frozenset({"domain", "subdomain", "hostname", "host", "website"})
_ADDRESSES = frozenset({"email", "mail", "phone", "mobile", "telephone", "tel", "msisdn", "whatsapp"})
_CLAIMED = frozenset({"email", "mailbox", "inbox", "address", "sender", "phone", "number", "domain"})
_LOGIN_NAMES = frozenset({"username", "login", "nickname", "screenname"})
_CLIENTELE = frozenset(
    {"customer", "client", "contact", "lead", "patient", "student", "pupil", "guest", "subscriber"}
    | {"invitation", "invite", "invitee", "applicant", "candidate", "employee", "recipient"}
    | {"attendee", "tenant", "supplier", "vendor", "beneficiary", "borrower", "waitlist"}
)
_PERSONS = _CLIENTELE - {"tenant", "invitation", "invite", "invitee", "waitlist"}
_LINKS = frozenset({"url", "uri", "endpoint", "href"})
_PLACES_OF_LINKS = frozenset(
    {"public", "share", "shared", "short", "file", "image", "avatar", "storage", "object", "blob"}
    | {"s3", "cdn", "upload", "download", "logo", "thumbnail", "photo", "picture", "video", "audio"}
    | {"media", "attachment", "asset", "embed", "push", "subscription", "profile", "document"}
    | {"linkedin", "github", "twitter", "facebook", "instagram", "social"}
)
_KEYS_OF_MACHINES = frozenset(
    {"api", "token", "secret", "license", "access", "session", "cache", "lock", "encryption", "public"}
    | {"private", "client", "server", "idempotency", "dedupe", "dedup", "deduplication", "unique"}
    | {"s3", "storage", "object", "file", "blob", "partition", "lookup", "hashed", "encrypted", "admin"}
    | {"publishable", "signing", "routing", "ssh", "gpg", "pgp", "passkey", "credential"}
)
_THINGS_WITH_KEYS = frozenset(
    {"setting", "config", "configuration", "preference", "option", "variable", "parameter", "property"}
    | {"attribute", "field", "metadata", "feature", "flag", "translation", "template", "permission"}
    | {"role", "project", "issue", "segment", "metric", "env"}
)
_THINGS_WITH_CODES = frozenset(
    {"coupon", "discount", "voucher", "promo", "promotion", "product", "item", "article", "material"}
    | {"part", "course", "subject", "class", "department", "branch", "warehouse", "category", "plan"}
    | {"customer", "supplier", "vendor", "employee", "service", "cost", "center", "centre", "ledger"}
    | {"tax", "unit", "facility", "location", "program", "chart", "project", "position", "contract"}
)
_CODES_OF_MACHINES = frozenset(
    {"auth", "authorization", "login", "polling", "verification", "verify", "invite", "invitation"}
    | {"access", "reset", "backup", "recovery", "confirmation", "short", "referral", "join", "share"}
    | {"device", "otp", "qr", "tracking", "link", "session", "challenge", "oauth", "pairing", "mfa"}
    | {"activation", "affiliate"}
)
_NAMES = frozenset({"name", "title", "label", "nome", "nombre", "titulo", "bezeichnung"})
_NAMES_OF_MACHINES = frozenset(
    {"file", "s3", "bucket", "db", "database", "schema", "table", "container", "host", "domain"}
    | {"user", "login", "screen", "cluster", "pod", "volume", "image", "object", "key", "queue"}
    | {"stored", "storage", "blob", "migration", "job", "worker", "lock", "repo", "repository"}
)
_NAMED_BY_MACHINES = frozenset(
    {"queue", "lock", "lease", "bucket", "database", "container", "cluster", "file", "worker"}
    | {"partition", "shard", "server", "job", "migration", "instance", "index"}
)
_NUMBERS = frozenset({"number", "no", "nr", "num", "numero", "sku", "barcode", "ean", "upc"})
_NUMBERS_OF_THE_WORLD = frozenset(
    {"phone", "mobile", "tel", "fax", "tax", "vat", "iban", "bank", "card", "serial", "tracking"}
    | {"ssn", "imei", "vin", "passport", "license", "licence", "plate", "registration", "payment"}
    | {"transaction", "provider", "external", "national", "identity", "whatsapp", "account"}
)
_NUMBERED = frozenset(
    {"invoice", "receipt", "order", "quote", "quotation", "bill", "booking", "contract", "purchase"}
    | {"estimate", "proposal", "voucher", "ticket", "claim", "case", "shipment"}
)
"""Papers that a tenant numbers by its own count."""
_NUMBERS_OF_PERSONS = frozenset(
    {"tax", "vat", "passport", "national", "identity", "ssn", "license", "licence"}
)
_KINDS = frozenset(
    {"version", "order", "position", "index", "year", "month", "day", "week", "priority", "level"}
    | {"rank", "sort", "step", "sequence", "seq", "counter", "attempt", "revision", "date", "period"}
    | {"type", "kind", "status", "state", "category", "locale", "language", "lang", "currency"}
    | {"country", "region", "role", "mode", "platform", "provider", "method", "event", "action"}
)
_OPEN = frozenset({"source", "origin", "namespace", "topic", "scope", "realm"})
_IDENTIFIERS = frozenset({"id", "ref", "pk", "fk"})


def _by_name(field: FieldShape, model: Model) -> Meaning:
    parts = words(field.name)
    if not parts:
        return Meaning.UNKNOWN
    of = words(model.name)
    found = _identifier(parts) or _digest(parts)
    if found:
        return found
    for judge in (_address, _public, _key, _code, _link, _number, _name):
        found = judge(parts, of)
        if found:
            return found
    if field.type_name != "String":
        return Meaning.KIND if parts[-1] in _KINDS else Meaning.UNKNOWN
    if parts[-1] in _OPEN:
        return Meaning.OPEN
    if parts[-1] in _KINDS:
        return Meaning.KIND
    return Meaning.UNKNOWN


def _identifier(parts: Words) -> Meaning | None:
    if parts == ("id",):
        return Meaning.MACHINE
    if len(parts) > 1 and (parts[-1] in _IDENTIFIERS or parts[0] == "id"):
        return Meaning.FOREIGN
    return None


def _digest(parts: Words) -> Meaning | None:
    if _DIGESTS & set(parts) or (_HASHES & set(parts) and _CONTENT & set(parts)):
        return Meaning.DIGEST
    return Meaning.MACHINE if _SECRETS & set(parts) else None


def _address(parts: Words, of: Words) -> Meaning | None:
    """E-mail, phone, user name: a login, an address that someone claimed, or somebody's customer."""
    is_login_name = parts[-1] in _LOGIN_NAMES or parts[-2:] == ("user", "name")
    if not (_ADDRESSES & set(parts) or is_login_name):
        return None
    if _CLIENTELE & set(of):
        return Meaning.CHOSEN
    if set(of[-1:]) & _CLAIMED:
        return Meaning.PUBLIC
    return Meaning.LOGIN


def _public(parts: Words, of: Words) -> Meaning | None:
    if parts[-1] in _PUBLIC:
        return Meaning.PUBLIC
    if parts[-1] == "name" and set(of[-1:]) & _PLACES_OF_PUBLIC_NAMES:
        return Meaning.PUBLIC
    return None


def _key(parts: Words, of: Words) -> Meaning | None:
    if parts[-1] != "key":
        return None
    if _KEYS_OF_MACHINES & {*parts[:-1], *of} or of[-1:] == ("key",):
        return Meaning.MACHINE
    return Meaning.CHOSEN if _THINGS_WITH_KEYS & {*parts[:-1], *of} else Meaning.UNKNOWN


def _code(parts: Words, of: Words) -> Meaning | None:
    """A code is a short secret or link, unless it is the code of a thing that people name."""
    if parts[-1] not in {"code", "codigo"}:
        return None
    if _CODES_OF_MACHINES & {*parts[:-1], *of} or of[-1:] == ("code",):
        return Meaning.MACHINE
    if _THINGS_WITH_CODES & {*parts[:-1], *of}:
        return Meaning.CHOSEN
    return Meaning.KIND if _KINDS & {*parts[:-1], *of[-1:]} else Meaning.UNKNOWN


def _link(parts: Words, of: Words) -> Meaning | None:
    if parts[-1] not in _LINKS:
        return None
    return Meaning.MACHINE if _PLACES_OF_LINKS & {*parts[:-1], *of} else Meaning.LINK


def _number(parts: Words, of: Words) -> Meaning | None:
    if parts[-1] not in _NUMBERS:
        return None
    said = set(parts[:-1])
    if _NUMBERS_OF_THE_WORLD & said:
        return Meaning.CHOSEN if _PERSONS & set(of) and _NUMBERS_OF_PERSONS & said else Meaning.FOREIGN
    is_of_document = bool(_NUMBERED & said)  # `invoiceNumber`, whatever it stands on
    is_worlds = _NUMBERS_OF_THE_WORLD & set(of[-1:]) or of[-1:] == ("number",)
    return Meaning.FOREIGN if is_worlds and not is_of_document else Meaning.CHOSEN


def _name(parts: Words, of: Words) -> Meaning | None:
    if parts[-1] not in _NAMES:
        return None
    is_machines = _NAMES_OF_MACHINES & set(parts[:-1]) or set(of[-1:]) & _NAMED_BY_MACHINES
    return Meaning.UNKNOWN if is_machines else Meaning.CHOSEN

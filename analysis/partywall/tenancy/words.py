"""Names in schemas as words. The lists here are general vocabulary; they only ever tip a balance.

Structure decides (who refers to whom, through which keys); a word decides where two structures look
alike. No list is a closed world: a schema whose names are in none of them must come out right as well.
"""

from __future__ import annotations

import re

Words = tuple[str, ...]

# `userID` → user, ID; `HTTPServer` → HTTP, Server; `id_project` → id, project; `OAuth2App` → OAuth2, App.
_WORD = re.compile(r"OAuth\d*|[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+|[^\W_]+")

# A quick look before a name is taken apart: most columns are no identifiers.
_MAY_BE_ID = re.compile(r"(?i)(?:id|ref|fk|pk)_*$|^_*(?:[ug]?u?id|ref|fk|pk)_")

ID_WORDS = frozenset({"id", "uid", "uuid", "guid", "ref", "fk", "pk"})
"""What marks a column as an identifier: `teamId`, `teamUid`, `workspaceRef`, `id_project`."""

USER_WORDS = frozenset(
    {"user", "person", "people"}
    # Spanish and Portuguese, French, German, Italian, Dutch, Polish, Turkish, Indonesian, Swedish
    | {"usuario", "utilizador", "utilisateur", "benutzer", "nutzer", "utente", "gebruiker", "uzytkownik"}
    | {"kullanici", "pengguna", "anvandare"}
)

TENANT_WORDS = frozenset(
    {"tenant", "tenancy", "organization", "organisation", "org", "workspace", "company"}
    # the same in other languages
    | {"empresa", "organizacao", "organizacion", "inquilino", "entreprise", "societe", "azienda"}
    | {"organizzazione", "unternehmen", "mandant", "bedrijf", "perusahaan"}
)
"""Words for what people belong to, which hardly mean anything else beside a table of members."""

GROUP_WORDS = frozenset(
    {
        # groups of people, and the units that software is sold to
        *("team", "account", "space", "project", "group", "community", "business", "firm"),
        *("enterprise", "corporation", "institution", "association", "agency", "client", "customer"),
        *("merchant", "vendor", "seller", "brand", "franchise", "partner", "network", "chapter"),
        # houses with customers of their own
        *("store", "shop", "site", "website", "restaurant", "hotel", "venue", "gym", "studio", "salon"),
        *("club", "clinic", "practice", "hospital", "pharmacy", "school", "academy", "university"),
        *("church", "parish", "congregation", "household", "family", "farm", "warehouse"),
        *("municipality", "jurisdiction", "council", "laboratory", "lab"),
        # closed rooms of software
        *("guild", "server", "instance", "installation", "domain", "realm", "namespace", "hub"),
        *("app", "application", "environment", "env", "base", "portal", "subaccount", "publication"),
    }
)
"""Words for what can be a tenant and often is something else."""

LOOKUP_WORDS = frozenset(
    {
        # what rows and people are sorted by
        *("role", "permission", "feature", "plan", "tag", "category", "type", "status", "value"),
        *("price", "country", "region", "city", "currency", "language", "locale", "label", "flag"),
        *("tier", "level", "rank", "grade", "position", "department", "semester", "season", "genre"),
        # what is filled with content and shared one by one
        *("document", "file", "media", "image", "asset", "page", "note", "post", "article", "video"),
        *("song", "album", "playlist", "list", "task", "ticket", "form", "template", "product"),
        *("comment", "message", "recipe", "book", "question", "address", "setting", "snapshot"),
        *("version", "claim", "token", "key", "log", "member", "membership"),
        # what people take part in
        *("conversation", "chat", "room", "channel", "thread", "event", "course", "class", "lesson"),
        *("game", "match", "tournament", "quiz", "poll", "survey", "meeting", "challenge", "trip"),
    }
)
"""Words for what many rows refer to and people are tied to without being anybody's tenant."""

LEVEL_WORDS = frozenset(
    {"project", "workspace", "environment", "env", "team", "space", "site", "website", "store"}
    | {"app", "application", "base", "subaccount", "program", "tenancy", "instance"}
)
"""Words for a unit inside a tenant that has its own keys and settings.

Not among them is what a tenant's customers are called: in a CRM, companies, accounts and clients have
much data below them and are rows like any other.
"""

MEMBER_WORDS = frozenset(
    {"member", "membership", "collaborator", "participant", "permission", "access", "role", "staff"}
    | {"employee", "admin", "seat", "assignment"}
    | {"miembro", "membro", "membre", "mitglied", "lid"}
)
"""Words of a row that ties somebody to something."""

PERSONAL_WORDS = frozenset(
    {"preference", "setting", "device", "push", "favorite", "favourite", "layout", "theme"}
)
"""Words of what is a user's own even where every user is in one tenant."""

CREDENTIAL_WORDS = frozenset({"token", "key", "code", "secret"})
"""Words that make a secret of any such name: an access token ties nobody to anything."""

INVITE_WORDS = frozenset({"invite", "invitation", "invited", "invitee", "invitelink"})

ADMINISTRATION_WORDS = frozenset(
    {"subscription", "billing", "setting", "config", "key", "token", "domain", "webhook"}
    | {"audit", "usage", "integration", "apikey", "plan"}
)
"""Words of what is bought, set and watched for one customer of the software."""

PREFERENCE_WORDS = frozenset(
    {"active", "current", "last", "default", "selected", "preferred", "recent", "favorite"}
    | {"favourite", "latest", "initial", "previous", "impersonated", "pinned", "assigned"}
)
"""First words of a column that remembers a choice or whose turn it is (`lastSelectedTeamId`): never a key."""

PROVIDER_TERMS = {
    "slack": frozenset({"team", "workspace", "enterprise", "channel", "app", "user"}),
    "discord": frozenset({"guild", "server", "channel", "application", "user"}),
    **dict.fromkeys(
        ("microsoft", "azure", "entra", "aad", "msteams", "outlook"),
        frozenset({"tenant", "team", "group", "client", "application", "user"}),
    ),
    **dict.fromkeys(
        ("github", "gitlab", "bitbucket"),
        frozenset({"organization", "org", "group", "project", "installation", "app", "user"}),
    ),
    **dict.fromkeys(
        ("jira", "linear", "atlassian", "asana", "notion", "clickup", "trello"),
        frozenset({"organization", "workspace", "team", "site", "space", "project", "user"}),
    ),
    **dict.fromkeys(
        ("salesforce", "hubspot", "zendesk", "intercom", "pipedrive"),
        frozenset({"organization", "org", "company", "account", "workspace", "portal", "user"}),
    ),
    **dict.fromkeys(
        ("okta", "auth0", "oauth", "saml", "sso", "oidc", "openid", "imap", "smtp"),
        frozenset({"tenant", "organization", "org", "client", "app", "application", "user"}),
    ),
    **dict.fromkeys(("google", "meta", "facebook"), frozenset({"account", "customer", "project", "user"})),
    "stripe": frozenset({"account", "customer", "price", "product", "plan"}),
    "shopify": frozenset({"shop", "store", "customer", "product"}),
    "vercel": frozenset({"team", "project", "user"}),
}
"""Services that store ids of their own under names that are ours elsewhere, and under which names."""

AUTH_WORDS = frozenset(
    {"session", "verification", "authenticator", "passkey", "password", "credential", "jwk"}
    | {"oauth", "otp", "totp", "mfa", "twofactor", "refresh", "login", "jackson", "auth"}
    | {"csrf", "nonce", "webauthn", "grant", "consent"}
)
"""Words of the tables that sign people in; they belong to a user or to nobody."""


LOG_WORDS = frozenset({"audit", "log", "history", "trail", "journal", "archive", "usage", "metric"})
"""Words of the tables that tell what happened; their rows may outlive what they tell of."""


def words(name: str) -> Words:
    """The words of a name, in lower case and in the singular: `UserAccounts` → user, account."""
    return tuple(_singular(word.lower()) for word in _WORD.findall(name))


def stem(column: str) -> Words | None:
    """What an identifier column names: `teamId` → team, `id_project` → project; None for any other."""
    if not _MAY_BE_ID.search(column):
        return None
    parts = words(column)
    if len(parts) > 1 and parts[-1] in ID_WORDS:
        return parts[:-1]
    if len(parts) > 1 and parts[0] in ID_WORDS and parts[1] != "token":  # `id_token` is OAuth's
        return parts[1:]
    return None


def is_preference(stem: Words) -> bool:
    """Whether what a column names is a remembered choice rather than whose the row is."""
    return len(stem) > 1 and stem[0] in PREFERENCE_WORDS


def is_of_provider(model: Words, stem: Words) -> bool:
    """Whether a column of a model holds a service's own id: Slack's team, Microsoft's tenant."""
    return any(stem[-1] in PROVIDER_TERMS[word] for word in (*model, *stem) if word in PROVIDER_TERMS)


def _singular(word: str) -> str:
    """English plurals as far as schemas use them; a wrong singular is harmless where it is stable."""
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")) and len(word) > len("axes"):
        return word[:-2]
    if word.endswith("s") and len(word) > len("bus") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word

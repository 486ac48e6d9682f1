"""Names in schemas as words. The lists here are general vocabulary; they only ever tip a balance.

Structure decides (who refers to whom, through which keys); a word decides where two structures look
alike. No list is a closed world: a schema whose names are in none of them must come out right as well.
"""

from __future__ import annotations

import re

Words = tuple[str, ...]

# `userID` → user, ID; `HTTPServer` → HTTP, Server; `id_project` → id, project; `OAuth2App` → OAuth2, App.
_WORD = re.compile(r"OAuth\d*|[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+|[^\W_]+")

ID_WORDS = frozenset({"id", "uid", "uuid", "guid", "ref", "fk", "pk"})
"""What marks a column as an identifier: `teamId`, `teamUid`, `workspaceRef`, `id_project`."""

USER_WORDS = frozenset({"user", "person", "people"})

TENANT_WORDS = frozenset({"tenant", "tenancy", "organization", "organisation", "org", "workspace", "company"})
"""Words that hardly mean anything else when they name what people belong to."""

GROUP_WORDS = frozenset(
    {
        # teams, and the units that software is sold to
        *("team", "account", "space", "project", "group", "community", "business", "firm"),
        *("enterprise", "corporation", "institution", "association", "agency", "client", "customer"),
        *("merchant", "vendor", "seller", "brand", "franchise", "partner", "network", "branch"),
        # places and houses with their own customers
        *("store", "shop", "site", "website", "restaurant", "hotel", "venue", "gym", "studio", "salon"),
        *("club", "clinic", "practice", "hospital", "pharmacy", "school", "academy", "university"),
        *("church", "parish", "congregation", "household", "family", "home", "property", "building"),
        *("farm", "office", "warehouse", "municipality", "jurisdiction", "city", "district"),
        # closed rooms of software
        *("guild", "server", "instance", "installation", "domain", "realm", "namespace", "hub"),
        *("app", "application", "environment", "env", "base", "portal", "chapter", "subaccount"),
        *("publication", "newsroom", "laboratory", "lab", "council", "department"),
    }
)
"""Words for what can be a tenant and often is something else."""

LOOKUP_WORDS = frozenset(
    {"role", "permission", "feature", "plan", "tag", "category", "type", "status", "value", "price"}
    | {"country", "currency", "language", "locale", "address", "file", "media", "image", "asset"}
    | {"template", "product", "label", "flag", "tier", "claim", "setting", "snapshot", "version"}
    | {"member", "membership", "message", "comment", "post", "event", "token", "key", "log"}
)
"""Words for what many rows refer to without belonging to it, or for what is always somebody's."""

SUBROOT_WORDS = frozenset(
    {"project", "workspace", "environment", "env", "team", "space", "site", "website", "store"}
    | {"app", "application", "base", "subaccount", "program", "property", "location", "branch"}
    | {"tenancy", "instance", "department", "account", "board"}
)
"""Words for a unit inside a tenant that gets its own members, keys and settings."""

MEMBER_WORDS = frozenset(
    {"member", "membership", "collaborator", "participant", "permission", "access", "role", "staff"}
    | {"employee", "admin", "seat", "assignment"}
)
"""Words of a row that ties somebody to something."""

INVITE_WORDS = frozenset({"invite", "invitation", "invited", "invitee", "invitelink"})

PREFERENCE_WORDS = frozenset(
    {"active", "current", "last", "default", "selected", "preferred", "recent", "favorite"}
    | {"favourite", "latest", "initial", "previous", "impersonated", "pinned"}
)
"""First words of a column that remembers a choice, such as `lastSelectedTeamId`: never a key."""

PROVIDER_WORDS = frozenset(
    {"slack", "azure", "microsoft", "msteams", "entra", "discord", "github", "gitlab", "google"}
    | {"jira", "linear", "okta", "auth0", "notion", "hubspot", "salesforce", "stripe", "zendesk"}
    | {"external", "remote", "ms", "aad", "twilio", "shopify", "vercel", "atlassian", "intercom"}
    | {"imap", "smtp", "oauth", "saml", "sso"}
)
"""Services with tenants, teams and organizations of their own, whose ids get stored."""

AUTH_WORDS = frozenset(
    {"session", "verification", "authenticator", "passkey", "password", "credential", "jwk"}
    | {"oauth", "otp", "totp", "mfa", "twofactor", "refresh", "login", "jackson", "auth"}
    | {"csrf", "nonce", "webauthn"}
)
"""Words of the tables that sign people in; they belong to a user or to nobody."""


def words(name: str) -> Words:
    """The words of a name, in lower case and in the singular: `UserAccounts` → user, account."""
    return tuple(_singular(word.lower()) for word in _WORD.findall(name))


def stem(column: str) -> Words | None:
    """What an identifier column names: `teamId` → team, `id_project` → project; None for any other."""
    parts = words(column)
    if len(parts) > 1 and parts[-1] in ID_WORDS:
        return parts[:-1]
    if len(parts) > 1 and parts[0] in ID_WORDS:
        return parts[1:]
    return None


def is_preference(column: str) -> bool:
    """Whether a column remembers a choice rather than saying whose the row is."""
    parts = words(column)
    return len(parts) > 1 and parts[0] in PREFERENCE_WORDS


def _singular(word: str) -> str:
    """English plurals as far as schemas use them; a wrong singular is harmless where it is stable."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word

"""A function shows the rows of a table with policies to whoever may call it.

## What it does

Reports functions that are made or become `SECURITY DEFINER` and whose body names a table with row-level
security, but nothing that its policies compare: no tenant key, no setting of the session. Functions of
triggers, and those that are taken from `PUBLIC` in the same file, are left out.

## Why it matters

Such a function reads and writes with the rights of its owner, for whom policies mostly do not hold, and every
role may call a new function. What it leaves out of its conditions nobody adds: it gives the rows of all
tenants.

## Example

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_count
CREATE FUNCTION count_notes() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$ SELECT count(*) FROM "Note" $$;
```

## Use instead

```sql
-- migration: 20240101000000_init
CREATE TABLE "Note" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL);
ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
-- migration: 20240201000000_count
CREATE FUNCTION count_notes() RETURNS bigint LANGUAGE sql
AS $$ SELECT count(*) FROM "Note" $$;
```

## When it is fine

What it gives is for everybody: whether a name is taken, how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from partywall.database.ddl import CreateOther
from partywall.database.model import Name
from partywall.database.sql_cursor import Cursor, Unread
from partywall.diagnostics.finding import Severity
from partywall.review.hazard import Risk
from partywall.review.statements import Script, Statement
from partywall.review.view import MigrationView

SEVERITIES = {"recommended": Severity.WARNING, "strict": Severity.WARNING}


def check(view: MigrationView) -> Iterator[Risk]:
    """Functions that pass policies by."""
    secured = [each.name for each in view.after.tables if view.is_secured(each.name, view.after)]
    for statement in view.statements if secured else ():
        found = _function(view, statement) if statement.has("SECURITY", "DEFINER") else None
        if found is None or _is_of_a_trigger(found[1]):
            continue
        name, made = found
        words = _words(made)
        read = next((each for each in secured if each.text in words), None)
        if read is None or words & _compared(view, read) or _is_kept(view, name):
            continue
        yield Risk(
            statement.span_of("SECURITY", "DEFINER"),
            f"`{name}` goes to `{read.text}` with its owner's rights, past the policies, for "
            "whoever calls it",
            "leave out `SECURITY DEFINER`, or compare the tenant key in it with the tenant of the session",
        )


def _function(view: MigrationView, statement: Statement) -> tuple[str, Statement] | None:
    """The name of a function that is made or altered here, and the statement that made it."""
    operation = statement.operation
    if isinstance(operation, CreateOther):
        return (operation.name.text, statement) if operation.kind == "FUNCTION" else None
    cursor = Cursor(statement.source)
    if not cursor.takes("ALTER", "FUNCTION") and not cursor.takes("ALTER", "PROCEDURE"):
        return None
    try:
        name = cursor.qualified().text
    except Unread:
        return None
    others = [each for each in view.before.others if each.kind == "FUNCTION" and each.name == name]
    made = [each for other in others for each in Script(other.sql, view.provider).statements]
    return (name, made[0]) if len(others) == 1 and made else None


def _is_of_a_trigger(statement: Statement) -> bool:
    return statement.has("RETURNS", "TRIGGER") or statement.has("RETURNS", "EVENT_TRIGGER")


def _words(statement: Statement) -> frozenset[str]:
    """The names in it, and in its strings, of which the body is one."""
    plain = frozenset(each.value for each in statement.tokens if each.is_name)
    texts = (each.value for each in statement.tokens if each.kind == "string")
    return plain.union(*map(statement.provider.language.words, texts))


def _compared(view: MigrationView, name: Name) -> frozenset[str]:
    """What keeps tenants apart in a table: its key, the columns in its policies, and what these call."""
    tenants, table = view.tenants.table(name), view.after.table(name)
    found = set(tenants.keys) if tenants else set[str]()
    for policy in view.others(view.after, "POLICY", name):
        found |= {each.name for each in table.columns if each.name in policy.words} if table else set()
        found |= {each for each in _CALL.findall(policy.sql) if each.upper() not in _NO_FUNCTIONS}
    return frozenset(found)


_CALL = re.compile(r"(\w+)\s*\(")
_NO_FUNCTIONS = frozenset(
    {"USING", "CHECK", "AND", "OR", "NOT", "IN", "ANY", "ALL", "EXISTS", "WHERE", "AS", "ON"}
)


def _is_kept(view: MigrationView, function: str) -> bool:
    """Whether the file takes it from those who could call it otherwise."""
    return any(each.keyword == "REVOKE" and each.mentions(function) for each in view.statements)

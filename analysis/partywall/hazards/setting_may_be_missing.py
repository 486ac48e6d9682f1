"""A policy asks for a setting that may not be set, and every query fails.

## What it does

Hints at `current_setting('…')` in a policy without `true` as its second argument, and at one that is made a
number or a `uuid` as it is.

## Why it matters

Where nobody has set the tenant, such as in a job or in `psql`, the query fails (42704) instead of reading
nothing. And once a transaction has set it, the setting is there and empty for the rest of the session:
`''`, not `NULL`. On a connection out of a pool `''::uuid` then fails (22P02) at the next query without a
tenant.

## Example

```sql
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant'));
```

## Use instead

```sql
CREATE POLICY "tenant" ON "Note" USING ("tenantId" = current_setting('app.tenant', true));
```

## When it is fine

A query without a tenant is to fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.database.sql_tokens import Token
from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.INFORMATION}

_TEXTS = frozenset({"TEXT", "VARCHAR", "CHARACTER", "CITEXT", "NAME"})


def check(view: MigrationView) -> Iterator[Risk]:
    """Settings without which a policy fails."""
    for statement in view.statements:
        if statement.has("POLICY") and statement.keyword in {"CREATE", "ALTER"}:
            for at, token in enumerate(statement.tokens):
                if token.value == "current_setting" and (risk := _risk(statement.tokens[at:])):
                    yield risk


def _risk(tokens: Sequence[Token]) -> Risk | None:
    """What may happen to a call, with what follows it."""
    keys = [each.key for each in tokens[:8]] + [""] * 8
    if keys[1] != "(" or not tokens[2:] or tokens[2].kind != "string":
        return None
    may_be_missing = keys[3:6] == [",", "TRUE", ")"]
    if not may_be_missing and keys[3] != ")":
        return None
    last = 5 if may_be_missing else 3
    span, name = Span(tokens[0].start, tokens[last].end), tokens[2].value
    cast = tokens[last + 2].value if keys[last + 1] == "::" and tokens[last + 2 :] else "text"
    is_cast = cast.upper() not in _TEXTS
    edits = [] if may_be_missing else [Edit(Span(tokens[2].end, tokens[2].end), ", true")]
    if is_cast:
        edits = [
            Edit(Span(span.start, span.start), "nullif("),
            *edits,
            Edit(Span(span.end, span.end), ", '')"),
        ]
    if not may_be_missing:
        return Risk(
            span,
            f"without the setting `{name}` every query on the table fails",
            "pass `true` as the second argument: then there is no tenant, and no row",
            SqlFix("Let it be missing", Safety.UNSAFE, tuple(edits)),
        )
    if not is_cast:
        return None
    return Risk(
        span,
        f"once a transaction has set `{name}` it is `''` afterwards, and `''::{cast}` fails",
        "put `nullif(…, '')` around it: then there is no tenant, and no row",
        SqlFix("Let it be empty", Safety.UNSAFE, tuple(edits)),
    )

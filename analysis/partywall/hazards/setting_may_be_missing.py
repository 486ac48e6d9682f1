"""A policy asks for a setting that may not be set, and every query fails.

## What it does

Hints at `current_setting('…')` in a policy without `true` as its second argument.

## Why it matters

Where nobody has set the tenant, such as in a job or in `psql`, the query fails (42704) instead of reading
nothing. And once a transaction has set it, the setting is there and empty for the rest of the session:
`''`, not `NULL`.

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

from collections.abc import Iterator

from partywall.diagnostics.finding import Severity
from partywall.diagnostics.fix import Safety
from partywall.review.hazard import Risk, SqlFix
from partywall.review.view import MigrationView
from partywall.text import Edit, Span

SEVERITIES = {"recommended": Severity.HINT, "strict": Severity.INFORMATION}


def check(view: MigrationView) -> Iterator[Risk]:
    """Settings without which a policy fails."""
    for statement in view.statements:
        if not statement.has("POLICY") or statement.keyword not in {"CREATE", "ALTER"}:
            continue
        tokens = statement.tokens
        for at, token in enumerate(tokens[:-3]):
            is_call = token.value == "current_setting" and tokens[at + 1].key == "("
            if is_call and tokens[at + 2].kind == "string" and tokens[at + 3].key == ")":
                end = tokens[at + 2].end
                yield Risk(
                    Span(token.start, tokens[at + 3].end),
                    f"without the setting `{tokens[at + 2].value}` every query on the table fails",
                    "pass `true` as the second argument: then there is no tenant, and no row",
                    SqlFix("Let it be missing", Safety.UNSAFE, (Edit(Span(end, end), ", true"),)),
                )

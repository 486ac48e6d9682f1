"""An amount of money is a `Float`, which cannot hold most amounts exactly.

## What it does

Reports, for the strict profile, `Float` fields of a schema with tenants that hold money by their names:
prices, costs, fees, salaries; amounts, totals, discounts and the like where the model is about money or has
a currency. Rates, percentages, scores and quantities are left alone. The option `words` adds words for money,
such as those of another language.

## Why it matters

A `Float` is a binary fraction: 0.1 is none. Sums of invoices are off by a cent, two services round
differently, and a comparison with what a payment provider reports fails for some rows. What one tenant is
billed has to be exact.

## Example

```prisma
model Org {
  id       Int       @id @default(autoincrement())
  invoices Invoice[]
  orders   Order[]
}

model Invoice {
  id      Int   @id @default(autoincrement())
  orgId   Int
  total   Float
  taxRate Float
  org     Org   @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Order {
  id    Int     @id @default(autoincrement())
  orgId Int
  price Decimal @db.Decimal(12, 2)
  org   Org     @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}
```

## Use instead

```prisma
model Org {
  id       Int       @id @default(autoincrement())
  invoices Invoice[]
  orders   Order[]
}

model Invoice {
  id      Int     @id @default(autoincrement())
  orgId   Int
  total   Decimal @db.Decimal(12, 2)
  taxRate Float
  org     Org     @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}

model Order {
  id    Int     @id @default(autoincrement())
  orgId Int
  price Decimal @db.Decimal(12, 2)
  org   Org     @relation(fields: [orgId], references: [id], onDelete: Cascade)

  @@index([orgId])
}
```

## When it is fine

Estimates and forecasts that are never billed or added up:
`// partywall: allow money-in-float an estimate for a chart`. Whole numbers of cents in an `Int` are not
reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partywall.diagnostics.finding import Finding, Severity
from partywall.diagnostics.fix import AddFieldAttribute, Fix, Operation, RemoveFieldAttribute, Safety, SetType
from partywall.syntax.tree import BlockKind
from partywall.tenancy.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partywall.diagnostics.rule import ModelView, Option
    from partywall.schema.shape import FieldShape

AVOIDS = "rates, percentages and scores"
SEVERITIES = {"recommended": None, "strict": Severity.WARNING}

OPTIONS: dict[str, Option] = {"words": ()}
"""`words`: further words for money."""

_WITHOUT_DECIMAL = frozenset({"mongodb"})

_MONEY = frozenset(
    {"price", "cost", "fee", "salary", "wage", "revenue", "turnover", "payment", "payout", "refund"}
    | {"surcharge", "tariff", "rent", "debt", "invoice", "income", "expense", "profit", "loss"}
    | {"earning", "spend", "spending", "subtotal", "deposit", "tuition", "donation", "premium", "payroll"}
    | {"money", "cash", "usd", "eur", "gbp", "dollar", "euro"}
)
"""Words for money itself."""

_MAYBE = frozenset(
    {"amount", "total", "balance", "discount", "tax", "vat", "budget", "due", "paid", "value", "gross"}
    | {"net", "credit", "debit", "commission", "charge", "bonus", "sum", "limit", "worth", "tip"}
)
"""Words for money where the model is about money."""

_OTHERS = frozenset(
    {"rate", "percent", "percentage", "pct", "ratio", "factor", "multiplier", "share", "score", "margin"}
    | {"count", "quantity", "qty", "hour", "minute", "second", "day", "month", "token", "point", "index"}
    | {"weight", "rank", "change", "growth", "average", "probability", "confidence", "level", "unit"}
    | {"id", "number", "code", "type", "status", "length", "size", "width", "height", "distance"}
)
"""What a name with such a last word measures is not money."""

_ABOUT_MONEY = frozenset(
    {"invoice", "payment", "order", "quote", "estimate", "bill", "billing", "transaction", "transfer"}
    | {"receipt", "refund", "expense", "payroll", "salary", "payslip", "loan", "account", "wallet"}
    | {"subscription", "purchase", "sale", "cart", "checkout", "ledger", "budget", "price", "fee"}
    | {"deal", "coupon", "discount", "product", "plan", "payout", "donation", "tax", "charge", "credit"}
)

_SHARES = frozenset({"percent", "percentage", "pct", "rate", "ratio"})
"""Wherever they stand."""

_SMALL = frozenset({"per", "token", "unit", "cent"})
"""A price for one of many, and what is counted in cents, has other digits than an amount that is paid."""


def check(model: ModelView) -> Iterator[Finding]:
    """`Float` fields that hold money."""
    if model.context.habits.conventions is None or model.model.kind is not BlockKind.MODEL:
        return
    if model.context.provider in _WITHOUT_DECIMAL or model.verdict.ownership == "unknown":
        return
    for field in model.model.scalar_fields.values():
        if field.type_name == "Float" and not field.is_unsupported and field.arity != "list":
            name = words(field.name)
            if _is_money(name, model):
                yield _finding(field, name, model)


def _is_money(name: Words, model: ModelView) -> bool:
    """Whether a name says money, by itself or in a model about money."""
    if not name or _is_other(name):
        return False
    if not _MONEY.isdisjoint(name) or not _further(model).isdisjoint(name):
        return True
    has_currency = any("currency" in words(each) for each in model.model.scalar_fields)
    is_about = has_currency or not _ABOUT_MONEY.isdisjoint(words(model.name))
    return is_about and not _MAYBE.isdisjoint(name)


def _further(model: ModelView) -> frozenset[str]:
    given = model.options["words"]
    return frozenset(word.lower() for word in given) if isinstance(given, tuple) else frozenset()


def _is_other(name: Words) -> bool:
    """Whether it measures something else: `priceChange`, `costShare`; but `costPerUnit` is a cost."""
    return not _SHARES.isdisjoint(name) or (name[-1] in _OTHERS and "per" not in name)


def _finding(field: FieldShape, name: Words, model: ModelView) -> Finding:
    at, prefix = model.field_anchor(field.name), model.context.habits.datasource
    conventions = model.context.habits.conventions
    native = conventions.decimal if conventions and _SMALL.isdisjoint(name) else None
    arguments = f"({', '.join(native.arguments)})" if native and native.arguments else ""
    written = f"@{prefix}.{native.name}{arguments}" if native else ""
    operations: list[Operation] = [SetType(at, "Decimal", field.arity)]
    if field.native:
        old = model.field_anchor(field.name, f"{prefix}.{field.native.name}")
        operations.append(RemoveFieldAttribute(old))
    if written:
        operations.append(AddFieldAttribute(at, written))
    rounding = f" Values with more digits than `{written}` has are rounded." if written else ""
    wanted = f"Decimal {written}".strip()
    return Finding(
        at=at,
        message=f"`{field.name}` holds money in a `Float`",
        help=f"most amounts have no exact `Float`, and sums are off by a cent: use `{wanted}`",
        fix=Fix(
            f"Make it `{wanted}`",
            Safety.UNSAFE,
            tuple(operations),
            f"The Prisma Client then gives and takes `Decimal` objects instead of numbers.{rounding}",
        ),
    )

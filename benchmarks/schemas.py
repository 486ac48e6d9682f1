"""Multi-tenant schemas of any size, the same ones for every server.

A SaaS in modules of ten models: `Tenant` owns the head of each module, the rest of a module belongs
to it by composite foreign keys that carry the tenant. Every second model may hold a fault that a
tenant linter must find (`--findings`): a number that is unique across all tenants.
"""

from __future__ import annotations

MODULES = (
    "Accounting",
    "Booking",
    "Catalogue",
    "Dispatch",
    "Equipment",
    "Fulfilment",
    "Grants",
    "Hiring",
    "Insurance",
    "Journal",
    "Kitchen",
    "Leasing",
    "Marketing",
    "Nursing",
    "Orders",
)
PIECES = ("Case", "Entry", "Step", "Visit", "Person", "Letter", "Job", "Item", "Batch", "Route")

_COMPOSITE = "@relation(fields: [tenantId, parentId], references: [tenantId, id], onDelete: Cascade)"
_HEAD = """\
generator client {
  provider = "prisma-client"
  output   = "../generated"
}

datasource db {
  provider = "postgresql"
}

/// Every row below belongs to exactly one of these.
model Tenant {
  id        String   @id @default(uuid()) @db.Uuid
  name      String
  createdAt DateTime @default(now()) @map("created_at")
  updatedAt DateTime @updatedAt @map("updated_at")
"""


def generate(models: int, *, findings: bool = False) -> str:
    """A schema of that many models, `Tenant` included."""
    names = [_name(number) for number in range(models - 1)]
    children: dict[int | None, list[int]] = {}
    for number in range(len(names)):
        children.setdefault(_parent(number), []).append(number)
    lines = [_HEAD.rstrip("\n")]
    lines += [f"  {_lower(names[child])}s {names[child]}[]" for child in children.get(None, [])]
    lines += ["", '  @@map("tenants")', "}", ""]
    for number, name in enumerate(names):
        lines += _model(number, names, children.get(number, []), faulty=findings and number % 2 == 1)
        if number % 10 == 0:
            lines += [f"enum {name}State {{", "  OPEN", "  ACTIVE", '  CLOSED @map("closed")', "}", ""]
    return "\n".join(lines)


def _model(number: int, names: list[str], children: list[int], *, faulty: bool) -> list[str]:
    parent = _parent(number)
    state = f"{names[number - number % 10]}State"
    lines = [
        f"/// Record {number} of its tenant",
        f"model {names[number]} {{",
        "  id        String   @id @default(uuid()) @db.Uuid",
        '  tenantId  String   @map("tenant_id") @db.Uuid // whose it is',
    ]
    if parent is None:
        lines.append(
            "  tenant    Tenant   @relation(fields: [tenantId], references: [id], onDelete: Cascade)"
        )
    else:
        lines += [
            '  parentId  String   @map("parent_id") @db.Uuid',
            f"  parent    {names[parent]} {_COMPOSITE}",
        ]
    lines += [
        "  title     String   @db.VarChar(200)",
        "  code      String",
        f"  state     {state} @default(OPEN)",
        "  price     Decimal  @default(0) @db.Decimal(12, 2)",
        "  count     Int      @default(1)",
        "  labels    String[]",
        "  details   Json?",
        '  createdAt DateTime @default(now()) @map("created_at")',
        '  updatedAt DateTime @updatedAt @map("updated_at")',
    ]
    if faulty:
        lines.append("  invoiceNumber String @unique")
    lines += [f"  {_lower(names[child])}s {names[child]}[]" for child in children]
    lines += [
        "",
        "  @@unique([tenantId, id])",
        "  @@unique([tenantId, code])",
        "  @@index([tenantId, state, createdAt(sort: Desc)])",
        f'  @@map("t{number}_{names[number].lower()}")',
        "}",
        "",
    ]
    return lines


def _parent(number: int) -> int | None:
    """The head of each module belongs to the tenant, every third model to the head, others to a brother."""
    if number % 10 == 0:
        return None
    return number - number % 10 if number % 3 else number - 1


def _name(number: int) -> str:
    module = number // 10
    turn = module // len(MODULES)
    return f"{MODULES[module % len(MODULES)]}{turn or ''}{PIECES[number % 10]}"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]

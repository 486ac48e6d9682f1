"""What all rules cost grows as the schema does, and no faster."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

from partywall.config import TenancySettings
from partywall.diagnostics.conventions import ConventionReader
from partywall.diagnostics.habits import habits
from partywall.diagnostics.rule import Context, ModelRule, ModelView
from partywall.rules.discovery import rules
from partywall.schema.read import read
from partywall.tenancy.classify import classify

MODELS = 250


def _schema(models: int) -> str:
    lists = "\n".join(f"  list{number} Thing{number}[]" for number in range(models))
    things = "\n".join(
        f"""
model Thing{number} {{
  id       String @id @default(cuid())
  name     String @unique
  slug     String @unique
  parentId String?
  tenantId String
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade)
  parent   Thing{number - 1}? @relation(fields: [parentId], references: [id])
  children Thing{number + 1}[]

  @@unique([tenantId, name])
  @@index([slug, tenantId])
}}"""
        for number in range(1, models)
    )
    return f"model Tenant {{\n  id String @id\n{lists}\n}}\n{things}\n"


def _seconds(models: int) -> float:
    """What all rules take for a schema of so many models, in processor time."""
    reading = read({"schema.prisma": _schema(models)})
    schema = reading.schema
    tenancy = classify(schema, TenancySettings())
    known = replace(
        habits(schema, tenancy), conventions=ConventionReader().read(schema, reading.bodies, tenancy)
    )
    context = Context("distributed", "postgresql", schema.relation_mode, known)
    views = [
        ModelView(model, reading.bodies[name], tenancy.verdicts[name], context, schema, tenancy)
        for name, model in schema.models.items()
    ]
    on_models = [rule for rule in rules() if isinstance(rule, ModelRule)]
    seconds: list[float] = []
    for _ in range(3):
        start = process_time()
        found = sum(1 for view in views for rule in on_models for _ in rule.check(view))
        seconds.append(process_time() - start)
        assert found > models
    return min(seconds)


def test_all_rules_together_cost_in_step_with_the_models() -> None:
    # Twice the models, twice the time; a rule that looks at all models for each would make it four times.
    assert _seconds(2 * MODELS) < 3 * _seconds(MODELS)

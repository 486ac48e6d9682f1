"""Whose the rows of a table are, and what Prisma Client puts into a new one."""

from __future__ import annotations

from partywall.database.from_schema import table_name
from partywall.database.model import Name, Table
from partywall.database.providers import provider_of
from partywall.migrations.data_writing import Subject
from partywall.migrations.fill import Asked
from partywall.schema.model import Model, Relation
from partywall.schema.shape import Body
from partywall.syntax.tree import Call
from partywall.tenancy.verdict import Verdict

_IDS = frozenset({"uuid", "cuid", "ulid", "nanoid"})


def subject_of(asked: Asked, model: Model, table: Table) -> Subject:
    """The table of a model. A row without a key belongs to the parent that leads to its tenant."""
    body = asked.bodies.get(model.name, Body())
    generated = {name for name, value in body.defaults if isinstance(value, Call) and value.name in _IDS}
    owner, key, reference = _owner(asked, model)
    return Subject(
        table,
        owner,
        key,
        reference,
        generated=frozenset(map(model.column, generated)),
        updated_at=frozenset(map(model.column, body.updated_at)),
    )


def _owner(asked: Asked, model: Model) -> tuple[Name | None, str, str]:
    """The table of owners, the key of a row, and the column that it names."""
    verdict = asked.tenancy.verdicts.get(model.name)
    for relation in asked.schema.relations_from(model.name):
        if verdict and _leads_to_owner(verdict, relation):
            owner = asked.schema.models[relation.target]
            provider = provider_of(asked.schema.provider)
            own, theirs = relation.fields[0], relation.references[0]
            return table_name(owner, provider), model.column(own), owner.column(theirs)
    return None, "", ""


def _leads_to_owner(verdict: Verdict, relation: Relation) -> bool:
    if verdict.key is not None:
        return relation.fields == (verdict.key,)
    field = relation.forward.field if relation.forward else ""
    return verdict.path[:1] == (field,) and len(relation.fields) == 1

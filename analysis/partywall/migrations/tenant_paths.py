"""The paths along which a row and its parents say a tenant each: where they differ, a row is seen by two.

Unlike the search for a value (`fill`), it takes nullable foreign keys too, and all parents, near and far.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.database.from_schema import table_name
from partywall.database.model import Name
from partywall.database.provider import Provider
from partywall.database.providers import provider_of
from partywall.migrations.fill import Asked, Join, Path
from partywall.schema.model import Model, Relation
from partywall.syntax.tree import BlockKind
from partywall.tenancy.verdict import TenantKey
from partywall.values import dataclass

_LONGEST_PATH = 5


@dataclass(frozen=True, slots=True)
class TenantPath:
    """A tenant key of a table, and the path to a parent's key of the same root."""

    table: Name
    column: str
    path: Path

    @property
    def columns(self) -> frozenset[tuple[Name, str]]:
        """All columns that it rests on."""
        found = {(self.table, self.column), (self.path.joins[-1].table, self.path.column)}
        at = self.table
        for join in self.path.joins:
            for own, theirs in join.pairs:
                found |= {(at, own), (join.table, theirs)}
            at = join.table
        return frozenset(found)

    def __str__(self) -> str:
        return f"{self.table.text}.{self.column} and {self.path}"


def tenant_paths(asked: Asked) -> Iterator[TenantPath]:
    """The paths of all models, nearest parents first."""
    provider = provider_of(asked.schema.provider)
    for name, verdict in asked.tenancy.verdicts.items():
        model = asked.schema.models.get(name)
        if model is None or model.kind is not BlockKind.MODEL:
            continue
        for key in verdict.keys:
            column = model.scalar_fields.get(key.field)
            if column is not None:
                for path in _paths(asked, model, key):
                    yield TenantPath(table_name(model, provider), column.column, path)


def _paths(asked: Asked, model: Model, key: TenantKey) -> Iterator[Path]:
    provider = provider_of(asked.schema.provider)
    level: list[tuple[Model, tuple[Join, ...]]] = [(model, ())]
    seen = {model.name}
    for _ in range(_LONGEST_PATH):
        following: list[tuple[Model, tuple[Join, ...]]] = []
        for at, joins in level:
            for relation in asked.schema.relations_from(at.name):
                target = asked.schema.models.get(relation.target)
                join = _join(at, relation, target, key, provider)
                if target is None or join is None:
                    continue
                column = _key_of(asked, target, key)
                if column is not None:
                    yield Path((*joins, join), column)
                elif target.name not in seen:
                    seen.add(target.name)
                    following.append((target, (*joins, join)))
        level = following


def _join(
    at: Model, relation: Relation, target: Model | None, key: TenantKey, provider: Provider
) -> Join | None:
    """One step; None where it leads to the tenant itself, or carries the key, which holds both together."""
    if target is None or target.name == key.root or not relation.fields:
        return None
    pairs = tuple(zip(relation.fields, relation.references, strict=False))
    there = all(own in at.scalar_fields and theirs in target.scalar_fields for own, theirs in pairs)
    if not there or key.field in relation.fields:
        return None
    columns = tuple((at.column(own), target.column(theirs)) for own, theirs in pairs)
    return Join(table_name(target, provider), columns)


def _key_of(asked: Asked, target: Model, key: TenantKey) -> str | None:
    """The column in which a parent names its tenant of the same root."""
    verdict = asked.tenancy.verdicts.get(target.name)
    for each in verdict.keys if verdict else ():
        same = each.root == key.root if key.root else each.field == key.field
        if same and each.field in target.scalar_fields:
            return target.column(each.field)
    return None

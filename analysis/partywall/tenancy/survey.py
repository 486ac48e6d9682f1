"""What the inference sees and finds before it judges single models."""

from __future__ import annotations

from partywall.config import TenancySettings
from partywall.memo import Memo
from partywall.schema.model import Schema
from partywall.tenancy.declared import Declared, declared
from partywall.tenancy.facts import Column, Facts, facts
from partywall.tenancy.graph import graph
from partywall.tenancy.roots import Search, search
from partywall.tenancy.scene import Scene, scene
from partywall.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """The models in their places, and the roots among them."""

    scene: Scene
    search: Search


def survey(schema: Schema, settings: TenancySettings) -> Survey:
    """Look at a whole schema."""
    said = declared(schema, settings)
    columns: Memo[str, Column] = Memo()
    models = tuple(
        facts(each, schema.relations_from(name), said.keys, columns) for name, each in schema.models.items()
    )
    return look(models, said)


def look(models: tuple[Facts, ...], said: Declared) -> Survey:
    """Look at all models together."""
    seen = scene(graph(models), said.shared)
    return Survey(seen, search(seen, said))

"""Why a verdict is what it is, in short sentences. Computed when somebody asks, since the counts in it
change with every model of the schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.config import TenancySettings
from partywall.schema.model import Schema
from partywall.tenancy.candidates import Candidate
from partywall.tenancy.declared import says
from partywall.tenancy.roots import doubts
from partywall.tenancy.scene import Scene
from partywall.tenancy.survey import survey
from partywall.tenancy.verdict import Root, Tenancy, TenantKey, Verdict

_CONSIDERED = 2
"""How many of the models that could have been roots are named where none was certain enough."""


def evidence(schema: Schema, tenancy: Tenancy, model_name: str) -> tuple[str, ...]:
    """What speaks for the verdict on one model, the weightiest first."""
    verdict = tenancy.verdicts.get(model_name)
    if verdict is None:
        return ()
    if verdict.confidence == "declared" and verdict.ownership == "shared":
        return (_declared_shared(schema, model_name, tenancy),)
    if not tenancy.is_known:
        return tuple(_silence(schema))
    seen = survey(schema, _settings(tenancy)).scene
    if verdict.ownership == "root":
        return tuple(_root(schema, tenancy, model_name))
    if verdict.ownership in {"owned", "membership"} and verdict.keys:
        return tuple(_keyed(seen, tenancy, model_name, verdict))
    if verdict.path:
        return tuple(_path(schema, model_name, verdict))
    return (_shared(seen, model_name),)


def silence(schema: Schema) -> tuple[str, ...]:
    """Why no tenancy is claimed: what was considered, and what it lacks."""
    return tuple(_silence(schema))


def _settings(tenancy: Tenancy) -> TenancySettings:
    """Settings under which the survey measures the roots that the tenancy has."""
    roots = tuple(root.model for root in tenancy.roots)
    return TenancySettings(roots=roots) if roots else TenancySettings()


def _declared_shared(schema: Schema, name: str, tenancy: Tenancy) -> str:
    model = schema.models.get(name)
    if model is not None and says(model, "shared"):
        return "declared shared by a directive"
    if model is not None and any(
        path == model.file and each.verb == "shared" for path, each in schema.file_directives
    ):
        return "declared shared by a directive of its file"
    if not tenancy.is_known and tenancy.confidence == 1:
        return "`partywall.toml` says that this schema has no tenants"
    return "declared shared in `partywall.toml`"


def _root(schema: Schema, tenancy: Tenancy, name: str) -> Iterator[str]:
    root = tenancy.root(name)
    if root is None:
        return
    if root.confidence == "declared":
        model = schema.models.get(name)
        by_directive = model is not None and says(model, "root")
        yield "declared a root " + ("by a directive" if by_directive else "in `partywall.toml`")
    if root.parent:
        yield f"a level below `{root.parent}`"
    yield from _keys_of(tenancy, root)
    found = survey(schema, _settings(tenancy))
    each = next((each for each in found.search.considered if each.model == name), None)
    if each is not None:
        yield from _candidate(found.scene, each)


def _keys_of(tenancy: Tenancy, root: Root) -> Iterator[str]:
    for field in root.keys:
        count = _uses(tenancy, root.model, field)
        yield f"`{field}` is a key of {_models(count)}"


def _candidate(scene: Scene, each: Candidate) -> Iterator[str]:
    for member in each.members[:2]:
        yield f"`{member}` ties users to it"
    for user in sorted(scene.users):
        for ref in scene.graph.refs_to(user, each.model):
            yield (
                f"every `{user}` has its key `{ref.column}`"
                if ref.is_required
                else (f"a `{user}` may have its key `{ref.column}`")
            )
    for invite in each.invites[:2]:
        yield f"`{invite}` asks people into it"
    of = len(scene.domain)
    yield f"{len(each.covered)} of {of} models belong to it by required columns"
    if each.reached - each.covered:
        yield f"{len(each.reached)} of {of} if optional ones count"


def _keyed(scene: Scene, tenancy: Tenancy, name: str, verdict: Verdict) -> Iterator[str]:
    if verdict.ownership == "membership":
        ends = sorted({ref.target for ref in scene.graph.refs[name] if ref.target != name})
        if len(ends) > 1:
            unique = any(len(each) > 1 for each in scene.graph.facts[name].uniques)
            yield f"ties {_listed(ends)}" + (", unique together" if unique else "")
    for key in verdict.keys:
        yield _key(tenancy, key)


def _key(tenancy: Tenancy, key: TenantKey) -> str:
    count = _models(_uses(tenancy, key.root, key.field))
    if key.root is None:
        return f"`{key.field}` names a tenant outside the schema, key of {count}"
    sentence = f"`{key.field}` → `{key.root}`, key of {count}"
    if key.relation is None:
        sentence += ", here without a relation of its own"
    return sentence + (", may be null" if key.is_nullable else "")


def _path(schema: Schema, name: str, verdict: Verdict) -> Iterator[str]:
    hops = " → ".join(f"`{model}`" for model in verdict.path_models)
    model = schema.models.get(name)
    first = verdict.path[0]
    if model is not None and first in model.relation_fields:
        holds = any(
            each.forward is not None and each.forward.field == first for each in schema.relations_from(name)
        )
        if holds:
            yield f"owned through `{first}` → {hops}"
        else:
            yield f"owned through `{verdict.path_models[0]}`, which holds the key of the pair → {hops}"
    else:
        yield f"owned through `{first}` → {hops}, by its name alone: there is no relation"
    if verdict.confidence == "possible":
        yield "no required relation leads to a tenant"


def _shared(scene: Scene, name: str) -> str:
    if name in scene.users:
        return "people: one user may belong to several tenants"
    if name in scene.auth:
        return "a table of the sign-in"
    owners = sorted({ref.target for ref in scene.graph.refs[name] if ref.target in scene.users})
    if owners:
        return f"belongs to `{owners[0]}`; nothing leads to a tenant"
    return "nothing leads to a tenant"


def _silence(schema: Schema) -> Iterator[str]:
    found = survey(schema, TenancySettings())
    named = [each for each in found.search.considered if each.score > 0][:_CONSIDERED]
    yield "no model is certain enough to be a tenant root"
    for each in named:
        yield f"`{each.model}`: " + ", ".join(_lacks(found.scene, each))


def _lacks(scene: Scene, each: Candidate) -> Iterator[str]:
    of = len(scene.domain)
    yield f"{len(each.reached)} of {of} models belong to it"
    if each.members:
        yield f"users are tied to it by `{each.members[0]}`"
    elif each.people <= 0:
        yield "no users are tied to it"
    if any(doubts(each)):
        yield "too little for a tenant"


def _uses(tenancy: Tenancy, root: str | None, field: str) -> int:
    return sum(
        any(key.root == root and key.field == field for key in verdict.keys)
        for verdict in tenancy.verdicts.values()
    )


def _models(count: int) -> str:
    return "1 model" if count == 1 else f"{count} models"


def _listed(names: list[str]) -> str:
    ticked = [f"`{name}`" for name in names]
    return ", ".join(ticked[:-1]) + f" and {ticked[-1]}"

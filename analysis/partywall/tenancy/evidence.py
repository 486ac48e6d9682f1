"""Why a verdict is what it is, in short sentences.

Computed when somebody asks, since the counts in them change with every model of the schema.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from partywall.config import TenancySettings
from partywall.schema.model import Schema
from partywall.tenancy.candidates import Candidate
from partywall.tenancy.declared import says
from partywall.tenancy.roots import Doubt, doubts
from partywall.tenancy.survey import Survey, survey
from partywall.tenancy.verdict import Root, Tenancy, TenantKey, Verdict

_CONSIDERED = 2
"""How many of the models that could have been roots are named where none was certain enough."""

_NAMED = 2
"""How many examples of one kind of evidence are named."""


def evidence(schema: Schema, tenancy: Tenancy, model_name: str) -> tuple[str, ...]:
    """What speaks for the verdict on one model, the weightiest first."""
    return Reasons(schema, tenancy).of(model_name)


class Reasons:
    """The reasons for all verdicts on one schema. What several of them need is counted once."""

    def __init__(self, schema: Schema, tenancy: Tenancy) -> None:
        self._schema = schema
        self._tenancy = tenancy
        self._uses = Counter((key.root, key.field) for each in tenancy.verdicts.values() for key in each.keys)
        self._survey: Survey | None = None

    def of(self, name: str) -> tuple[str, ...]:
        """What speaks for the verdict on one model, the weightiest first."""
        verdict = self._tenancy.verdicts.get(name)
        return tuple(self._sentences(name, verdict)) if verdict else ()

    def of_candidate(self, name: str) -> tuple[str, ...]:
        """What speaks for a model being a root, whatever was decided, and what it lacks."""
        each = next((each for each in self._seen().search.considered if each.model == name), None)
        if each is None:
            return ()
        return (*self._candidate(each), *(_doubt(each, doubt) for doubt in doubts(each)))

    def of_silence(self) -> tuple[str, ...]:
        """Why no tenancy is claimed: what was considered, and what it lacks."""
        return tuple(self._silence())

    def _sentences(self, name: str, verdict: Verdict) -> Iterator[str]:
        if verdict.ownership == "shared" and verdict.confidence == "declared":
            yield self._declared_shared(name)
        elif not self._tenancy.is_known:
            yield from self._silence()
        elif verdict.ownership == "root":
            yield from self._root(name)
        elif verdict.keys or verdict.path:
            yield from self._scoped(name, verdict)
        else:
            yield self._shared(name)

    def _seen(self) -> Survey:
        if self._survey is None:
            # The roots are given, so that a declared one is measured too.
            roots = tuple(root.model for root in self._tenancy.roots)
            self._survey = survey(self._schema, TenancySettings(roots=roots or None))
        return self._survey

    def _declared_shared(self, name: str) -> str:
        model = self._schema.models.get(name)
        if model is not None and says(model, "shared"):
            return "declared shared by a directive"
        if model is not None and any(
            path == model.file and each.verb == "shared" for path, each in self._schema.file_directives
        ):
            return "declared shared by a directive of its file"
        if not self._tenancy.is_known and self._tenancy.confidence == 1:
            return "`partywall.toml` says that this schema has no tenants"
        return "declared shared in `partywall.toml`"

    def _root(self, name: str) -> Iterator[str]:
        root = self._tenancy.root(name)
        if root is None:
            return
        if root.confidence == "declared":
            model = self._schema.models.get(name)
            is_marked = model is not None and says(model, "root")
            yield "declared a root " + ("by a directive" if is_marked else "in `partywall.toml`")
        yield from self._place(root)
        each = next((each for each in self._seen().search.considered if each.model == name), None)
        if each is not None:
            yield from self._candidate(each)

    def _place(self, root: Root) -> Iterator[str]:
        if root.parent:
            yield f"a level below `{root.parent}`"
        for field in root.keys[:_NAMED]:
            yield f"`{field}` is a key of {_models(self._uses[root.model, field])}"

    def _candidate(self, each: Candidate) -> Iterator[str]:
        scene = self._seen().scene
        for member in each.members[:_NAMED]:
            yield f"`{member}` ties users to it"
        for user in sorted(scene.users):
            for ref in scene.graph.refs_to(user, each.model):
                who = f"every `{user}` has" if ref.is_required else f"a `{user}` may have"
                yield f"{who} its key `{ref.column}`"
            if user in scene.graph.many.get(each.model, ()):
                yield f"it and `{user}` are many to many"
        for invite in each.invites[:_NAMED]:
            yield f"`{invite}` asks people into it"
        covered, reached = len(each.covered), len(each.reached)
        by_any = f", {reached} by any" if reached > covered else ""
        if reached:
            yield f"{covered} of {each.size} models belong to it by required columns{by_any}"

    def _scoped(self, name: str, verdict: Verdict) -> Iterator[str]:
        if verdict.ownership == "membership":
            yield from self._tie(name)
        for key in verdict.keys:
            yield self._key(key)
        if verdict.path:
            yield self._path(name, verdict)
            if verdict.confidence == "possible":
                yield "no required relation leads to a tenant"

    def _tie(self, name: str) -> Iterator[str]:
        facts = self._seen().scene.graph.facts[name]
        ends = list(dict.fromkeys(ref.target for ref in self._seen().scene.graph.refs[name]))
        is_unique = any(len(each) > 1 for each in facts.uniques)
        if len(ends) > 1:
            yield f"ties {_listed(ends)}" + (", unique together" if is_unique else "")

    def _key(self, key: TenantKey) -> str:
        count = _models(self._uses[key.root, key.field])
        if key.root is None:
            sentence = f"`{key.field}` names a tenant outside the schema, key of {count}"
        else:
            sentence = f"`{key.field}` → `{key.root}`, key of {count}"
            if key.relation is None:
                sentence += ", here without a relation of its own"
        return sentence + (", may be null" if key.is_nullable else "")

    def _path(self, name: str, verdict: Verdict) -> str:
        first, above = verdict.path[0], verdict.path_models[0]
        models = " → ".join(f"`{model}`" for model in verdict.path_models)
        relations = self._schema.relations_from(name)
        if any(each.forward is not None and each.forward.field == first for each in relations):
            return f"owned through `{first}` → {models}"
        model = self._schema.models.get(name)
        if model is not None and first in model.scalar_fields:
            return f"owned through `{first}` → {models}, by its name: there is no relation"
        beyond = f", owned through {models}" if len(verdict.path_models) > 1 else ""
        return f"a part of `{above}`, which holds its key{beyond}"

    def _shared(self, name: str) -> str:
        scene = self._seen().scene
        if name in scene.users:
            return "people, who may belong to several tenants"
        if name in scene.auth:
            return "a table of the sign-in"
        owner = next((ref.target for ref in scene.graph.refs[name] if ref.target in scene.users), None)
        if owner is not None:
            return f"belongs to `{owner}`, and nothing leads to a tenant"
        return "nothing leads to a tenant"

    def _silence(self) -> Iterator[str]:
        yield "no model is certain enough to be a tenant root"
        considered = self._seen().search.considered
        for each in [each for each in considered if each.score > 0][:_CONSIDERED]:
            yield f"`{each.model}`: " + ", ".join(_doubt(each, doubt) for doubt in doubts(each))


def _doubt(each: Candidate, doubt: Doubt) -> str:
    match doubt:
        case "people":
            return "no users are members of it"
        case "share":
            return f"only {len(each.reached)} of {each.size} models belong to it"
        case "name":
            return "not called like a tenant"
        case "score":
            return "too little speaks for it"


def _models(count: int) -> str:
    return "1 model" if count == 1 else f"{count} models"


def _listed(names: list[str]) -> str:
    ticked = [f"`{name}`" for name in names]
    return ", ".join(ticked[:-1]) + f" and {ticked[-1]}"

"""How a schema ties its models to their roots, so that a new tie looks like the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, TypeVar

from partywall.diagnostics.naming import BACK_STYLES, BackStyle, back_name, camel, snake
from partywall.schema.model import Model, Relation, Schema
from partywall.schema.shape import Action, FieldShape, NativeType
from partywall.syntax.tree import BlockKind
from partywall.tenancy.verdict import Tenancy
from partywall.tenancy.words import LEVEL_WORDS, TENANT_WORDS, words
from partywall.values import dataclass

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RootHabits:
    """How the models of one root are tied to it: what most of them do.

    `key` is the column's name, with `map` and `native` as they are mostly declared; `type` and
    `references` are the column of the root that it names. `relation` is the relation field, `on_delete`
    and `on_update` what is declared in it; `usual_on_delete` is what happens to most, declared or not.
    `key_after` is the field that the key (or the relation right above it) mostly stands behind: `@id` for
    the primary key's, empty where there is no habit.
    `relation_beside` tells whether the relation stands right behind the key or right above it, None if
    elsewhere. `back_style` is how the lists on the root are named. Where no model is tied to the root
    yet, all of it is Prisma's custom in the spelling of the schema.
    """

    root: str
    key: str
    map: str | None
    type: str
    native: NativeType | None
    references: str
    relation: str
    on_delete: Action
    on_update: Action | None
    usual_on_delete: Action
    key_after: str
    relation_beside: Literal["after", "before"] | None
    back_style: BackStyle


def root_habits(schema: Schema, tenancy: Tenancy) -> tuple[RootHabits, ...]:
    """The habits of each root that one column can name, the root that owns most models first."""
    owners = Counter(each.root for each in tenancy.verdicts.values() if each.ownership == "owned")
    names = [root.model for root in tenancy.roots] or list(_likely_root(schema))
    names.reverse()  # of two that own as many, the one of the deeper level
    names.sort(key=lambda name: -owners[name])
    found = (_of_root(schema, tenancy, schema.models[name]) for name in names if name in schema.models)
    return tuple(each for each in found if each)


def deeper_roots(tenancy: Tenancy) -> tuple[tuple[tuple[str, ...], str], ...]:
    """For roots that a model may have keys of, the deeper one that most such models have as well.

    Having that one too, a model is not asked for another: what is asked for is the last in a chain.
    """
    if len(tenancy.roots) <= 1:
        return ()
    held = Counter(tuple(key.root for key in each.keys) for each in tenancy.verdicts.values() if each.keys)
    sets = {frozenset(root for root in roots if root) for roots in held}
    sets |= {roots - {one} for roots in sets for one in roots}
    found: list[tuple[tuple[str, ...], str]] = []
    for roots in sorted(map(sorted, sets - {frozenset()})):
        one = deeper = _deeper(frozenset(roots), held)
        while one and (one := _deeper(frozenset((*roots, one)), held)):
            deeper = one
        if deeper:
            found.append((tuple(roots), deeper))
    return tuple(found)


_Held = Counter[tuple[str | None, ...]]
"""How many models have keys of which roots, the most specific one first."""


def _deeper(roots: frozenset[str], held: _Held) -> str | None:
    alike = Counter({each: count for each, count in held.items() if roots <= set(each)})
    shares: Counter[str] = Counter()
    for each, count in alike.items():
        shares.update(dict.fromkeys({root for root in each if root} - roots, count))
    for other, count in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        if count * 2 > alike.total() and all(_is_deeper(other, root, alike) for root in roots):
            return other
    return None


def _is_deeper(one: str, other: str, held: _Held) -> bool:
    """Whether keys of one root mostly come before those of another."""
    both = {each: count for each, count in held.items() if one in each and other in each}
    before = sum(count for each, count in both.items() if each.index(one) < each.index(other))
    return before * 2 > sum(both.values())


# --- one root ------------------------------------------------------------------------------------

_ENOUGH = 64
"""How many models show a habit: the first ones, so that a large schema costs no more."""


@dataclass(frozen=True, slots=True)
class _Tie:
    """A model's key and its relation to the root."""

    model: Model
    key: FieldShape
    field: str
    relation: Relation

    @property
    def reference(self) -> str:
        """The root's column that the key names, whatever else the foreign key carries."""
        return self.relation.references[self.relation.fields.index(self.key.name)]


def _of_root(schema: Schema, tenancy: Tenancy, root: Model) -> RootHabits | None:
    ties = list(islice(_ties(schema, tenancy, root), _ENOUGH))
    spelling = _Spelling.of(schema) if not ties else _Spelling()
    key = _most(tie.key.name for tie in ties) or spelling.key(root.name)
    alike = [tie for tie in ties if tie.key.name == key]
    references = _referenced(root, alike)
    if references is None:
        return None
    column = root.scalar_fields[references]
    same_type = [tie for tie in alike if tie.key.type_name == column.type_name]
    return RootHabits(
        root=root.name,
        key=key,
        map=_most(tie.key.map for tie in alike) if alike else spelling.map(key),
        type=column.type_name,
        native=_most(tie.key.native for tie in same_type) if same_type else column.native,
        references=references,
        relation=_most(tie.field for tie in alike) or spelling.relation(root.name),
        on_delete=_on_delete(ties),
        on_update=_on_update(ties),
        usual_on_delete=_usual_on_delete(ties),
        key_after=_place(alike),
        relation_beside=_relation_beside(alike),
        back_style=_back_style(schema, root),
    )


def _ties(schema: Schema, tenancy: Tenancy, root: Model) -> Iterator[_Tie]:
    """The keys of a root; of one that is only likely, all columns that refer to it and are required."""
    for relation in schema.relations_to(root.name):
        if relation.forward is None or len(relation.fields) != len(relation.references):
            continue
        model = schema.models[relation.model]
        field = _key_in(relation, root, tenancy)
        if field and field in model.scalar_fields:
            yield _Tie(model, model.scalar_fields[field], relation.forward.field, relation)


def _key_in(relation: Relation, root: Model, tenancy: Tenancy) -> str | None:
    """The column of a foreign key that names the root; a composite one carries other keys as well."""
    verdict = tenancy.verdicts.get(relation.model)
    is_simple = len(relation.fields) == 1
    for key in verdict.keys if verdict else ():
        if key.field in relation.fields and (is_simple or key.root == root.name):
            return key.field
    return relation.fields[0] if is_simple and not (tenancy.roots or relation.nullable_fields) else None


def _referenced(root: Model, ties: Sequence[_Tie]) -> str | None:
    """The one column of the root that keys name: what most do, else its primary key."""
    usual = _most((tie.reference,) for tie in ties)
    primary = root.primary_key.fields if root.primary_key else ()
    for columns in (usual or (), primary):
        if len(columns) == 1 and columns[0] in root.scalar_fields and root.is_unique(columns):
            return columns[0]
    return None


def _on_delete(ties: Sequence[_Tie]) -> Action:
    """What most declare that a required key without a default can do, else Cascade, as most schemas do."""
    declared: list[Action] = [
        action
        for tie in ties
        if (action := tie.relation.declared_on_delete) and action not in {"SetNull", "SetDefault"}
    ]
    return _most(declared) or "Cascade"


def _usual_on_delete(ties: Sequence[_Tie]) -> Action:
    """What happens to the rows of most models that must have a tenant."""
    required: list[Action] = [tie.relation.on_delete for tie in ties if tie.relation.is_required]
    return _most(required) or _on_delete(ties)


def _on_update(ties: Sequence[_Tie]) -> Action | None:
    """What is mostly written where nothing but the key is referred to."""
    simple = (tie.relation for tie in ties if len(tie.relation.fields) == 1)
    declared: list[Action | None] = [relation.declared_on_update for relation in simple]
    return _most(declared)


def _relation_beside(ties: Sequence[_Tie]) -> Literal["after", "before"] | None:
    found: list[Literal["after", "before"] | None] = [_beside(tie) for tie in ties]
    return _most(found)


def _place(ties: Sequence[_Tie]) -> str:
    """What the key mostly stands behind; with its relation above it, what the relation does."""
    found: Counter[str] = Counter()
    for tie in ties:
        names = [field.name for field in tie.model.interface.fields]
        first = names.index(tie.field if _beside(tie) == "before" else tie.key.name)
        primary = tie.model.primary_key.fields if tie.model.primary_key else ()
        if first > 0:
            found["@id" if names[first - 1] in primary else names[first - 1]] += 1
    usual, count = max(found.items(), key=lambda item: (item[1], item[0])) if found else ("", 0)
    return usual if count * 4 >= len(ties) else ""


def _beside(tie: _Tie) -> Literal["after", "before"] | None:
    names = [field.name for field in tie.model.interface.fields]
    distance = names.index(tie.field) - names.index(tie.key.name)
    if distance == 1:
        return "after"
    return "before" if distance == -1 else None


def _back_style(schema: Schema, root: Model) -> BackStyle:
    """The style of most lists on the root, else `auditLogs`, as Prisma's own formatter names them."""
    lists = [
        (relation.model, relation.back.field)
        for relation in schema.relations_to(root.name)[:_ENOUGH]
        if relation.back and root.relation_fields[relation.back.field].arity == "list"
    ]
    fits = {style: sum(back_name(model, style) == name for model, name in lists) for style in BACK_STYLES}
    return max(BACK_STYLES, key=lambda style: fits[style])


# --- spelling where no model is tied to the root yet ---------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How columns are spelt: `tenantId`, `tenant_id`, or `tenantId @map("tenant_id")`."""

    is_snake: bool = False
    maps_to_snake: bool = False

    @staticmethod
    def of(schema: Schema) -> _Spelling:
        fields = [
            field
            for model in islice(schema.models.values(), _ENOUGH)
            for field in model.scalar_fields.values()
            if snake(field.name) != camel(field.name)
        ]
        snakes = sum(field.name == snake(field.name) for field in fields)
        camels = [field for field in fields if field.name == camel(field.name)]
        mapped = sum(field.map == snake(field.name) for field in camels)
        return _Spelling(snakes > len(camels), mapped * 2 > len(camels))

    def key(self, root: str) -> str:
        return f"{snake(root)}_id" if self.is_snake else f"{camel(root)}Id"

    def map(self, key: str) -> str | None:
        return snake(key) if self.maps_to_snake else None

    def relation(self, root: str) -> str:
        return snake(root) if self.is_snake else camel(root)


def _likely_root(schema: Schema) -> Iterator[str]:
    """Where the tenancy knows no root, the model that a user most likely means by one.

    Good enough for somebody who asks for a key, not for a finding.
    """
    found = [
        (bool(TENANT_WORDS & set(words(name)[-1:])), len(schema.relations_to(name)), name)
        for name, model in schema.models.items()
        if model.kind is BlockKind.MODEL
        and (TENANT_WORDS | LEVEL_WORDS) & set(words(name)[-1:])
        and schema.relations_to(name)
    ]
    if found:
        yield max(found)[2]


def _most(values: Iterable[Value]) -> Value | None:
    """The most frequent value, of equally frequent ones the first."""
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else None

"""What a rule is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace

from partywall.config import Profile
from partywall.diagnostics.audit import AuditHabits
from partywall.diagnostics.finding import Anchor, Finding, Related, Severity
from partywall.diagnostics.key_habits import RootHabits
from partywall.diagnostics.name_habits import NameHabits
from partywall.diagnostics.usual_defaults import UsualDefaults
from partywall.schema.model import Model, Relation, RelationMode, Schema
from partywall.schema.relations import refusing_action
from partywall.schema.shape import Action, Body, Key, NativeType
from partywall.tenancy.verdict import Loose, Root, Tenancy, Verdict
from partywall.values import dataclass

Option = bool | int | str | tuple[str, ...]
Options = Mapping[str, Option]
"""What a rule lets its users set, by name; a value has the type of its default."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the models of a schema have in common beside their tenants.

    `decimal` is the native type that most decimals have, None where they have none.
    """

    audit: AuditHabits
    defaults: UsualDefaults
    names: NameHabits
    decimal: NativeType | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How this schema is already built, so that rules ask for more of the same.

    `uses_composite_tenant_keys`: some relation between owned models carries the tenant key.
    `belongs_by_optional_relations`: many models reach their tenant only by relations that may be unset.
    `datasource`: its name, which stands before native types (`@db.Uuid`). `roots`: the habits of each
    root whose rows can be named by one column, the one that owns most models first; where nothing is
    known to be a root, that of the model that most likely is one. `deeper`: for the roots of a model
    (sorted by name) the more specific one that most models with these have as well. `conventions` are
    None unless the whole checklist is asked for.
    """

    uses_composite_tenant_keys: bool = False
    belongs_by_optional_relations: bool = False
    datasource: str = "db"
    roots: tuple[RootHabits, ...] = ()
    deeper: tuple[tuple[tuple[str, ...], str], ...] = ()
    conventions: Conventions | None = None

    def of_root(self, root: str) -> RootHabits | None:
        """The habits of one root."""
        return next((each for each in self.roots if each.root == root), None)


@dataclass(frozen=True, slots=True)
class Context:
    """The facts about the whole that judgement on one model needs."""

    profile: Profile
    provider: str
    relation_mode: RelationMode
    habits: Habits

    @property
    def is_strict(self) -> bool:
        """Whether the whole checklist is asked for."""
        return self.profile != "recommended"

    @property
    def is_distributed(self) -> bool:
        """Whether the database is to be sharded by tenant."""
        return self.profile == "distributed"

    @property
    def enforces_foreign_keys(self) -> bool:
        """Whether the database holds foreign keys at all; else a composite one changes little."""
        return self.relation_mode == "foreignKeys" and self.provider != "mongodb"

    @property
    def refusing_action(self) -> Action:
        """The action that forbids deleting what rows refer to."""
        return refusing_action(self.provider, self.relation_mode)

    @property
    def indexes_foreign_keys(self) -> bool:
        """Whether the database indexes foreign keys by itself (InnoDB does, with real ones)."""
        return self.provider == "mysql" and self.relation_mode == "foreignKeys"


def in_profile(context: Context, profile: Profile) -> Context:
    """The same facts, judged in another profile."""
    return context if context.profile == profile else replace(context, profile=profile)


@dataclass(frozen=True, slots=True, eq=False)
class ModelView:
    """One model with all that a rule may know: itself, its neighbours by relations, the roots.

    A check is remembered as long as these stay the same objects, so a rule must not look further:
    `_schema` and `_tenancy` are for the accessors below alone. `options` are those of the rule that looks.
    """

    model: Model
    body: Body
    verdict: Verdict
    context: Context
    _schema: Schema
    _tenancy: Tenancy
    options: Options = field(default_factory=dict[str, Option])

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def neighbour(self, name: str) -> ModelNeighbour | None:
        """A model that this one is related with by a relation in either direction or by name, or a root."""
        model = self._schema.models.get(name)
        verdict = self._tenancy.verdicts.get(name)
        return ModelNeighbour(model, verdict) if model and verdict else None

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations whose foreign key it holds, and its many-to-many ones."""
        return self._schema.relations_from(self.name)

    @property
    def incoming(self) -> tuple[Relation, ...]:
        """The relations whose foreign key points here."""
        return self._schema.relations_to(self.name)

    @property
    def loose(self) -> tuple[Loose, ...]:
        """The columns without a relation that name another model's row."""
        return self._tenancy.loose.get(self.name, ())

    @property
    def roots(self) -> tuple[Root, ...]:
        """The tenant roots, the primary one first."""
        return self._tenancy.roots

    def related(self, name: str | None, message: str) -> tuple[Related, ...]:
        """A neighbour's name as a related place; nothing where there is no such model."""
        neighbour = self.neighbour(name) if name else None
        return (Related(anchor_of(neighbour.model), message),) if neighbour else ()

    def declares(self, name: str) -> bool:
        """Whether the schema has a block of that name; only for names in `joining.join_names`.

        What a check may ask of other names would not be among what it is remembered by.
        """
        return self._schema.declares(name)

    @property
    def anchor(self) -> Anchor:
        """The model's name."""
        return anchor_of(self.model)

    def field_anchor(self, field: str, attribute: str | None = None) -> Anchor:
        """A field, or one of its attributes."""
        return anchor_of(self.model, field, attribute)

    def key_anchor(self, key: Key) -> Anchor:
        """A key, unique or index, where it is declared."""
        return key_anchor_of(self.model, key)


@dataclass(frozen=True, slots=True)
class ModelNeighbour:
    """A related model and whose data it is."""

    model: Model
    verdict: Verdict


def anchor_of(model: Model, field: str | None = None, attribute: str | None = None) -> Anchor:
    """The anchor of a model's name, or of one of its fields, or of an attribute of that field."""
    return Anchor(model.file, model.kind, model.name, model.nth, field, 0, attribute)


def key_anchor_of(model: Model, key: Key) -> Anchor:
    """The anchor of a key, unique or index, where it is declared."""
    if key.field is not None:
        return anchor_of(model, key.field, key.kind)
    return replace(anchor_of(model, key.label), member_nth=key.nth)


@dataclass(frozen=True, slots=True, eq=False)
class SchemaView:
    """All that a rule on the schema as a whole may know. `options` are those of the rule that looks."""

    schema: Schema
    tenancy: Tenancy
    context: Context
    options: Options = field(default_factory=dict[str, Option])

    def datasource_anchor(self, key: str) -> Anchor | None:
        """A property of the datasource, or its name where it has none of that key."""
        source = self.schema.datasource
        if source is None:
            return None
        is_there = any(name == key for name, _ in source.properties)
        file, member = self.schema.datasource_file, key if is_there else None
        return Anchor(file, source.kind, source.name, member=member)


@dataclass(frozen=True, slots=True)
class _Discovered:
    """A rule as discovered: `name` is its file's name with dashes, `severities` by profile (None: off).

    `documentation` is the module's docstring, `options` what a user may set beside the severity, with the
    values that hold otherwise, `avoids` a false alarm that it does not raise.
    """

    name: str
    severities: Mapping[Profile, Severity | None]
    documentation: str
    options: Options
    avoids: str


@dataclass(frozen=True, slots=True)
class ModelRule(_Discovered):
    """A rule that looks at one model after the other: the usual kind."""

    check: Callable[[ModelView], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class SchemaRule(_Discovered):
    """A rule that speaks of no single model."""

    check: Callable[[SchemaView], Iterator[Finding]]


Rule = ModelRule | SchemaRule

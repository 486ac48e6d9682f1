"""*Make this model tenant-scoped*: the key, its relation, its index and the list on the root, as one fix.

Names, native type, `@map`, actions and places follow the models that have such a key already (see
`RootHabits`).
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.diagnostics.fix import AddBlockAttribute, AddField, Fix, Operation, Safety
from partywall.diagnostics.key_habits import RootHabits
from partywall.diagnostics.naming import back_name, camel, free_name, numbered_names, pascal
from partywall.diagnostics.rule import ModelView, anchor_of
from partywall.schema.model import Model
from partywall.schema.shape import NativeType
from partywall.syntax.tree import BlockKind
from partywall.tenancy.verdict import TenantKey
from partywall.tenancy.words import INVITE_WORDS, USER_WORDS, stem, words

_NEW_COLUMN = (
    "Existing rows need a value: create the migration with Partywall, which fills `{key}` before it "
    "requires it."
)
_NEW_FOREIGN_KEY = (
    "The migration fails where `{key}` names no row of `{root}`: find such rows before it runs."
)


def tenant_scope_fix(view: ModelView, root: str | None = None) -> Fix | str:
    """The fix that gives a model a tenant key, or the reason why there is none.

    `root` is the tenant root to tie it to; without it, the one that its parents or most models have.
    """
    refusal = _refusal(view)
    if refusal:
        return refusal
    root = root or _chosen_root(view)
    if root is None:
        if view.verdict.key:
            return f"`{view.name}` is tenant-scoped already, by `{view.verdict.key}`"
        return "no model is known to be a tenant root: write `// partywall: root` above the one that is"
    if root in {key.root for key in view.verdict.keys if not key.is_nullable}:
        return f"`{view.name}` has a key of `{root}` already"
    habits, neighbour = view.context.habits.of_root(root), view.neighbour(root)
    if habits is None or neighbour is None:
        return f"`{root}` has no single unique column that a key could name"
    if any(field.name == habits.key for field in view.model.interface.fields):
        return f"`{view.name}` has another field `{habits.key}` already"
    after = _field_before(view, habits)
    key = AddField(
        view.anchor, habits.key, habits.type, "required", tuple(_column_attributes(view, habits)), after
    )
    return Fix(
        f"Make `{view.name}` tenant-scoped: add `{habits.key}`",
        Safety.UNSAFE,
        (
            key,
            *_relation(view, neighbour.model, habits, habits.key),
            AddBlockAttribute(view.anchor, f"@@index([{habits.key}])"),
        ),
        _NEW_COLUMN.format(key=habits.key),
    )


def tenant_relation_fix(view: ModelView, key: TenantKey) -> Fix | str:
    """The fix that ties a tenant key without a relation to its root, or the reason why there is none."""
    habits = view.context.habits.of_root(key.root) if key.root else None
    neighbour = view.neighbour(key.root) if key.root else None
    column = view.model.scalar_fields.get(key.field)
    if habits is None or neighbour is None or column is None:
        return f"no model with a single unique column is known that `{key.field}` could name"
    if column.type_name != habits.type or column.arity == "list":
        return f"`{key.field}` has another type than `{habits.root}.{habits.references}`"
    return Fix(
        f"Tie `{key.field}` to `{habits.root}`",
        Safety.UNSAFE,
        tuple(_relation(view, neighbour.model, habits, key.field, is_optional=key.is_nullable)),
        _NEW_FOREIGN_KEY.format(key=key.field, root=habits.root),
    )


# --- which root ----------------------------------------------------------------------------------

# Whom a tenant lets in and what it pays for is kept once for each, not for each of its projects.
_OF_THE_WHOLE = INVITE_WORDS | USER_WORDS | {"team", "group", "subscription", "billing", "invoice"}


def _refusal(view: ModelView) -> str | None:
    verdict, model = view.verdict, view.model
    if model.kind is not BlockKind.MODEL:
        return f"`{view.name}` is a {model.kind}, not a model"
    if verdict.ownership == "root":
        return f"`{view.name}` is a tenant root itself"
    if verdict.ownership == "shared" and verdict.confidence == "declared":
        return f"`{view.name}` is declared to be shared by all tenants"
    if model.interface.is_ignored:
        return f"`{view.name}` is ignored by Prisma"
    return None


def _chosen_root(view: ModelView) -> str | None:
    """The root that a model should have a key of; None where it has its key.

    What the choice rests on (names, relatives, what most models have) stays as it is when the key is
    added, so that nothing is chosen after that.
    """
    habits = view.context.habits
    held = {key.root for key in view.verdict.keys if key.root}
    told = _told_root(view)
    if not held:
        usual = next((_deeper(view, each.root) for each in habits.roots), None)
        return None if view.verdict.key else told or usual
    if told and told not in held and _depth(view, told) >= max(_depth(view, each) for each in held):
        return told
    deeper = None if told in held else dict(habits.deeper).get(tuple(sorted(held)))
    if deeper is None and all(key.is_nullable for key in view.verdict.keys):
        return _required_root(view, held)
    return deeper


def _told_root(view: ModelView) -> str | None:
    """The root that a model's name or its relatives tell, whatever keys it has itself."""
    usual = [each.root for each in view.context.habits.roots]
    named = max((root for root in usual if _is_named_after(view.name, root)), key=len, default=None)
    if named:
        return named
    parents = [root for root in _parents_roots(view) if root in usual]
    if parents:
        return _deeper(view, max(parents, key=lambda root: _depth(view, root)))
    above = sorted(usual, key=lambda root: _depth(view, root))
    if _OF_THE_WHOLE & set(words(view.name)) or {"api", "key"} <= set(words(view.name)):
        return above[0] if above else None
    children = [root for root in _children_roots(view) if root in usual]
    top = min(children, key=lambda root: _depth(view, root), default=None)
    return top if top and _depth(view, top) < _depth(view, usual[0]) else None


def _deeper(view: ModelView, root: str) -> str:
    """A root, or the deeper one that most models with its key are tied to as well."""
    return dict(view.context.habits.deeper).get((root,), root)


def _required_root(view: ModelView, held: set[str]) -> str | None:
    """Where every key may be unset: the root whose usual key is missing, else the one a level above."""
    for key in view.verdict.keys:
        habits = view.context.habits.of_root(key.root or "")
        own = stem(key.field) or ()
        if habits and words(habits.root)[-len(own) :] != own:  # `buyerTeamId` is not the team's own
            return habits.root
    parents = {root.model: root.parent for root in view.roots}
    above = (parents.get(root) for root in sorted(held))
    return next((root for root in above if root and root not in held), None)


def _is_named_after(name: str, root: str) -> bool:
    """Whether a model carries its root's name in front (`TeamEmail`, `OrgInvite`) or at the end."""
    own, theirs = words(name), words(root)
    if len(own) <= len(theirs):
        return False
    is_short = len(theirs) == 1 and len(own[0]) >= len("org") and theirs[0].startswith(own[0])
    return is_short or theirs in {own[: len(theirs)], own[-len(theirs) :]}


def _parents_roots(view: ModelView) -> Iterator[str]:
    """The roots of those that its foreign keys name, but for roots themselves."""
    for relation in view.relations:
        target = view.neighbour(relation.target)
        if not relation.fields or relation.is_self or target is None:
            continue
        if target.verdict.root and target.verdict.ownership != "root":
            yield target.verdict.root


def _children_roots(view: ModelView) -> Iterator[str]:
    """The roots of those whose foreign keys point here and that have a tenant key."""
    for relation in view.incoming:
        child = view.neighbour(relation.model)
        if relation.fields and not relation.is_self and child and child.verdict.ownership == "owned":
            yield child.verdict.root or ""


def _depth(view: ModelView, root: str) -> int:
    """How many levels of roots lie above one."""
    parents = {each.model: each.parent for each in view.roots}
    passed: set[str] = set()
    above = parents.get(root)
    while above and above not in passed:
        passed.add(above)
        above = parents.get(above)
    return len(passed)


# --- key and relation ----------------------------------------------------------------------------


def _column_attributes(view: ModelView, habits: RootHabits) -> Iterator[str]:
    if habits.map:
        yield f'@map("{habits.map}")'
    if habits.native:
        yield f"@{view.context.habits.datasource}.{_native_text(habits.native)}"


def _native_text(native: NativeType) -> str:
    if not native.arguments:
        return native.name
    return f"{native.name}({', '.join(native.arguments)})"


def _field_before(view: ModelView, habits: RootHabits) -> str | None:
    """The field behind which the key goes: by habit, else the primary key's last one."""
    names = [field.name for field in view.model.interface.fields]
    if habits.key_after in names:
        return habits.key_after
    primary = view.model.primary_key.fields if view.model.primary_key else ()
    return max((name for name in primary if name in names), key=names.index, default=None)


def _relation(
    view: ModelView, root: Model, habits: RootHabits, key: str, *, is_optional: bool = False
) -> Iterator[Operation]:
    """The relation field behind a key and the list on the root."""
    name = relation_name(view.model, root)
    arguments = [
        *([f'"{name}"'] if name else []),
        f"fields: [{key}]",
        f"references: [{habits.references}]",
        f"onDelete: {habits.on_delete}",
        *([f"onUpdate: {habits.on_update}"] if habits.on_update else []),
    ]
    yield AddField(
        view.anchor,
        _free(view.model, habits.relation, camel(root.name), f"{habits.relation}Tenant"),
        root.name,
        "optional" if is_optional else "required",
        (f"@relation({', '.join(arguments)})",),
        after=key if habits.relation_beside == "after" else None,
        before=key if habits.relation_beside == "before" else None,
    )
    back = back_name(view.name, habits.back_style)
    yield AddField(
        anchor_of(root),
        _free(root, back, f"{back}Of{pascal(root.name)}"),
        view.name,
        "list",
        (f'@relation("{name}")',) if name else (),
    )


def relation_name(model: Model, root: Model) -> str | None:
    """A name for the relation where the two models have another one (Prisma: ambiguous without)."""
    others = [
        field
        for one, other in ((model, root), (root, model))
        for field in one.relation_fields.values()
        if field.type_name == other.name
    ]
    if not others:
        return None
    taken = {field.relation.name for field in others if field.relation}
    wanted = f"{model.name}{root.name}"
    return next(name for name in numbered_names(wanted) if name not in taken)


def _free(model: Model, *names: str) -> str:
    """The first name that no field of a model has."""
    return free_name({field.name for field in model.interface.fields}, *names)

"""What a rule can see of a model, and so which models an edit may say something else about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from partywall.diagnostics.joining import join_names
from partywall.memo import others
from partywall.schema.model import Model, Schema
from partywall.schema.read import Reading
from partywall.tenancy.verdict import Tenancy


def dependencies(model: Model, reading: Reading, tenancy: Tenancy) -> Iterator[object]:
    """All that a rule can see of a model through its view (see `ModelView`)."""
    schema = reading.schema
    yield model
    yield reading.bodies.get(model.name)
    yield tenancy.verdicts.get(model.name)
    yield from (each for path, each in schema.file_directives if path == model.file)
    for relation in (*schema.relations_from(model.name), *schema.relations_to(model.name)):
        other = relation.target if relation.model == model.name else relation.model
        yield relation
        yield schema.models.get(other)
        yield tenancy.verdicts.get(other)
        if relation.kind == "many-to-many":
            yield from map(schema.declares, join_names(relation))
    for each in tenancy.loose.get(model.name, ()):
        yield each
        yield schema.models.get(each.target)
        yield tenancy.verdicts.get(each.target)
    for root in tenancy.roots:
        yield schema.models.get(root.model)
        yield tenancy.verdicts.get(root.model)


def touched(before: tuple[Reading, Tenancy], reading: Reading, tenancy: Tenancy) -> set[str] | None:
    """The models of which `dependencies` may give something else than before; None where any may.

    Most edits change one model, and then nothing has to be asked of all the others.
    """
    old, old_tenancy = before
    models = others(old.schema.models, reading.schema.models)
    verdicts = _others(old_tenancy.verdicts, tenancy.verdicts)
    bodies = _others(old.bodies, reading.bodies)
    if (
        models is None
        or verdicts is None
        or bodies is None
        or not _names_the_same(old.schema, reading.schema)
    ):
        return None
    roots = {root.model for root in tenancy.roots}
    seen = models | verdicts  # these, others see as well
    if old_tenancy.roots != tenancy.roots or not roots.isdisjoint(seen):
        return None
    schema, found = reading.schema, seen | bodies | _tied_otherwise(old.schema, reading.schema)
    for name in seen:
        for relation in (*schema.relations_from(name), *schema.relations_to(name)):
            found |= {relation.model, relation.target}
    loose, old_loose = tenancy.loose, old_tenancy.loose
    for name in loose.keys() | old_loose.keys():
        here = loose.get(name, ())
        if here != old_loose.get(name, ()) or not seen.isdisjoint(each.target for each in here):
            found.add(name)
    return found & schema.models.keys()


def _others(before: Mapping[str, object], after: Mapping[str, object]) -> set[str] | None:
    return set() if before is after else others(before, after)


def _names_the_same(before: Schema, after: Schema) -> bool:
    """Whether all that has a name is there under the same one, and the same is said of whole files."""
    return (
        before.types.keys() == after.types.keys()
        and before.enums.keys() == after.enums.keys()
        and before.file_directives == after.file_directives
    )


def _tied_otherwise(before: Schema, after: Schema) -> set[str]:
    """The ends of relations that were not there before, or are no more."""
    if before.relations == after.relations:
        return set()
    return {end for each in {*before.relations} ^ {*after.relations} for end in (each.model, each.target)}

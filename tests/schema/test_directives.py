"""What each `// partywall:` directive governs."""

from __future__ import annotations

import pytest

from partywall.schema.read import read
from partywall.schema.shape import DirectiveShape
from partywall.syntax.directives import directives
from partywall.syntax.tree import Directive


def found(text: str) -> tuple[DirectiveShape, ...]:
    return read({"a": text}).schema.models["A"].directives


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("// partywall: shared\nmodel A {\n  id Int @id\n}", None),
        ("model A {\n  id Int @id // partywall: shared\n}", "id"),
        ("model A {\n  // partywall: shared\n\n  // note\n  id Int @id\n}", "id"),
        ("model A {\n  a Int\n  @@index([a]) // partywall: shared\n}", "@@index([a])"),
        ("model A {\n  a Int\n  // partywall: shared\n}", None),
        ('model A {\n  a Int\n  // partywall: shared\n  @@map("b")\n}', "@@map"),
    ],
)
def test_a_directive_governs_what_it_stands_at(text: str, target: str | None) -> None:
    assert found(text) == (DirectiveShape(target, "shared", ()),)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('// partywall: allow x\ndatasource db {\n  provider = "mysql"\n}', None),
        ('datasource db {\n  provider = "mysql" // partywall: allow x\n}', "provider"),
        ('datasource db {\n  // partywall: allow x\n  provider = "mysql"\n}', "provider"),
    ],
)
def test_a_datasource_and_its_properties_may_have_one(text: str, target: str | None) -> None:
    datasource = read({"a": text}).schema.datasource
    assert datasource
    assert datasource.directives == (DirectiveShape(target, "allow", ("x",)),)


def test_an_empty_line_parts_a_directive_from_its_block() -> None:
    reading = read({"a": "model B {\n}\n\n// partywall: shared\n\nmodel A {\n}"})
    assert reading.schema.models["A"].directives == ()
    assert reading.schema.file_directives == ()


def test_before_the_first_block_it_speaks_of_the_file() -> None:
    reading = read({"a": "// partywall: allow x, y because\n\nmodel A {\n}"})
    ((path, directive),) = reading.schema.file_directives
    assert (path, directive.names) == ("a", ("x", "y"))


def test_documentation_never_holds_one() -> None:
    assert found("/// partywall: shared\nmodel A {\n  /* partywall: root */\n  id Int @id\n}") == ()


def written(text: str) -> Directive:
    """Return the one directive of a block as it is written, with its reason."""
    (attached,) = directives(read({"a": text}).files["a"].parts[0].block)
    return attached.directive


def test_names_end_where_the_reason_begins() -> None:
    directive = written("model A {\n  id Int // partywall: allow a-b , c the reason, all of it\n}")
    assert (directive.names, directive.reason) == (("a-b", "c"), "the reason, all of it")


def test_an_allow_without_a_rule_has_only_a_reason() -> None:
    directive = written("model A {\n  id Int // partywall: allow\n}")
    assert (directive.verb, directive.names, directive.reason) == ("allow", (), "")

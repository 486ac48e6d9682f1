"""Parsing one statement."""

from __future__ import annotations

import pytest

from partywall.syntax.statements import Group, parse
from partywall.syntax.tree import (
    Array,
    BlockAttribute,
    Broken,
    Call,
    EnumValue,
    Field,
    Name,
    Number,
    Object,
    Property,
    String,
)


def field(text: str) -> Field:
    content = parse("field", text).content
    assert isinstance(content, Field), content
    return content


def messages(group: Group, text: str) -> list[str]:
    return [fault.message for fault in parse(group, text).faults]


def test_a_field_with_everything() -> None:
    parsed = field('id String[] @id @default(cuid(2)) @db.VarChar( 36 ) // "note"')
    assert (parsed.name, parsed.type.name, parsed.type.arity) == ("id", "String", "list")
    assert [each.name for each in parsed.attributes] == ["id", "default", "db.VarChar"]
    assert parsed.comment
    assert parsed.comment.text == '// "note"'


def test_spans_cut_out_what_they_name() -> None:
    text = "  owner_id  Int?@db.Oid@unique(sort: Desc)".strip()
    parsed = field(text)
    assert text[parsed.type.span.start : parsed.type.span.end] == "Int?"
    written = [text[each.span.start : each.span.end] for each in parsed.attributes]
    assert written == ["@db.Oid", "@unique(sort: Desc)"]


def test_blanks_may_stand_anywhere_between_tokens() -> None:
    parsed = field("a\tInt\u00a0 @default ( 3 )")
    value = parsed.attributes[0].value("value")
    assert isinstance(value, Number)
    assert value.value == "3"


def test_keywords_name_fields() -> None:
    assert field("model String").name == "model"
    assert field("größe Int").name == "größe"


def test_unsupported_types_keep_their_text() -> None:
    parsed = field('at Unsupported("polygon")?')
    assert (parsed.type.name, parsed.type.is_unsupported, parsed.type.arity) == (
        "polygon",
        True,
        "optional",
    )


def test_an_index_with_nested_arguments() -> None:
    text = '@@index([a(sort: Desc, ops: raw("x")), b.c], where: { d: { not: null } }, map: "n")'
    content = parse("field", text).content
    assert isinstance(content, BlockAttribute)
    fields = content.attribute.value("fields")
    assert isinstance(fields, Array)
    first, second = fields.items
    assert isinstance(first, Call)
    assert isinstance(second, Name)
    assert second.value == "b.c"
    assert isinstance(content.attribute.argument("where"), Object)


def test_the_form_without_brackets() -> None:
    content = parse("field", "@@index(projectId)").content
    assert isinstance(content, BlockAttribute)
    assert isinstance(content.attribute.value("fields"), Name)


def test_escapes_are_resolved() -> None:
    content = parse("property", r'url = "a\"b\u0041\n"').content
    assert isinstance(content, Property)
    assert isinstance(content.value, String)
    assert content.value.value == 'a"bA\n'


def test_enum_values_may_look_like_numbers_or_keywords() -> None:
    for text in ("enum", 'A-B @map("x")', "2024"):
        assert isinstance(parse("enum_value", text).content, EnumValue)


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("field", "_id Int"),
        ("field", 'a String @default("x'),
        ("field", "a Int @default("),
        ("field", "a Int @@unique"),
        ("field", "@unique"),
        ("field", "a Int b"),
        ("enum_value", "A B"),
        ("property", "provider"),
        ("property", "= 3"),
        ("field", "\x00"),
    ],
)
def test_a_broken_line_is_a_value_with_one_fault(group: Group, text: str) -> None:
    statement = parse(group, text)
    assert isinstance(statement.content, Broken)
    assert len(statement.faults) == 1


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("d: Int", "don't require a `:`"),
        ("d Int!", "`!` is no longer required"),
        ("d [Int]", "use `Type[]`"),
        ("d Int[]?", "Optional lists"),
        ("d Int @default(1,)", "Trailing commas"),
        ("d Int @default(value:)", "missing a value"),
        (r'd String @default("\q")', "Unknown escape"),
        (r'd String @default("\u12")', "Invalid unicode escape"),
    ],
)
def test_older_forms_are_understood_and_reported(text: str, part: str) -> None:
    (message,) = messages("field", text)
    assert part in message
    assert field(text).name == "d"


def test_a_name_alone_has_no_type() -> None:
    (message,) = messages("field", "name")
    assert "missing a name or a type" in message

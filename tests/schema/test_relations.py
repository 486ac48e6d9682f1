"""What a schema declares: relations from both sides, keys, names."""

from __future__ import annotations

from partywall.schema.model import Relation, Schema
from partywall.schema.read import read


def schema(text: str, provider: str = "postgresql") -> Schema:
    return read({"a": f'datasource db {{\n  provider = "{provider}"\n}}\n{text}'}).schema


def relation(text: str, provider: str = "postgresql") -> Relation:
    (found,) = schema(text, provider).relations
    return found


POST = """
model User {
  id    Int    @id
  posts Post[]
}
model Post {
  id     Int  @id
  userId Int%s
  user   User%s @relation(fields: [userId], references: [id]%s)
}
"""


def test_a_relation_is_seen_from_the_side_that_holds_the_key() -> None:
    found = relation(POST % ("", "", ""))
    assert (found.model, found.target, found.kind) == ("Post", "User", "one-to-many")
    assert found.forward
    assert found.back
    assert (found.forward.field, found.back.field) == ("user", "posts")


def test_a_required_key_restricts_and_an_optional_one_is_set_null() -> None:
    assert relation(POST % ("", "", "")).on_delete == "Restrict"
    assert relation(POST % ("?", "?", "")).on_delete == "SetNull"
    assert relation(POST % ("?", "?", ", onDelete: Cascade")).on_delete == "Cascade"
    assert relation(POST % ("", "", "")).on_update == "Cascade"


def test_sql_server_knows_no_restrict() -> None:
    assert relation(POST % ("", "", ""), "sqlserver").on_delete == "NoAction"


def test_one_required_member_makes_a_composite_key_restrict() -> None:
    found = relation("""
model Parent {
  tenantId Int
  id       Int
  children Child[]

  @@id([tenantId, id])
}
model Child {
  id       Int     @id
  tenantId Int
  parentId Int?
  parent   Parent? @relation(fields: [tenantId, parentId], references: [tenantId, id])
}
""")
    assert found.nullable_fields == ("parentId",)
    assert found.on_delete == "Restrict"


def test_relations_of_one_pair_are_told_apart_by_name() -> None:
    found = schema("""
model User {
  id      Int    @id
  written Post[] @relation("author")
  read    Post[] @relation(name: "reader")
}
model Post {
  id       Int  @id
  authorId Int
  readerId Int
  author   User @relation("author", fields: [authorId], references: [id])
  reader   User @relation("reader", fields: [readerId], references: [id])
}
""").relations
    assert [(each.name, each.back.field if each.back else None) for each in found] == [
        ("author", "written"),
        ("reader", "read"),
    ]


def test_a_self_relation_finds_its_other_side() -> None:
    found = relation("""
model Node {
  id       Int    @id
  parentId Int?
  parent   Node?  @relation("tree", fields: [parentId], references: [id])
  children Node[] @relation("tree")
}
""")
    assert found.is_self
    assert found.back
    assert found.back.field == "children"


def test_a_unique_key_without_the_other_side_is_one_to_one() -> None:
    found = relation("""
model A {
  id  Int @id
  bId Int @unique
  b   B   @relation(fields: [bId], references: [id])
}
model B {
  id Int @id
}
""")
    assert found.kind == "one-to-one"
    assert found.back is None


def test_an_implicit_many_to_many_is_one_relation_of_both() -> None:
    whole = schema("""
model Tag {
  id    Int    @id
  posts Post[]
}
model Post {
  id   Int   @id
  tags Tag[]
}
""")
    (found,) = whole.relations
    assert (found.kind, found.model, found.target) == ("many-to-many", "Post", "Tag")
    assert whole.many_to_many("Tag") == whole.many_to_many("Post") == (found,)


def test_a_half_written_relation_is_none() -> None:
    assert schema("model A {\n  id Int @id\n  b  B\n}\nmodel B {\n  id Int @id\n}").relations == ()


def test_of_two_blocks_of_one_name_the_closed_one_counts() -> None:
    whole = schema("model A {\nmodel A {\n  id Int @id\n}\n")
    assert list(whole.models["A"].scalar_fields) == ["id"]


def test_keys_uniques_and_indexes_with_their_options() -> None:
    model = schema("""
model A {
  a Int    @id(map: "pk")
  b String @unique(map: "u", sort: Desc)
  c Json

  @@unique([a, b(sort: Desc)], name: "both", map: "both_key")
  @@index(a)
  @@index([c(ops: JsonbPathOps)], type: Gin)
  @@index([b], where: { a: 1 })
}
""").models["A"]
    assert model.primary_key
    assert model.primary_key.map == "pk"
    assert [key.label for key in model.keys] == [
        "a @id",
        "b @unique",
        "@@unique([a, b])",
        "@@index([a])",
        "@@index([c])",
        "@@index([b])",
    ]
    assert model.uniques[1].name == "both"
    assert model.indexes[1].members[0].ops == "JsonbPathOps"
    assert model.is_indexed(("b", "a"))
    assert not model.is_indexed(("c",)), "a GIN index serves no equality search"


def test_the_order_of_a_prefix_does_not_matter_but_the_prefix_does() -> None:
    model = schema("model A {\n  a Int\n  b Int\n  c Int\n\n  @@index([a, b, c])\n}").models["A"]
    assert model.is_indexed(("b", "a"))
    assert not model.is_indexed(("b",))
    assert not model.is_indexed(("a", "c"))


def test_files_of_one_schema_share_their_names() -> None:
    whole = read(
        {
            "b.prisma": (
                "model Post {\n  id Int @id\n  userId Int\n"
                "  user User @relation(fields: [userId], references: [id])\n}"
            ),
            "a.prisma": "model User {\n  id Int @id\n  posts Post[]\n}",
        }
    ).schema
    (found,) = whole.relations
    assert found.target == "User"


def test_a_file_of_the_next_generation_is_left_alone() -> None:
    reading = read({"a": "// use prisma-next\nmodel A {\n  broken\n}\n"})
    assert reading.files["a"].is_other_language
    assert not reading.schema.models


def test_a_datasource_tells_provider_and_mode() -> None:
    whole = read(
        {
            "a": 'datasource db {\n  provider = "postgres"\n  relationMode = "prisma"\n}\n'
            'generator client {\n  previewFeatures = ["views", "partialIndexes"]\n}\n'
        }
    ).schema
    assert (whole.provider, whole.relation_mode) == ("postgresql", "prisma")
    assert whole.preview_features == {"views", "partialIndexes"}

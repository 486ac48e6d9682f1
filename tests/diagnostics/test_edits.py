"""Fixes as text: where lines go, how they are laid out, what stays as it was."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from diagnostics.test_layout import blocks
from partywall.diagnostics.edits import edits
from partywall.diagnostics.finding import Anchor
from partywall.diagnostics.fix import (
    AddBlockAttribute,
    AddField,
    AddFieldAttribute,
    Fix,
    Operation,
    RemoveBlockAttribute,
    RemoveFieldAttribute,
    Safety,
    SetArgument,
    SetType,
)
from partywall.schema.read import Reader, read
from partywall.syntax.chunks import Source
from partywall.syntax.layout import is_settled, rows_of
from partywall.syntax.tree import BlockKind
from partywall.text import Edit, Span, apply_edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from support.oracle import Oracle

FILE = "schema.prisma"
M = Anchor(FILE, BlockKind.MODEL, "M")


def member(name: str, attribute: str | None = None, nth: int = 0) -> Anchor:
    return Anchor(FILE, BlockKind.MODEL, "M", 0, name, nth, attribute)


def fix(*operations: Operation) -> Fix:
    return Fix("test", Safety.UNSAFE, operations)


def fixed(text: str, *fixes: Fix) -> str:
    edited = edits(read({FILE: text}), fixes)
    assert not edited.left
    return apply_edits(text, edited.edits.get(FILE, ()))


def model(body: str, name: str = "M") -> str:
    lines = body.strip("\n").split("\n")
    return f"model {name} {{\n" + "".join(f"  {line}".rstrip() + "\n" for line in lines) + "}\n"


KEY = AddField(M, "tenantId", "String", "required", ('@map("tenant_id")', "@db.Uuid"), after="id")
RELATION = AddField(M, "tenant", "T", "required", ("@relation(fields: [tenantId], references: [id])",))
BACK = AddField(M, "ts", "T", "list")
INDEX = AddBlockAttribute(M, "@@index([tenantId])")
T = "model T {\n  id String @id\n}\n"


class TestSettledBlock:
    """A fixed point of Prisma's formatter is one afterwards."""

    def test_neighbours_in_the_alignment_group_move_and_no_others(self) -> None:
        before = model('id   Int    @id\nname String @unique // n\n\nb Int @map("x")')
        edited = edits(read({FILE: before}), [fix(KEY)])
        assert apply_edits(before, edited.edits[FILE]) == model(
            "id       Int    @id\n"
            'tenantId String @map("tenant_id") @db.Uuid\n'
            "name     String @unique // n\n\n"
            'b Int @map("x")'
        )
        assert [edit.span.start < before.index("  b Int") for edit in edited.edits[FILE]] == [True] * len(
            edited.edits[FILE]
        )

    def test_a_line_that_needs_no_more_room_moves_none(self) -> None:
        before = model("identifier String @id\nname       String @unique")
        edited = edits(read({FILE: before}), [fix(AddField(M, "b", "Int", "required"))])
        assert edited.edits[FILE] == (Edit(Span(before.index("}"), before.index("}")), "  b          Int\n"),)

    def test_the_first_block_attribute_gets_an_empty_line_above(self) -> None:
        assert fixed(model("id Int @id"), fix(INDEX)) == model("id Int @id\n\n@@index([tenantId])")

    def test_a_comment_at_the_end_does_not_move_to_a_new_attribute(self) -> None:
        before = model("id Int @id\n// tail")
        assert fixed(before, fix(INDEX)) == model("id Int @id\n// tail\n\n@@index([tenantId])")

    def test_block_attributes_are_in_prismas_order(self) -> None:
        before = model('id Int @id\n\n@@unique([a])\n// why\n@@index([z])\n@@map("x")')
        after = model('id Int @id\n\n@@unique([a])\n@@index([tenantId])\n// why\n@@index([z])\n@@map("x")')
        assert fixed(before, fix(INDEX)) == after

    def test_the_last_attribute_takes_its_empty_line_with_it(self) -> None:
        before = model("id Int @id\n\n@@index([tenantId])")
        removal = fix(RemoveBlockAttribute(member("@@index([tenantId])")))
        assert fixed(before, removal) == model("id Int @id")

    def test_attributes_of_a_field_are_in_prismas_order(self) -> None:
        before = model('a String @map("x") @db.Uuid\nb Int')
        added = fix(AddFieldAttribute(member("a"), "@unique"))
        assert fixed(before, added) == model('a String @unique @map("x") @db.Uuid\nb Int')

    def test_a_shorter_type_gives_its_room_back(self) -> None:
        before = model("id   String  @id\nname String? @unique")
        change = fix(SetType(member("name"), "String", "required"))
        assert fixed(before, change) == model("id   String @id\nname String @unique")


class TestOtherBlock:
    """What the formatter never settled keeps its own ways, and no other line is touched."""

    def test_its_columns_are_taken_over(self) -> None:
        before = "model M {\n    id         Int       @id\n    createdAt  DateTime  @default(now())\n}\n"
        assert fixed(before, fix(KEY)) == before.replace(
            "    createdAt",
            '    tenantId   String    @map("tenant_id") @db.Uuid\n    createdAt',
        )

    def test_single_blanks_are_taken_over(self) -> None:
        before = "model M {\n  id Int @id\n  createdAt DateTime @default(now())\n}\n"
        new = '  tenantId String @map("tenant_id") @db.Uuid\n'
        assert fixed(before, fix(KEY)) == before.replace("  createdAt", f"{new}  createdAt")

    def test_tabs_are_taken_over(self) -> None:
        before = "model M {\n\tid\tInt\t@id\n\tcreatedAt\tDateTime\t@default(now())\n}\n"
        new = '\ttenantId\tString\t@map("tenant_id") @db.Uuid\n'
        assert fixed(before, fix(KEY)) == before.replace("\tcreatedAt", f"{new}\tcreatedAt")

    def test_a_changed_line_keeps_its_columns_and_its_comment(self) -> None:
        before = "model M {\n    id    Int      @id\n    name  String?  @db.Text    // why\n}\n"
        change = fix(SetType(member("name"), "String", "required"))
        assert fixed(before, change) == before.replace("String? ", "String  ")

    def test_a_block_without_its_brace_is_repaired_too(self) -> None:
        before = "model M {\n  id Int @id"
        assert fixed(before, fix(KEY)) == before + '\n  tenantId String @map("tenant_id") @db.Uuid'


class TestLineEnds:
    """A new line ends as the line above it."""

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_one_kind(self, line_end: str) -> None:
        before = model('id Int @id\nb  Int @map("\u2028💙") // 💙 \u2028 x')
        after = fixed(before.replace("\n", line_end), fix(KEY, INDEX))
        assert after == fixed(before, fix(KEY, INDEX)).replace("\n", line_end)

    def test_mixed(self) -> None:
        before = "model M {\r\n  id Int @id\n  b  Int\r\n\n  c Int\r\n}\n"
        new = '  tenantId String @map("tenant_id") @db.Uuid\n'
        assert fixed(before, fix(KEY)) == (
            f"model M {{\r\n  id       Int    @id\n{new}  b        Int\r\n\n  c Int\r\n}}\n"
        )


class TestPlaces:
    """Where a line goes."""

    def test_a_back_relation_follows_the_order_in_which_models_are_declared(self) -> None:
        models = "".join(model("id Int @id", name) for name in ("A", "B", "C", "D"))
        before = model("id Int @id\nbs B[]\nas A[]\nds D[]") + models
        new = fix(AddField(M, "cs", "C", "list"))
        assert re.findall(r"(\w+) +\w\[\]", fixed(before, new)) == ["bs", "as", "cs", "ds"]

    def test_a_line_before_the_first_of_its_sort_leaves_its_comment_alone(self) -> None:
        models = "".join(model("id Int @id", name) for name in ("A", "B"))
        before = model("id Int @id\n\n/// all of them\nbs B[]") + models
        after = fixed(before, fix(AddField(M, "as", "A", "list")))
        assert after.startswith(model("id Int @id\n\nas A[]\n/// all of them\nbs B[]"))

    def test_above_a_field(self) -> None:
        before = model("id   Int @id\n// the key\nname Int")
        new = fix(AddField(M, "a", "Int", "required", before="name"))
        assert fixed(before, new) == model("id   Int @id\na    Int\n// the key\nname Int")

    def test_a_directive_goes_on_governing_its_line(self) -> None:
        before = model(
            "id   Int    @id\n// partywall: allow unique-without-tenant public\nslug String @unique"
        )
        assert "public\n  slug" in fixed(before, fix(KEY))


class TestArguments:
    """Changing one argument leaves the others as they are."""

    def test_an_argument_is_added_at_the_end(self) -> None:
        before = model("t T @relation(fields: [a],  references: [id]) // why\n\na  Int")
        change = fix(SetArgument(member("t", "relation"), "onDelete", "Cascade"))
        assert "[a],  references: [id], onDelete: Cascade) // why" in fixed(before, change)

    def test_the_fields_of_a_unique(self) -> None:
        before = model('id Int @id\n\n@@unique(fields: [slug], map: "x")')
        change = fix(SetArgument(member("@@unique([slug])"), None, "[tenantId, slug]"))
        assert '@@unique(fields: [tenantId, slug], map: "x")' in fixed(before, change)

    def test_an_attribute_without_parentheses(self) -> None:
        before = model("id Int @id\nb  Int @unique")
        change = fix(SetArgument(member("b", "unique"), "map", '"x"'))
        assert '@unique(map: "x")' in fixed(before, change)

    def test_the_second_of_two_copies(self) -> None:
        before = model("id Int @id\n\n@@index([b])\n@@index([b])")
        change = fix(SetArgument(member("@@index([b])", nth=1), "map", '"x"'))
        assert fixed(before, change) == model('id Int @id\n\n@@index([b])\n@@index([b], map: "x")')

    def test_a_unique_moves_from_its_field_to_the_block(self) -> None:
        before = model("id   Int    @id\nslug String @unique")
        change = fix(
            RemoveFieldAttribute(member("slug", "unique")),
            AddBlockAttribute(M, "@@unique([tenantId, slug])"),
        )
        after = model("id   Int    @id\nslug String\n\n@@unique([tenantId, slug])")
        assert fixed(before, change) == after


class TestWholeOrNotAtAll:
    """A fix is taken in all its files or left."""

    def test_what_is_true_already_changes_nothing(self) -> None:
        text = fixed(model("id Int @id") + T, fix(KEY, RELATION, INDEX))
        edited = edits(read({FILE: text}), [fix(KEY, RELATION, INDEX)])
        assert not edited.edits
        assert len(edited.taken) == 1

    def test_a_fix_with_a_lost_anchor_changes_nothing_anywhere(self) -> None:
        lost = AddField(Anchor("other.prisma", BlockKind.MODEL, "Gone"), "x", "Int", "required")
        edited = edits(read({FILE: model("id Int @id")}), [fix(KEY, lost)])
        assert not edited.edits
        assert edited.left == (fix(KEY, lost),)

    def test_of_two_that_contradict_each_other_the_first_counts(self) -> None:
        first = fix(AddField(M, "tenantId", "String", "required"))
        second = fix(AddField(M, "tenantId", "Int", "required"), INDEX)
        edited = edits(read({FILE: model("id Int @id")}), [first, second])
        assert (edited.taken, edited.left) == ((first,), (second,))
        assert "@@index" not in apply_edits(model("id Int @id"), edited.edits[FILE])

    def test_two_that_say_the_same_are_one(self) -> None:
        once = fixed(model("id Int @id"), fix(KEY, INDEX))
        assert fixed(model("id Int @id"), fix(KEY, INDEX), fix(KEY, INDEX)) == once

    def test_one_removes_what_another_changes(self) -> None:
        text = model("id Int @id\n\n@@index([b])")
        removal = fix(RemoveBlockAttribute(member("@@index([b])")))
        change = fix(SetArgument(member("@@index([b])"), "map", '"x"'))
        assert edits(read({FILE: text}), [removal, change]).left == (change,)


OPERATIONS: tuple[Operation, ...] = (
    KEY,
    RELATION,
    BACK,
    INDEX,
    AddField(M, "author", "T", "optional", ("@relation(fields: [a], references: [id])",)),
    AddField(M, "zebras", "Z", "list"),
    AddField(M, "yaks", "T", "list"),
    AddBlockAttribute(M, "@@index([a, b])"),
    AddBlockAttribute(M, "@@unique([b, a])"),
    AddBlockAttribute(M, '@@map("ms")'),
    AddBlockAttribute(M, '@@schema("s")'),
    AddFieldAttribute(M, "@unique"),  # aimed at a field of the block
    AddFieldAttribute(M, '@map("c")'),
    SetType(M, "BigInt", "optional"),
)
AROUND = T + "model Z {\n  id Int @id\n}\n"


def aimed(text: str, operation: Operation) -> Operation | None:
    """The operation at the first field of the block, where it needs one."""
    names = re.findall(r"^  ([^\W_]\w*)\s+[\w\[]", text, re.MULTILINE)
    names = [name for name in names if name != "this"]
    if isinstance(operation, AddFieldAttribute):
        return AddFieldAttribute(member(names[0]), operation.text) if names else None
    if isinstance(operation, SetType):
        return SetType(member(names[0]), operation.type, operation.arity) if names else None
    return operation


def aimed_fixes(text: str, operations: Sequence[Operation]) -> list[Fix]:
    return [fix(each) for operation in operations if (each := aimed(text, operation))]


@given(blocks, st.lists(st.sampled_from(OPERATIONS), unique=True, max_size=5), st.randoms())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_fixes_does_not_matter(
    block: str, operations: list[Operation], chance: random.Random
) -> None:
    _order_does_not_matter(block, operations, chance)


@pytest.mark.slow
@given(blocks, st.lists(st.sampled_from(OPERATIONS), unique=True, max_size=9), st.randoms())
@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_very_many_fixes_does_not_matter(
    block: str, operations: list[Operation], chance: random.Random
) -> None:
    _order_does_not_matter(block, operations, chance)


def _order_does_not_matter(block: str, operations: list[Operation], chance: random.Random) -> None:
    text = block + AROUND
    fixes = aimed_fixes(block, operations)
    at_once = fixed(text, *fixes)
    chance.shuffle(fixes)
    singly = text
    for each in fixes:
        was_settled = _is_settled(singly)
        singly = fixed(singly, each)
        # A fix that happens to settle a block gives the next one another layout to keep.
        assume(_is_settled(singly) == was_settled)
    added = all(isinstance(each, AddField | AddBlockAttribute) for each in operations)
    if not added and not _is_settled(text):
        # A line that changes its length may be the one whose columns the others follow.
        singly, at_once = (re.sub(" +", " ", each) for each in (singly, at_once))
    assert singly == at_once
    assert fixed(at_once, *fixes) == at_once


def _is_settled(text: str) -> bool:
    found = read({FILE: text}).part(FILE, BlockKind.MODEL, "M")
    assert found
    block = found[1].block
    return is_settled(block, rows_of(block))


@given(blocks, st.lists(st.sampled_from(OPERATIONS), unique=True, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_fixed_point_of_the_formatter_stays_one(
    oracle: Oracle, block: str, operations: list[Operation]
) -> None:
    settled = oracle.format(block)
    if oracle.format(settled) != settled:
        return
    after = fixed(settled + AROUND, *aimed_fixes(settled, operations)).removesuffix(AROUND)
    assert oracle.format(after) == after


@given(blocks, st.lists(st.sampled_from(OPERATIONS), unique=True, max_size=4))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_elsewhere_no_other_line_is_touched(block: str, operations: list[Operation]) -> None:
    before = block.replace("  ", "    ")  # `prisma format` indents by two
    if before.count("    ") == 0:
        return
    new = [each for each in operations if isinstance(each, AddField | AddBlockAttribute)]
    after = iter(fixed(before + AROUND, *(fix(each) for each in new)).split("\n"))
    assert all(line in after for line in before.split("\n"))


@given(blocks, st.lists(st.sampled_from(OPERATIONS), unique=True, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_fix_after_other_edits_is_the_fix_from_scratch(block: str, operations: list[Operation]) -> None:
    before, inserted = block + AROUND, "// 💙 partywall\nmodel Other {\n  id Int @id\n}\n"
    reader = Reader()
    source = Source.of(before)
    old = reader.file(FILE, source)
    edit = Edit(Span(0, 0), inserted)
    reading = reader.reading([reader.file(FILE, source.edited(edit), old)])
    fixes = aimed_fixes(block, operations)
    scratch = read({FILE: inserted + before})
    assert edits(reading, fixes).edits == edits(scratch, fixes).edits


def test_keys_for_forty_models_of_a_root_in_another_file_are_one_pass() -> None:
    names = [f"Model{number:02}" for number in range(40)]
    files = {
        "tenant.prisma": model("id String @id", "Tenant"),
        **{f"{name}.prisma": model("id Int @id", name) for name in names},
    }
    root = Anchor("tenant.prisma", BlockKind.MODEL, "Tenant")
    fixes: list[Fix] = []
    for name in names:
        block = Anchor(f"{name}.prisma", BlockKind.MODEL, name)
        relation = "@relation(fields: [tenantId], references: [id], onDelete: Cascade)"
        fixes.append(
            fix(
                AddField(block, "tenantId", "String", "required", after="id"),
                AddField(block, "tenant", "Tenant", "required", (relation,), after="tenantId"),
                AddBlockAttribute(block, "@@index([tenantId])"),
                AddField(root, f"{name.lower()}s", name, "list"),
            )
        )
    edited = edits(read(files), fixes)
    assert edited.taken == tuple(fixes)
    at_once = {path: apply_edits(text, edited.edits[path]) for path, text in files.items()}
    chance = random.Random(40)
    for _ in range(3):
        chance.shuffle(fixes)
        singly = dict(files)
        for each in fixes:
            for path, changes in edits(read(singly), [each]).edits.items():
                singly[path] = apply_edits(singly[path], changes)
        assert singly == at_once
    assert at_once["tenant.prisma"].count("[]") == 40

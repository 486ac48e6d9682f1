"""The warnings at the top of a migration, in Prisma's words."""

from __future__ import annotations

import pytest

from partywall.database.from_schema import from_schema
from partywall.migrations.diff import diff
from partywall.migrations.header import Notice, header, notices
from partywall.schema.read import read

HEAD = 'datasource db {\n  provider = "postgresql"\n}\n'


def warned(before: str, after: str) -> list[str]:
    readings = [read({"a": HEAD + each}) for each in (before, after)]
    source, target = (from_schema(each.schema, each.bodies) for each in readings)
    return [each.text for each in notices(diff(source, target))]


def model(*fields: str) -> str:
    return "model A {\n  id Int @id\n" + "".join(f"  {each}\n" for each in fields) + "}\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            model("a Int"),
            model(),
            "You are about to drop the column `a` on the `A` table. All the data in the column will be lost.",
        ),
        (
            model(),
            "",
            (
                "You are about to drop the `A` table. "
                "If the table is not empty, all the data it contains will be lost."
            ),
        ),
        (
            model(),
            model("a Int"),
            (
                "Added the required column `a` to the `A` table without a default value. "
                "This is not possible if the table is not empty."
            ),
        ),
        (
            model(),
            model("a String @default(uuid())"),
            (
                "The required column `a` was added to the `A` table with a prisma-level default value. "
                "This is not possible if the table is not empty. "
                "Please add this column as optional, then populate it before making it required."
            ),
        ),
        (
            model("a Int?"),
            model("a Int @default(1)"),
            (
                "Made the column `a` on table `A` required. "
                "This step will fail if there are existing NULL values in that column."
            ),
        ),
        (
            model("a Decimal"),
            model("a Float"),
            (
                "You are about to alter the column `a` on the `A` table. The data in that column could be "
                "lost. The data in that column will be cast from `Decimal(65,30)` to `DoublePrecision`."
            ),
        ),
        (
            model("a DateTime?"),
            model("a Int?"),
            (
                "The `a` column on the `A` table would be dropped and recreated. "
                "This will lead to data loss if there is data in the column."
            ),
        ),
        (
            model("a DateTime"),
            model("a Int"),
            (
                "Changed the type of `a` on the `A` table. No cast exists, the column would be dropped and "
                "recreated, which cannot be done if there is data, since the column is required."
            ),
        ),
        (
            model("a DateTime?"),
            model("a Int"),
            (
                "Added the required column `a` to the `A` table without a default value. "
                "This is not possible if the table is not empty."
            ),
        ),
        (
            model("a Int", "b Int"),
            model("a Int", "b Int", "@@unique([a, b])"),
            (
                "A unique constraint covering the columns `[a,b]` on the table `A` will be added. "
                "If there are existing duplicate values, this will fail."
            ),
        ),
        (
            "enum E {\n  a\n  b\n  c\n}\n",
            "enum E {\n  b\n}\n",
            (
                "The values [a,c] on the enum `E` will be removed. "
                "If these variants are still used in the database, this will fail."
            ),
        ),
        (
            model(),
            "model A {\n  id String @id\n}\n",
            (
                "The primary key for the `A` table will be changed. If it partially fails, the table could "
                "be left without primary key constraint."
            ),
        ),
    ],
)
def test_what_is_lost_or_may_fail_is_said(before: str, after: str, expected: str) -> None:
    assert warned(before, after) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (model(), model("a Int?", "b Int[]", "c Int @default(1)")),
        (model("a Int"), model("a String?")),
        ("", model("a Int @unique")),
        ("enum E {\n  a\n}\n", "enum E {\n  a\n  b\n}\n"),
    ],
)
def test_what_is_harmless_is_not(before: str, after: str) -> None:
    assert warned(before, after) == []


def test_warnings_come_before_what_cannot_be_done() -> None:
    lines = [Notice("first", is_impossible=True), Notice("second"), Notice("*/ DROP\nTABLE /*")]
    assert header(lines) == ("/*\n  Warnings:\n\n  - second\n  - * / DROP TABLE / *\n  - first\n\n*/\n")
    assert header([]) == ""

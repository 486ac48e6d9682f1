"""What MySQL's dumps say, and what MariaDB takes: defaults and statements that Prisma writes otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from migrations.engines import on_mariadb
from partywall.migrations.create import Migration, Nothing
from support.migrations import down, made, up, written

if TYPE_CHECKING:
    from support.mariadb import MariaDB

HEAD = 'datasource db {\n  provider = "mysql"\n}\n'
DUMP = """
/*!40101 SET @saved_cs_client = @@character_set_client */;
CREATE TABLE `flag` (
  `id` int NOT NULL,
  `is_on` bit(1) NOT NULL DEFAULT b'1',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
/*!40000 ALTER TABLE `flag` DISABLE KEYS */;
INSERT INTO `flag` VALUES (1, b'0');
/*!40000 ALTER TABLE `flag` ENABLE KEYS */;
CREATE TABLE `copy` LIKE `flag`;
"""
FLAG = "model flag {\n  id Int @id\n  is_on Boolean @default(true) @db.Bit(1)\n}\n"


def test_a_dump_is_read_to_its_end() -> None:
    result = written(HEAD + FLAG + FLAG.replace("flag", "copy"), DUMP)
    assert isinstance(result, Nothing)
    assert result.notes == ()


@pytest.mark.database
def test_moments_as_defaults_are_taken_by_mariadb_too(maria: MariaDB) -> None:
    before = HEAD + "model A {\n  id Int @id\n}\n"
    moment = '@default("2024-02-29T23:30:00.5-02:00")'
    after = before.replace(
        "@id\n",
        f"@id\n  day DateTime {moment} @db.Date\n  time DateTime {moment} @db.Time(3)\n"
        f"  at DateTime {moment}\n",
    )
    first = up(made(before))
    found = made(after, first)
    assert isinstance(found, Migration)
    with on_mariadb(maria) as engine:
        engine.run(first)
        engine.run("INSERT INTO `A` VALUES (1)")
        at_first = engine.catalog()
        engine.run(up(found))
        rows = engine.rows("SELECT `day`, `time`, `at` FROM `A`")
        assert [str(each) for each in rows[0]] == [
            "2024-03-01",
            "1:30:00.500000",
            "2024-03-01 01:30:00.500000",
        ]
        engine.run(down(found))
        assert engine.catalog() == at_first
    prismas = made(after, first, strategy="simple")
    assert "DEFAULT '2024-02-29T23:30:00.500-02:00'" in prismas.script


TEXTS = HEAD + "model A {\n  id Int @id\n  words String\n  size Int\n  gone Int?\n  @@fulltext([words])\n}\n"


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [
        ("  gone Int?\n", ""),
        ("  gone Int?\n", "  gone Int?\n  more Int?\n"),
        ("size Int", "size Int?"),
        ("size Int", "size Int @default(3)"),
        (
            "  gone Int?\n",
            '  gone Int?\n  more Int @default(1)\n  @@index([size])\n  @@fulltext([words], map: "x")\n',
        ),
    ],
)
def test_a_table_with_a_full_text_index_is_changed_as_the_server_allows(
    maria: MariaDB, change: tuple[str, str]
) -> None:
    first = up(made(TEXTS))
    found = made(TEXTS.replace(*change), first)
    with on_mariadb(maria) as engine:
        engine.run(first)
        engine.run("INSERT INTO `A` VALUES (1, 'a b', 2, 3)")
        at_first = engine.catalog()
        engine.run(up(found))
        engine.run(down(found))
        assert engine.catalog() == at_first


BY_HAND = """
CREATE TABLE `Thing` (
  `id` INT NOT NULL PRIMARY KEY,
  `parent` INT,
  `set` SET('a', 'it''s') NOT NULL DEFAULT 'a',
  `code` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'x' COMMENT 'the CHARSET utf8',
  `price` NUMERIC(5,2) UNSIGNED DEFAULT 1.50,
  `double` INT GENERATED ALWAYS AS (`id` * 2) STORED,
  `at` DATETIME(3) DEFAULT '2020-01-01 00:00:00.000' ON UPDATE CURRENT_TIMESTAMP(3),
  FOREIGN KEY (`parent`) REFERENCES `Thing`(`id`) ON DELETE CASCADE ON UPDATE SET NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
"""


@pytest.mark.database
def test_a_table_by_hand_comes_back_as_it_was(maria: MariaDB) -> None:
    found = made(HEAD + "model Other {\n  id Int @id\n}\n", BY_HAND)
    with on_mariadb(maria) as engine:
        engine.run(BY_HAND)
        at_first = engine.catalog()
        engine.run(up(found))
        engine.run(down(found))
        assert engine.catalog() == at_first

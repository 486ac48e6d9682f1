"""The safe strategy and the way back, by provider: what is written, and what is refused with its reason."""

from __future__ import annotations

import pytest

from partywall.database.from_sql import HistoryFile, replay
from partywall.database.providers import PROVIDERS, provider_of
from partywall.migrations.create import Migration, Nothing, Refusal, create
from partywall.schema.read import read

BEFORE = """
datasource db {
  provider = "PROVIDER"
}

model Tenant {
  id   Int   @id
  docs Doc[]
}

model Doc {
  id       Int    @id
  tenantId Int
  tenant   Tenant @relation(fields: [tenantId], references: [id], onDelete: NoAction, onUpdate: NoAction)
  pages    Page[]
}

model Page {
  id    Int @id
  docId Int
  doc   Doc @relation(fields: [docId], references: [id], onDelete: NoAction, onUpdate: NoAction)
}
"""
AFTER = BEFORE.replace("  docId Int\n", "  docId Int\n  tenantId Int\n  @@index([tenantId])\n")


def made(schema: str, *history: str, strategy: str = "safe") -> Migration | Nothing | Refusal:
    reading = read({"schema.prisma": schema})
    return create(
        reading.schema,
        reading.bodies,
        history=[HistoryFile(f"2025010100000{n}_x", text) for n, text in enumerate(history)],
        name="next",
        now="20260101120000",
        strategy="safe" if strategy == "safe" else "simple",
    )


def pair(provider: str) -> tuple[Migration, Migration | Nothing | Refusal]:
    first = made(BEFORE.replace("PROVIDER", provider))
    assert isinstance(first, Migration), first
    return first, made(AFTER.replace("PROVIDER", provider), first.script)


def test_mysql_asks_then_adds_then_fills_and_says_how_it_may_be_done() -> None:
    _, second = pair("mysql")
    assert isinstance(second, Migration)
    assert second.script == (
        "-- Refuses where rows would have no value\n"
        "DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;\n"
        "CREATE TEMPORARY TABLE `_partywall_check` (`fits` BOOLEAN, CONSTRAINT "
        "`Page.tenantId: rows have no value along docId → Doc.tenantId` CHECK (`fits`));\n"
        "INSERT INTO `_partywall_check` SELECT 0 FROM (SELECT 1) AS `one` WHERE EXISTS (SELECT 1 FROM `Page` "
        "WHERE NOT EXISTS (SELECT 1 FROM `Doc` AS t1 WHERE `Page`.`docId` = t1.`id` "
        "AND t1.`tenantId` IS NOT NULL));\n"
        "DROP TEMPORARY TABLE IF EXISTS `_partywall_check`;\n\n"
        "-- AlterTable\n"
        "ALTER TABLE `Page` ADD COLUMN `tenantId` INTEGER NULL,\n    ALGORITHM=INSTANT;\n\n"
        "-- Backfill\n"
        "UPDATE `Page` SET `tenantId` = (SELECT t1.`tenantId` FROM `Doc` AS t1 "
        "WHERE `Page`.`docId` = t1.`id`) WHERE `tenantId` IS NULL;\n"
        "ALTER TABLE `Page` MODIFY `tenantId` INTEGER NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;\n\n"
        "-- CreateIndex\n"
        "ALTER TABLE `Page` ADD INDEX `Page_tenantId_idx`(`tenantId`), ALGORITHM=INPLACE, LOCK=NONE;\n"
    )


def test_sql_server_fills_inside_of_its_transaction() -> None:
    _, second = pair("sqlserver")
    assert isinstance(second, Migration)
    head, _, rest = second.script.partition("-- AlterTable\n")
    assert head.startswith(
        "BEGIN TRY\n\nBEGIN TRAN;\n\n-- Refuses where rows would have no value\nEXEC(N'IF EXISTS ("
    )
    assert rest.startswith("ALTER TABLE [dbo].[Page] ADD [tenantId] INT;\n\n-- Backfill\nEXEC(N'UPDATE ")
    assert "ALTER TABLE [dbo].[Page] ALTER COLUMN [tenantId] INT NOT NULL;\n" in rest
    assert rest.endswith("THROW\n\nEND CATCH\n")


def test_cockroachdb_fills_statement_by_statement() -> None:
    """Prisma has it commit each statement of a file by itself."""
    _, second = pair("cockroachdb")
    assert isinstance(second, Migration)
    assert second.script == (
        "-- Refuses where rows would have no value\n"
        'SELECT CASE WHEN EXISTS (SELECT 1 FROM "Page" WHERE NOT EXISTS (SELECT 1 FROM "Doc" AS t1 WHERE '
        '"Page"."docId" = t1."id" AND t1."tenantId" IS NOT NULL)) THEN '
        "concat('Page.tenantId: rows have no value along docId → Doc.tenantId')::INT8 ELSE 0 END;\n\n"
        "-- AlterTable\n"
        'ALTER TABLE "Page" ADD COLUMN IF NOT EXISTS "tenantId" INT4;\n\n'
        "-- Backfill\n"
        'UPDATE "Page" SET "tenantId" = (SELECT t1."tenantId" FROM "Doc" AS t1 '
        'WHERE "Page"."docId" = t1."id") WHERE "tenantId" IS NULL;\n'
        'ALTER TABLE "Page" ALTER COLUMN "tenantId" SET NOT NULL;\n\n'
        "-- CreateIndex\n"
        'CREATE INDEX "Page_tenantId_idx" ON "Page"("tenantId");\n'
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_way_back_leads_back(provider: str) -> None:
    first = made(BEFORE.replace("PROVIDER", provider))
    assert isinstance(first, Migration)
    second = made(AFTER.replace("PROVIDER", provider), first.script, strategy="simple")
    assert isinstance(second, Migration)
    there = replay([HistoryFile("1_x", first.script)], provider_of(provider))
    down = second.files[f"{second.folder}/down.sql"]
    texts = (first.script, second.script, down)
    back = replay([HistoryFile(f"{n}_x", text) for n, text in enumerate(texts)], provider_of(provider))
    assert not back.not_understood
    assert back.database == there.database
    assert "-- Loses data: the column Page.tenantId" in down


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_statement_that_is_not_known_is_named_with_its_line(provider: str) -> None:
    first = made(BEFORE.replace("PROVIDER", provider))
    assert isinstance(first, Migration)
    text = first.script + 'FROBNICATE "Page" NOW;\n'
    result = made(AFTER.replace("PROVIDER", provider), text, strategy="simple")
    assert isinstance(result, Refusal)
    assert "statements that are not understood" in result.reason
    assert "FROBNICATE" in result.names[0]


@pytest.mark.parametrize(
    ("provider", "sql", "reason"),
    [
        ("sqlite", "CREATE TRIGGER t AFTER INSERT ON Page BEGIN SELECT 1; END;", "trigger `t`"),
        ("sqlserver", "ALTER TABLE Page ADD tenantId NVARCHAR(9) NOT NULL DEFAULT 'x';", "without a name"),
    ],
)
def test_what_stands_in_the_way_is_named(provider: str, sql: str, reason: str) -> None:
    first = made(BEFORE.replace("PROVIDER", provider))
    assert isinstance(first, Migration)
    result = made(AFTER.replace("PROVIDER", provider), f"{first.script}{sql}", strategy="simple")
    assert isinstance(result, Refusal)
    assert any(reason in each for each in result.names), result


def test_mysql_says_again_what_a_schema_cannot_say_of_a_column() -> None:
    schema = BEFORE.replace("PROVIDER", "mysql").replace(
        "docId Int\n", "docId Int\n  text String @db.VarChar(20)\n"
    )
    first = made(BEFORE.replace("PROVIDER", "mysql"))
    assert isinstance(first, Migration)
    sql = "ALTER TABLE Page ADD COLUMN text VARCHAR(10) NOT NULL COLLATE utf8mb4_bin COMMENT 'it''s';"
    second = made(schema, f"{first.script}{sql}", strategy="simple")
    assert isinstance(second, Migration), second
    assert "MODIFY `text` VARCHAR(20) NOT NULL COLLATE utf8mb4_bin COMMENT 'it''s';" in second.script


IDENTITY = BEFORE.replace("PROVIDER", "cockroachdb").replace(
    "docId Int\n", "docId Int\n  n Int @default(FUNCTION)\n"
)


@pytest.mark.parametrize(
    ("first", "second", "statements"),
    [
        ("sequence()", "7", ("DROP IDENTITY", "SET DEFAULT 7")),
        ("7", "sequence()", ("DROP DEFAULT", "ADD GENERATED BY DEFAULT AS IDENTITY")),
    ],
)
def test_an_identity_of_cockroachdb_comes_and_goes(
    first: str, second: str, statements: tuple[str, str]
) -> None:
    before = made(IDENTITY.replace("FUNCTION", first))
    assert isinstance(before, Migration)
    after = made(IDENTITY.replace("FUNCTION", second), before.script)
    assert isinstance(after, Migration), after
    lines = "".join(f'ALTER TABLE "Page" ALTER COLUMN "n" {each};\n' for each in statements)
    assert after.script == f"-- AlterTable\n{lines}"


def test_names_that_only_sql_server_knows_are_not_made_up() -> None:
    schema = BEFORE.replace("PROVIDER", "sqlserver")
    first = made(schema)
    assert isinstance(first, Migration)
    result = made(schema, f"{first.script}ALTER TABLE Page ADD UNIQUE (docId);", strategy="simple")
    assert isinstance(result, Refusal)
    assert "no name" in result.reason
    assert "DROP CONSTRAINT" in result.names[0]


def test_mysql_names_what_has_no_name() -> None:
    schema = BEFORE.replace("PROVIDER", "mysql")
    first = made(schema)
    assert isinstance(first, Migration)
    sql = "ALTER TABLE Doc ADD UNIQUE (id, tenantId), ADD FOREIGN KEY (tenantId) REFERENCES Page (id);"
    result = made(schema, f"{first.script}{sql}", strategy="simple")
    assert isinstance(result, Migration), result
    assert "DROP FOREIGN KEY `Doc_ibfk_1`" in result.script
    assert "DROP INDEX `id`" in result.script

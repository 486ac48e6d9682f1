"""What each database says when a statement fails: the codes by which a message is found.

From the manuals ("PostgreSQL Error Codes", MySQL's and MariaDB's "Server Error Message Reference", SQLite's
"Result Codes", SQL Server's "Database Engine Events and Errors"). SQLite has no codes for people: there they
are words of its messages.
"""

from __future__ import annotations

from partywall.values import dataclass


@dataclass(frozen=True, slots=True)
class Codes:
    """By reason. `refused` is the question that a script puts to the rows itself, before anything is done.

    `unknown` and `missing` are what a version of the application meets that is out of step: a table or a
    column that is not there, and a value that it does not write.
    """

    duplicates: str
    orphans: str
    nulls: str
    unfit: str
    taken: str
    denied: str
    full: str
    depends: str
    used: str
    waited: str
    refused: str
    unknown: str
    missing: str


_POSTGRESQL = Codes(
    duplicates="23505",
    orphans="23503",
    nulls="23502",
    unfit="22001, 22003, 22P02",
    taken="42P07, 42701, 42704, 42703, 42710",
    denied="42501, 58P01",
    full="53100",
    depends="2BP01",
    used="22P02",
    waited="it waited too long for a lock (55P03), or two waited for each other (40P01)",
    refused="P0001",
    unknown="42703 and 42P01 (P2022, P2021)",
    missing="23502 (P2011)",
)
_COCKROACHDB = Codes(
    duplicates="23505",
    orphans="23503",
    nulls="23502",
    unfit="22001, 22003, 22P02",
    taken="42P07, 42701, 42704, 42703, 42710",
    denied="42501",
    full="53100",
    depends="2BP01",
    used="22P02",
    waited="another transaction was in its way (40001)",
    refused="22P02",
    unknown="42703 and 42P01 (P2022, P2021)",
    missing="23502 (P2011)",
)
_MYSQL = Codes(
    duplicates="1062",
    orphans="1452",
    nulls="1138, 1265",
    unfit="1264, 1265, 1292, 1406",
    taken="1050, 1060, 1061, 1146, 1054, 1091",
    denied="1142",
    full="1114, 1021",
    depends="1451, 3730",
    used="1265",
    waited="it waited too long for a lock (1205), or two waited for each other (1213)",
    refused="4025 on MariaDB, 3819 on MySQL",
    unknown="1054 and 1146 (P2022, P2021)",
    missing="1364 and 1048 (P2011)",
)
_SQLITE = Codes(
    duplicates="UNIQUE constraint failed",
    orphans="FOREIGN KEY constraint failed",
    nulls="NOT NULL constraint failed",
    unfit="datatype mismatch",
    taken="already exists, no such table, no such column",
    denied="attempt to write a readonly database",
    full="database or disk is full",
    depends="FOREIGN KEY constraint failed",
    used="CHECK constraint failed",
    waited="another connection writes (database is locked)",
    refused="CHECK constraint failed",
    unknown="no such column, no such table (P2022, P2021)",
    missing="NOT NULL constraint failed (P2011)",
)
_SQLSERVER = Codes(
    duplicates="1505, 2627",
    orphans="547",
    nulls="515",
    unfit="2628, 8152, 245, 8114, 8115",
    taken="2714, 2705, 4902, 4924, 15225, 15248, 15335",
    denied="229, 3701",
    full="1101, 1105, 9002",
    depends="3726, 5074",
    used="547",
    waited="it waited too long for a lock (1222), or two waited for each other (1205)",
    refused="50000",
    unknown="207 and 208 (P2022, P2021)",
    missing="515 (P2011)",
)
_CODES = {
    "cockroachdb": _COCKROACHDB,
    "mysql": _MYSQL,
    "sqlite": _SQLITE,
    "sqlserver": _SQLSERVER,
}


def codes_of(provider: str) -> Codes:
    """What a provider's database says."""
    return _CODES.get(provider, _POSTGRESQL)

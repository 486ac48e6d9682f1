"""Names that Prisma gives to constraints and indexes that have none (prisma-engines, `constraint_names.rs`).

They are made of database names, and cut so that suffix and all fit the provider's limit in bytes, in which
Prisma counts for all providers. What a database counts in itself is in `Provider.counts`.
"""

from __future__ import annotations

from collections.abc import Sequence

MAX_BYTES = {
    "postgresql": 63,
    "cockroachdb": 63,
    "mysql": 64,
    "sqlserver": 128,
    "sqlite": 10_000,
}


def primary_key_name(table: str, limit: int) -> str:
    """`User_pkey`."""
    return _with_suffix(table, "_pkey", limit)


def unique_name(table: str, columns: Sequence[str], limit: int) -> str:
    """`User_email_key`."""
    return _with_suffix(_joined(table, columns), "_key", limit)


def index_name(table: str, columns: Sequence[str], limit: int) -> str:
    """`User_email_idx`."""
    return _with_suffix(_joined(table, columns), "_idx", limit)


def foreign_key_name(table: str, columns: Sequence[str], limit: int) -> str:
    """`Post_authorId_fkey`, of the table that holds the key."""
    return _with_suffix(_joined(table, columns), "_fkey", limit)


def default_name(table: str, column: str, limit: int) -> str:
    """`User_role_df`, on SQL Server, where defaults are constraints."""
    return _with_suffix(_joined(table, (column,)), "_df", limit)


def cut(text: str, limit: int) -> str:
    """At most `limit` bytes of UTF-8, never half a character."""
    return text.encode()[:limit].decode(errors="ignore")


def _joined(table: str, columns: Sequence[str]) -> str:
    return f"{table}_{'_'.join(columns)}"


def _with_suffix(text: str, suffix: str, limit: int) -> str:
    return cut(text, limit - len(suffix)) + suffix

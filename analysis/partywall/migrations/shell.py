"""What people type to look after a database: commands and queries, one set of them a provider.

`$DATABASE_URL` is Prisma's; where a program reads no address like that, it says where it takes its own from.
"""

# ruff: noqa: S608 - names are quoted by the provider's own `literal`

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence

from partywall.database.model import Name
from partywall.migrations.dialect import Naming
from partywall.migrations.lookups import InPostgreSQL, InSQLServer, lookup_of
from partywall.migrations.script import one_line
from partywall.values import dataclass

Names = Sequence[Name]


@dataclass(frozen=True, slots=True)
class Shell:
    """The commands have `{folder}` for a migration's folder and `{file}` for a file.

    `run` applies a file and ends at the first error, `pipe` does so with what it reads, `asks` shows what
    the queries of a file give; `program` is what one looks with. `whole`: a file is applied as a whole or not
    at all; `may_be_whole`: so with some versions of Prisma. `address` says where they take the database's
    from, and `asks_note` so beside `asks`. `partly` says what stays of it where it is not, and `held` how
    long locks are held; `reads_end`: at the end of a backfill nobody reads either. `second` is what becomes
    of a deploy that comes while another one runs; `watched` is for seeing what is `watching`.
    """

    program: str
    asks: str
    asks_note: str
    address: str
    before_asking: tuple[str, ...]
    dump: str
    run: str
    pipe: str
    second: str
    held: str
    partly: str
    sizes: Callable[[Names, Naming], str]
    look: Callable[[Name, Naming], str]
    analysed: Callable[[Names, Naming], str]
    open_transactions: Callable[[Names, Naming], str] | None
    watched: str
    written_anew: Callable[[Names, Naming], Iterator[str]]
    watching: str = "who waits"
    whole: bool = False
    may_be_whole: bool = False
    reads_end: bool = False


def _each(template: str) -> Callable[[Names, Naming], Iterator[str]]:
    def texts(tables: Names, naming: Naming) -> Iterator[str]:
        yield from (template.format(table=naming.name(each)) for each in tables)

    return texts


def _one(template: str) -> Callable[[Name, Naming], str]:
    return lambda name, naming: template.format(table=naming.name(name))


def _all(template: str) -> Callable[[Names, Naming], str]:
    return lambda tables, naming: template.format(tables=", ".join(map(naming.name, tables)))


def _nothing(_: Names, __: Naming) -> Iterator[str]:
    return iter(())


_OTHER_DEPLOY = "A second one waits 10 seconds for Prisma's advisory lock and then fails (P1002)."

# --- PostgreSQL -----------------------------------------------------------------------------------

_OPEN_FOR = "open for longer than users may wait, first let them end"


def _relations(tables: Names) -> str:
    lookup = InPostgreSQL()
    return ", ".join(map(lookup.oid, tables))


def _postgresql_sizes(tables: Names, _: Naming) -> str:
    return (
        "SELECT relname, reltuples::bigint AS rows, pg_size_pretty(pg_total_relation_size(oid)) AS size "
        f"FROM pg_class WHERE oid IN ({_relations(tables)});"
    )


def _postgresql_open(tables: Names, _: Naming) -> str:
    return (
        "SELECT DISTINCT a.pid, now() - a.xact_start AS open_for, a.usename, left(a.query, 80) AS query\n"
        "FROM pg_stat_activity AS a JOIN pg_locks AS l ON l.pid = a.pid\n"
        f"WHERE l.relation IN ({_relations(tables)}) AND a.pid <> pg_backend_pid()\n"
        "ORDER BY open_for DESC NULLS LAST;"
    )


_POSTGRESQL = Shell(
    program="psql",
    asks='psql "$DATABASE_URL" --file {file}',
    asks_note="psql takes no `?schema=` in the address",
    address="`$DATABASE_URL` is Prisma's without `?schema=` and the like, which psql and pg_dump refuse.",
    before_asking=("SET row_security = off; -- an error rather than rows that are not seen",),
    dump='pg_dump --format=custom --file {folder}.dump "$DATABASE_URL"',
    run='psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --file {file}',
    pipe='psql "$DATABASE_URL" --set ON_ERROR_STOP=1',
    second=_OTHER_DEPLOY,
    held="Prisma before 7.4 runs the file as one transaction: every lock is then held until the end.",
    partly="Prisma from 7.4 on may send statement by statement: what came before stays.",
    sizes=_postgresql_sizes,
    look=lambda name, naming: f"\\d {naming.name(name)}",
    analysed=_all("ANALYZE {tables};"),
    open_transactions=_postgresql_open,
    watched=(
        "SELECT pid, now() - query_start AS waiting_for, pg_blocking_pids(pid) AS behind,\n"
        "    left(query, 80) AS query\n"
        "FROM pg_stat_activity WHERE wait_event_type = 'Lock' ORDER BY waiting_for DESC NULLS LAST;"
    ),
    written_anew=_each("VACUUM (ANALYZE) {table};"),
    may_be_whole=True,
    reads_end=True,
)

# --- CockroachDB ----------------------------------------------------------------------------------


def _cockroachdb_sizes(tables: Names, _: Naming) -> str:
    listed = ", ".join(lookup_of("cockroachdb").text(each.text) for each in tables)
    return f"SELECT table_name, estimated_row_count FROM [SHOW TABLES] WHERE table_name IN ({listed});"


_COCKROACHDB = Shell(
    program="cockroach sql",
    asks='cockroach sql --url "$DATABASE_URL" --file {file}',
    asks_note="",
    address="`$DATABASE_URL` is Prisma's address.",
    before_asking=(),
    dump='cockroach sql --url "$DATABASE_URL" --execute "BACKUP INTO \'nodelocal://1/{folder}\'"',
    run='cockroach sql --url "$DATABASE_URL" --file {file}',
    pipe='cockroach sql --url "$DATABASE_URL"',
    second="Prisma takes no lock on CockroachDB: a second one would apply it at the same time.",
    held="A change is a job that fills in the background; the statement ends when the job does.",
    partly="Prisma sends statement by statement: what came before stays.",
    sizes=_cockroachdb_sizes,
    look=_one("SHOW CREATE TABLE {table}"),
    analysed=_all("ANALYZE {tables};"),
    open_transactions=None,
    watched=(
        "SELECT job_id, description, status, fraction_completed\n"
        "FROM [SHOW JOBS] WHERE job_type LIKE '%SCHEMA CHANGE%' AND status = 'running';"
    ),
    written_anew=_nothing,
    watching="the job",
)

# --- MySQL and MariaDB ----------------------------------------------------------------------------


def _mysql_sizes(tables: Names, _: Naming) -> str:
    listed = ", ".join(lookup_of("mysql").text(each.text) for each in tables)
    return (
        "SELECT table_name, table_rows, round((data_length + index_length) / 1048576) AS megabytes\n"
        f"FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN ({listed});"
    )


def _mysql_open(_: Names, __: Naming) -> str:
    return (
        "SELECT trx_mysql_thread_id, trx_started, left(trx_query, 80) AS query\n"
        "FROM information_schema.innodb_trx ORDER BY trx_started;"
    )


_MYSQL = Shell(
    program="mysql",
    asks='mysql "$DATABASE" < {file}',
    asks_note="its address is in ~/.my.cnf; MariaDB calls it mariadb",
    address="`$DATABASE` is the database's name, its address in `~/.my.cnf`. MariaDB calls the programs "
    "mariadb and mariadb-dump.",
    before_asking=(),
    dump='mysqldump --single-transaction --routines --events --result-file={folder}.dump "$DATABASE"',
    run='mysql "$DATABASE" < {file}',
    pipe='mysql "$DATABASE"',
    second=_OTHER_DEPLOY,
    held="Each statement is a transaction of its own and holds its locks to its own end.",
    partly="MySQL and MariaDB commit each change of a table by itself: what came before stays.",
    sizes=_mysql_sizes,
    look=_one("SHOW CREATE TABLE {table}"),
    analysed=_all("ANALYZE TABLE {tables};"),
    open_transactions=_mysql_open,
    watched=(
        "SELECT id, time AS seconds, state, left(info, 80) AS query\n"
        "FROM information_schema.processlist WHERE state LIKE 'Waiting for table%' ORDER BY time DESC;"
    ),
    written_anew=_each("ANALYZE TABLE {table};"),
)

# --- SQLite ---------------------------------------------------------------------------------------


def _sqlite_sizes(tables: Names, naming: Naming) -> str:
    lookup = lookup_of("sqlite")
    each = (
        f"SELECT {lookup.text(table.text)} AS place, count(*) AS found FROM {naming.name(table)}"
        for table in tables
    )
    return "\nUNION ALL ".join(each) + ";"


_SQLITE = Shell(
    program="sqlite3",
    asks='sqlite3 "$DATABASE_FILE" < {file}',
    asks_note="",
    address="`$DATABASE_FILE` is the file of the database.",
    before_asking=(),
    dump='sqlite3 "$DATABASE_FILE" ".backup \'{folder}.dump\'"',
    run='sqlite3 -bail "$DATABASE_FILE" < {file}',
    pipe='sqlite3 -bail "$DATABASE_FILE"',
    second="A second one finds the database locked and fails.",
    held="SQLite has one writer at a time: a statement locks all tables for those who write.",
    partly=(
        "Each statement is committed by itself: what came before stays. Where a table is gone and one of its "
        "name with `new_` before it is there, that has the rows: go on from its `RENAME`."
    ),
    sizes=_sqlite_sizes,
    look=_one(".schema {table}"),
    analysed=lambda _, __: "ANALYZE;",
    open_transactions=None,
    watched="",
    written_anew=_nothing,
)

# --- SQL Server -----------------------------------------------------------------------------------


def _sqlserver_sizes(tables: Names, _: Naming) -> str:
    ids = ", ".join(map(InSQLServer().id, tables))
    return (
        "SELECT OBJECT_NAME(object_id) AS place, SUM(row_count) AS found, "
        "SUM(used_page_count) / 128 AS megabytes\n"
        f"FROM sys.dm_db_partition_stats WHERE object_id IN ({ids}) AND index_id < 2 GROUP BY object_id;"
    )


def _sqlserver_open(tables: Names, _: Naming) -> str:
    ids = ", ".join(map(InSQLServer().id, tables))
    return (
        "SELECT DISTINCT l.request_session_id, t.transaction_begin_time\n"
        "FROM sys.dm_tran_locks AS l\n"
        "JOIN sys.dm_tran_session_transactions AS s ON s.session_id = l.request_session_id\n"
        "JOIN sys.dm_tran_active_transactions AS t ON t.transaction_id = s.transaction_id\n"
        f"WHERE l.resource_type = 'OBJECT' AND l.resource_associated_entity_id IN ({ids})\n"
        "ORDER BY t.transaction_begin_time;"
    )


_SQLSERVER = Shell(
    program="sqlcmd",
    asks="sqlcmd -b -I -i {file}",
    asks_note="its address is in SQLCMDSERVER, SQLCMDDBNAME, SQLCMDUSER and SQLCMDPASSWORD",
    address="`SQLCMDSERVER`, `SQLCMDDBNAME`, `SQLCMDUSER` and `SQLCMDPASSWORD` hold the address.",
    before_asking=(),
    dump="sqlcmd -b -Q \"BACKUP DATABASE [$SQLCMDDBNAME] TO DISK = N'{folder}.dump' WITH COPY_ONLY\"",
    run="sqlcmd -b -I -i {file}",
    pipe="sqlcmd -b -I",
    second=_OTHER_DEPLOY,
    held="The file is one transaction: every lock is held until its end.",
    partly="",
    sizes=_sqlserver_sizes,
    look=_one("sp_help '{table}'"),
    analysed=lambda tables, naming: " ".join(f"UPDATE STATISTICS {naming.name(each)};" for each in tables),
    open_transactions=_sqlserver_open,
    watched=(
        "SELECT session_id, blocking_session_id, wait_type, wait_time AS milliseconds\n"
        "FROM sys.dm_exec_requests WHERE blocking_session_id <> 0 ORDER BY wait_time DESC;"
    ),
    written_anew=_each("ALTER INDEX ALL ON {table} REORGANIZE;"),
    whole=True,
)

_SHELLS = {
    "cockroachdb": _COCKROACHDB,
    "mysql": _MYSQL,
    "sqlite": _SQLITE,
    "sqlserver": _SQLSERVER,
}


def commands_note(shell: Shell, place: str) -> str:
    """Where the commands of a checklist are run; `place` is the path of the migrations from there."""
    where = f"project's folder, the one above `{place}`" if place else "folder of the migrations"
    return f"Commands are for the {where}. {shell.address}"


def path_in(place: str, folder: str) -> str:
    """The path of a migration's folder, as a shell takes it."""
    return shlex.quote(one_line(f"{place}/{folder}" if place else folder))


def shell_of(provider: str) -> Shell:
    """What people type for a provider."""
    return _SHELLS.get(provider, _POSTGRESQL)

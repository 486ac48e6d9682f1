"""A real MariaDB for tests: started in a temporary folder, on a Unix socket, and ended with the tests.

It is the machine's (Debian: `mariadb-server-core`, which starts no service). Its system tables are made by
the server itself: the script for that needs a client that the package does not bring. MariaDB refuses to run
as root; then it runs as the user `nobody`.
"""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymysql
from pymysql.constants import CLIENT

from support.postgres import give, identity

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from pymysql.connections import Connection

_SECONDS_TO_START = 60.0
_SYSTEM_TABLES = ("mysql_system_tables.sql", "mysql_system_tables_data.sql")
_PLACES = ("/usr/share/mysql", "/usr/share/mariadb", "/usr/local/share/mysql", "/opt/homebrew/share/mysql")


@dataclass(frozen=True, slots=True)
class Installation:
    """A server's program, and the folder with the SQL of its system tables."""

    program: Path
    share: Path


def installation() -> Installation | None:
    """The machine's MariaDB, if it has one."""
    found = shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
    shares = (Path(each) for each in _PLACES)
    share = next((each for each in shares if (each / _SYSTEM_TABLES[0]).exists()), None)
    return Installation(Path(found), share) if found and share else None


@dataclass(frozen=True, slots=True)
class MariaDB:
    """A running server."""

    socket: Path

    @contextmanager
    def database(self) -> Generator[Connection[Any], None, None]:
        """A connection to a new, empty database, gone afterwards. Every statement commits by itself."""
        name = f"test_{time.monotonic_ns()}"
        with self.connect() as admin:
            query(admin, f"CREATE DATABASE {name} DEFAULT CHARACTER SET utf8mb4")
        try:
            with self.connect(name) as connection:
                yield connection
        finally:
            with self.connect() as admin:
                query(admin, f"DROP DATABASE {name}")

    def connect(self, database: str | None = None) -> Connection[Any]:
        """Connect as the server's first user."""
        return pymysql.connect(
            unix_socket=str(self.socket),
            user="root",
            database=database,
            charset="utf8mb4",
            autocommit=True,
            client_flag=CLIENT.MULTI_STATEMENTS,
        )


@contextmanager
def mariadb(found: Installation) -> Generator[MariaDB, None, None]:
    """Start the server; it ends, and its folder goes, on every way out."""
    # Not pytest's own temporary folder: a socket's path may have no more than about 100 bytes.
    with tempfile.TemporaryDirectory(prefix="pw-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        data = folder / "data"
        data.mkdir()
        give(folder)
        give(data)
        options = [str(found.program), "--no-defaults", f"--datadir={data}", f"--tmpdir={folder}"]
        options += ["--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M"]
        options += ["--innodb-flush-log-at-trx-commit=0", f"--lc-messages-dir={found.share}"]
        _bootstrap(found, options)
        place = folder / "socket"
        process = subprocess.Popen(
            [*options, f"--socket={place}", "--skip-networking", f"--pid-file={folder / 'pid'}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **identity(),
        )
        try:
            yield _answering(MariaDB(place), process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=_SECONDS_TO_START)


def _bootstrap(found: Installation, options: Sequence[str]) -> None:
    """Make the system tables, and a user without a password. A line holds one statement, or a part of one."""
    texts = [(found.share / each).read_text() for each in _SYSTEM_TABLES]
    user = (
        "REPLACE INTO global_priv VALUES ('localhost', 'root', "
        '\'{"access":18446744073709551615,"plugin":"mysql_native_password","authentication_string":""}\');'
    )
    subprocess.run(
        [*options, "--bootstrap", "--skip-grant-tables"],
        input="\n".join(("CREATE DATABASE mysql;", "USE mysql;", *texts, user, "")),
        text=True,
        check=True,
        capture_output=True,
        **identity(),
    )


def _answering(server: MariaDB, process: subprocess.Popen[Any]) -> MariaDB:
    """Wait until the server answers."""
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(server.socket))
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return server


# --- what stands in a database ------------------------------------------------------------------

_CATALOG = {
    "column": """
        SELECT concat_ws('.', table_name, column_name), concat_ws(' ', column_type, is_nullable,
               ifnull(column_default, '-'), extra, collation_name, column_comment, generation_expression)
        FROM information_schema.columns WHERE table_schema = database()""",
    "index": """
        SELECT concat_ws('.', table_name, index_name), concat_ws(' ', non_unique, index_type,
               group_concat(concat_ws('/', column_name, sub_part, collation) ORDER BY seq_in_index))
        FROM information_schema.statistics WHERE table_schema = database()
        GROUP BY table_name, index_name, non_unique, index_type""",
    "foreign key": """
        SELECT concat_ws('.', k.table_name, k.constraint_name), concat_ws(' ', r.delete_rule, r.update_rule,
               k.referenced_table_name, group_concat(concat_ws('/', column_name, referenced_column_name)
               ORDER BY ordinal_position))
        FROM information_schema.key_column_usage AS k
        JOIN information_schema.referential_constraints AS r ON r.constraint_schema = k.table_schema
        AND r.table_name = k.table_name AND r.constraint_name = k.constraint_name
        WHERE k.table_schema = database()
        GROUP BY k.table_name, k.constraint_name, r.delete_rule, r.update_rule, k.referenced_table_name""",
    "check": """
        SELECT concat_ws('.', table_name, constraint_name), check_clause
        FROM information_schema.check_constraints WHERE constraint_schema = database()""",
    "table": """
        SELECT table_name, concat_ws(' ', table_type, table_collation, table_comment)
        FROM information_schema.tables WHERE table_schema = database()""",
    "trigger": """
        SELECT concat_ws('.', event_object_table, trigger_name),
               concat_ws(' ', action_timing, event_manipulation, action_statement)
        FROM information_schema.triggers WHERE trigger_schema = database()""",
    "view": """
        SELECT table_name, replace(view_definition, database(), '')
        FROM information_schema.views WHERE table_schema = database()""",
}


def catalog(connection: Connection[Any]) -> list[str]:
    """All that stands in a database, by name; the order of columns apart."""
    return sorted(
        " ".join((kind, *map(str, row))) for kind, sql in _CATALOG.items() for row in query(connection, sql)
    )


def query(connection: Connection[Any], sql: str) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def run(connection: Connection[Any], scripts: str | Iterable[str]) -> None:
    """Send scripts whole, as Prisma does: the server stops at the first statement that fails."""
    for script in [scripts] if isinstance(scripts, str) else scripts:
        with connection.cursor() as cursor:
            cursor.execute(script)
            while cursor.nextset():
                pass

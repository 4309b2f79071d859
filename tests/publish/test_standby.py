"""A real streaming standby: a release from it is the primary's to the byte, and it is said that it could not be written down."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from server import SUPERUSER, Cluster, ServerError

from ncovy_qgis.cli import main
from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import record, verify
from tests.publish.world import AS_OF, files, release
from tests.server import ROOT, Database

STREAMING = """
wal_level = replica
max_wal_senders = 4
hot_standby = on
"""


@dataclass(frozen=True)
class Pair:
    """The same database on a primary and on the standby that follows it."""

    primary: Database
    standby: Database


@pytest.fixture(scope="module")
def pair(light_template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = Path("/dev/shm") if Path("/dev/shm").is_dir() else ROOT / ".run"
    first, second = (Cluster(folder / f"ncovy-{kind}-{tmp_path_factory.getbasetemp().name}-{time.time_ns()}", quick=True) for kind in ("primary", "standby"))
    try:
        _start_primary(first, light_template)
        _follow(first, second)
        yield Pair(Database(first, "map"), Database(second, "map"))
    finally:
        for cluster in (second, first):
            cluster.stop()
            shutil.rmtree(cluster.home, ignore_errors=True)
            shutil.rmtree(cluster.socket_dir, ignore_errors=True)


def _start_primary(cluster: Cluster, source: Database) -> None:
    """A server that can be followed, with a copy of the published world: roles and database are dumped and restored."""
    cluster.start()
    with (cluster.data / "postgresql.conf").open("a") as conf:
        conf.write(STREAMING)
    cluster.stop()
    cluster.start()
    roles = _piped(source.cluster, ["pg_dumpall", "--roles-only"], source.dsn())
    _piped(cluster, ["psql", "-X", "-q", "-d", "postgres"], cluster.dsn("postgres"), roles.replace(f"CREATE ROLE {SUPERUSER};", ""))
    with closing(psycopg2.connect(**cluster.dsn("postgres"))) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE map")
    dump = _piped(source.cluster, ["pg_dump", "-d", source.name], source.dsn())
    _piped(cluster, ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "map"], cluster.dsn("map"), dump)
    with closing(psycopg2.connect(**cluster.dsn("map"))) as connection, connection:
        connection.cursor().execute("INSERT INTO ncovy.setting VALUES ('exercise', jsonb_build_object('now', %s::text))", (AS_OF.isoformat(),))


def _piped(cluster: Cluster, command: list[str], place: dict[str, str], text: str = "") -> str:
    """One of PostgreSQL's own programs, text in and text out."""
    where = ["-h", place["host"], "-p", place["port"], "-U", place["user"]]
    program = [str(cluster.programs() / command[0]), *command[1:], *where]
    done = subprocess.run(program, input=text, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _follow(primary: Cluster, standby: Cluster) -> None:
    """pg_basebackup -R, then both run: what the primary writes the standby replays."""
    standby._make_folder(standby.home)
    place = primary.dsn("postgres")
    answer = standby._run(
        "pg_basebackup", "-R", "-X", "stream", "-c", "fast", "--no-sync", "-D", str(standby.data), "-h", place["host"], "-p", place["port"], "-U", place["user"]
    )
    if answer.returncode != 0:
        raise ServerError(answer.stdout or answer.stderr)
    standby.start()


def asked(database: Database, statement: str, parameters: object = None) -> list[tuple[Any, ...]]:
    """Database.run() keeps a connection by the database's name, which is the same for both."""
    with closing(database.admin()) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def _in_step(pair: Pair) -> None:
    """Until the standby has replayed all that was committed on the primary, be it written to its disk or not."""
    ((written,),) = asked(pair.primary, "SELECT pg_current_wal_insert_lsn()")
    end = time.monotonic() + 30
    while not asked(pair.standby, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", (written,))[0][0] and time.monotonic() < end:
        time.sleep(0.02)


def test_a_release_from_a_standby_is_the_primarys_and_says_that_it_is_not_written_down(
    pair: Pair, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(pair.standby, "SELECT pg_is_in_recovery()") == [(True,)]
    asked(pair.primary, "UPDATE ncovy_public.pharmacy SET chain = 'Vừa đổi'")
    _in_step(pair)
    known = set(asked(pair.primary, "SELECT id FROM ncovy.release"))  # other tests may have published where this one's data are from
    assert asked(pair.primary, "SELECT state FROM pg_stat_replication") == [("streaming",)]
    (tmp_path / "pg_service.conf").write_text(pair.standby.services())
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "pg_service.conf"))
    assert main(["publish", str(tmp_path / "standby"), "--service", "ncovy_phuc"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == record.NOT_RECORDED.vi
    assert "Vừa đổi" in (tmp_path / "standby" / "latest" / "data" / "pharmacy.geojson").read_text(encoding="utf-8")
    assert verify(tmp_path / "standby") == ()
    assert set(asked(pair.primary, "SELECT id FROM ncovy.release")) == known
    made = release(pair.primary, tmp_path / "primary", catalogue, as_of=None)
    assert made.recorded
    assert files(tmp_path / "standby") == files(tmp_path / "primary")
    assert set(asked(pair.primary, "SELECT id FROM ncovy.release")) - known == {(made.id,)}

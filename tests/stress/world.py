"""What the stress is done to: a server of its own that may be killed, some hot rows, and the same rows in tables nobody guards."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg2
from psycopg2 import sql
from server import Cluster

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.db.changes import Insert, save
from ncovy_qgis.db.upgrade import upgrade
from ncovy_qgis.paths import forms_dir
from tests.server import ERA, ROOT, Database
from tests.stress.checker import Stored

STEMS = ("pharmacy", "testing_site")
LIST = "note_internal"  # the field that holds the list
DISTRICT = "412"
STARTED = "2021-08-22T00:00:00+07:00"
PERSON = "SELECT FROM pg_roles WHERE rolname = %s"
PLACE = "SELECT ST_AsBinary(ST_PointOnSurface(geom)) FROM ncovy.unit WHERE parent_code = %s AND era = %s AND level = 3 ORDER BY code LIMIT 1"
UNGUARDED = """
    CREATE TABLE public.{stem} (LIKE ncovy.{stem} INCLUDING DEFAULTS INCLUDING IDENTITY);
    INSERT INTO public.{stem} OVERRIDING SYSTEM VALUE SELECT * FROM ncovy.{stem};
    ALTER TABLE public.{stem} ADD PRIMARY KEY (id), ADD UNIQUE (uid);
    GRANT ALL ON public.{stem} TO PUBLIC
"""
SILENCED = """SELECT pid FROM pg_stat_activity WHERE datname = %s AND usename LIKE 'editor%%' ORDER BY md5(pid::text || %s::text) LIMIT 1"""


@dataclass(frozen=True)
class World:
    """The database, its folder of forms, and the hot rows as (stem, id)."""

    database: Database
    forms: Path
    rows: tuple[tuple[str, int], ...]
    persons: tuple[str, ...]

    def stored(self, schema: str) -> Stored:
        """What rows and history hold now; `schema` is "ncovy" or "public" (nobody keeps history there)."""
        final = {}
        for stem in STEMS:
            query = sql.SQL("SELECT id, coalesce({}, '') FROM {}").format(sql.Identifier(LIST), sql.Identifier(schema, stem))
            final.update({f"{stem}/{number}": text for number, text in self.database.run(query)})
        history: dict[str, list[tuple[int, str]]] = {row: [] for row in final} if schema == "ncovy" else {}
        for row, number, text in self.database.run(_HISTORY) if history else ():
            history[row].append((number, text))
        return Stored(final, history)

    def terminate(self, salt: int) -> bool:
        """End the backend of some editor; False when there was none."""
        found = self.database.run(SILENCED, (self.database.name, salt))
        return bool(found) and bool(self.database.run("SELECT pg_terminate_backend(%s)", found[0])[0][0])

    def kill_server(self, away_s: float) -> None:
        """SIGQUIT: every process of the server stops at once, as in a crash. It comes back, and recovers, after `away_s`."""
        cluster = self.database.cluster
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        while cluster.running():
            time.sleep(0.02)
        time.sleep(away_s)
        cluster.start()


_HISTORY = sql.SQL(
    "SELECT v.layer || '/' || (v.row ->> 'id'), v.row_version, coalesce(v.row ->> {}, '') FROM ncovy.version AS v ORDER BY v.layer, v.uid, v.row_version"
).format(sql.Literal(LIST))


@contextmanager
def world(persons: int, rows: int) -> Iterator[World]:
    """Made in .run, gone afterwards."""
    folder = ROOT / ".run" / f"stress-{os.getpid()}"
    folder.mkdir(parents=True)
    cluster = Cluster(folder / "server")
    try:
        cluster.start()
        with closing(psycopg2.connect(**cluster.dsn("postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("CREATE DATABASE stress")
                cursor.execute("ALTER SYSTEM SET fsync = off")  # processes are killed, not the machine; recovery is quicker so
                cursor.execute("SELECT pg_reload_conf()")
        yield _furnish(Database(cluster, "stress"), folder, persons, rows)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _furnish(database: Database, folder: Path, persons: int, rows: int) -> World:
    forms = _roomy_forms(folder)
    catalogue = load_catalogue(forms)
    names = tuple(f"editor{number}" for number in range(1, persons + 1))
    with closing(database.admin()) as connection:
        upgrade(connection, catalogue)
        connection.commit()
        with connection.cursor() as cursor:
            cursor.execute("SELECT")
            for name in names:
                cursor.execute(sql.SQL("CREATE ROLE {0} LOGIN; GRANT ncovy_editor TO {0}").format(sql.Identifier(name)))
                cursor.execute("SELECT ncovy_app.grant_area(%s, %s, %s::smallint)", (name, DISTRICT, ERA))
        connection.commit()
    made = _rows(database, catalogue, names[0], rows)
    for stem in STEMS:
        database.run(UNGUARDED.format(stem=stem))
    return World(database, forms, made, names)


def _rows(database: Database, catalogue: Catalogue, person: str, count: int) -> tuple[tuple[str, int], ...]:
    with closing(database.connect(person)) as connection:
        with connection.cursor() as cursor:
            cursor.execute(PLACE, (DISTRICT, ERA))
            wkb = bytes(cursor.fetchone()[0])
        changes = [_row(STEMS[number % len(STEMS)], number, wkb) for number in range(count)]
        save(connection, changes, client_uid=uuid4(), comment="", catalogue=catalogue)
    found: list[Sequence[tuple[int]]] = [database.run(sql.SQL("SELECT id FROM {} ORDER BY id").format(sql.Identifier("ncovy", stem))) for stem in STEMS]
    return tuple((stem, number) for stem, numbers in zip(STEMS, found) for (number,) in numbers)


def _row(stem: str, number: int, wkb: bytes) -> Insert:
    values = {"name": f"Nơi nhiều người sửa {number}", **({"active_from": STARTED} if stem == "testing_site" else {"reported_at": STARTED})}
    return Insert(stem, str(uuid4()), values, wkb)


def _roomy_forms(folder: Path) -> Path:
    """The forms, with room for a long list."""
    forms = Path(shutil.copytree(forms_dir(), folder / "forms"))
    shared = forms / "_shared.yaml"
    text = shared.read_text(encoding="utf-8")
    narrow = next(line for line in text.splitlines() if line.strip().startswith(f"{LIST}:"))
    shared.write_text(text.replace(narrow, narrow.replace("max: 1000", "max: 1000000")), encoding="utf-8")
    return forms

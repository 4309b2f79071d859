"""Two connections, one moment; and one connection where there is no second."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.publish.companion import companion
from ncovy_qgis.publish.errors import Cancelled
from ncovy_qgis.publish.geojson import write_layers
from ncovy_qgis.publish.snapshot import snapshot
from ncovy_qgis.publish.tiles import write_tiles
from tests.publish.world import AS_OF
from tests.server import Database


def resting(admin: Connection, number: int) -> None:
    """The publisher has this many connections, once those that are closed have ended on the server."""
    deadline = time.monotonic() + 20
    with admin.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'phuc' AND datname = current_database()")
            if cursor.fetchone() == (number,):
                return
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_both_connections_see_the_moment_of_the_first(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
        with admin.cursor() as cursor:
            cursor.execute("DELETE FROM ncovy_public.pharmacy")
        with companion(held) as second:
            assert second is not None
            second.cursor.execute("SELECT count(*), pg_backend_pid() FROM ncovy_public.pharmacy")
            assert second.cursor.fetchone() == (12, second.cursor.connection.info.backend_pid)
            assert second.cursor.connection.info.backend_pid != connection.info.backend_pid


def test_with_one_connection_the_bytes_are_the_same(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    made = {}
    for limit in (-1, 2):  # the second is the administrator's
        with admin.cursor() as cursor:
            cursor.execute(sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}").format(sql.Identifier(admin.info.dbname), sql.Literal(limit)))
        folder = tmp_path / str(limit)
        folder.mkdir()
        with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
            with companion(held) as second:
                assert (second is None) == (limit == 2)
            write_layers(held, folder, lambda _: None)
            write_tiles(held, folder, styled_fields={}, step=lambda: None)
        resting(admin, 0)
        made[limit] = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(made[2]) == 12
    assert made[2] == made[-1]


def test_cancelling_gives_the_connection_back_and_leaves_no_other(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    def step(title: Text) -> None:
        if title == catalogue.layers[3].title:
            raise Cancelled

    with closing(world.connect("phuc")) as connection:
        with pytest.raises(Cancelled), snapshot(connection, catalogue, AS_OF) as held:
            write_layers(held, tmp_path, step)
        with snapshot(connection, catalogue, AS_OF) as held:
            assert len(write_layers(held, tmp_path, lambda _: None)) == len(catalogue.layers)
        resting(admin, 1)

"""Two connections, one moment; and one connection where there is no second."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish.companion import companion
from ncovy_qgis.publish.errors import Cancelled
from ncovy_qgis.publish.geojson import write_layers
from ncovy_qgis.publish.snapshot import snapshot
from ncovy_qgis.publish.tiles import write_tiles
from tests.publish.world import AS_OF
from tests.server import Database


def test_both_connections_see_the_moment_of_the_first(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
        with admin.cursor() as cursor:
            cursor.execute("DELETE FROM ncovy_public.pharmacy")
        with companion(held) as second:
            assert second is not None
            second.cursor.execute("SELECT count(*), pg_backend_pid() FROM ncovy_public.pharmacy")
            assert second.cursor.fetchone() == (12, second.cursor.connection.info.backend_pid)
            assert second.cursor.connection.info.backend_pid != connection.info.backend_pid


def test_a_login_of_one_connection_publishes_the_same_bytes(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    made = {}
    for limit in (-1, 1):
        with admin.cursor() as cursor:
            cursor.execute("ALTER ROLE phuc CONNECTION LIMIT %s", (limit,))
        folder = tmp_path / str(limit)
        folder.mkdir()
        try:
            with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
                with companion(held) as second:
                    assert (second is None) == (limit == 1)
                write_layers(held, folder, lambda _: None)
                write_tiles(held, folder / "ncovy.pmtiles", styled_fields={}, step=lambda: None)
        finally:
            with admin.cursor() as cursor:
                cursor.execute("ALTER ROLE phuc CONNECTION LIMIT -1")
        made[limit] = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(made[1]) == 11
    assert made[1] == made[-1]


def test_cancelling_gives_the_connection_back_and_leaves_no_other(world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    def step(title: str) -> None:
        if title == catalogue.layers[3].title.vi:
            raise Cancelled

    with closing(world.connect("phuc")) as connection:
        with pytest.raises(Cancelled), snapshot(connection, catalogue, AS_OF) as held:
            write_layers(held, tmp_path, step)
        with snapshot(connection, catalogue, AS_OF) as held:
            assert len(write_layers(held, tmp_path, lambda _: None)) == len(catalogue.layers)
            held.cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'phuc' AND datname = current_database()")
            assert held.cursor.fetchone() == (1,)

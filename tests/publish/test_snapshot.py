"""One moment for all layers, whatever others write meanwhile, and not a byte written."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import psycopg2.errors
import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish.errors import NotPrepared
from ncovy_qgis.publish.geojson import write_layer
from ncovy_qgis.publish.snapshot import VIETNAM, snapshot, tool_versions
from tests.publish.world import AS_OF
from tests.server import Database


def test_a_feature_moved_between_layers_meanwhile_is_in_exactly_one(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
        first = write_layer(held, catalogue.layer("control_checkpoint"), tmp_path / "1")
        with admin.cursor() as cursor:
            cursor.execute("DELETE FROM ncovy_public.control_checkpoint")
            cursor.execute("INSERT INTO ncovy_public.road_block (uid, name, status, geom, approved_at, row_version)"
                           " SELECT gen_random_uuid(), name, status, geom, now(), 1 FROM ncovy_public.testing_site")  # fmt: skip
        second = write_layer(held, catalogue.layer("road_block"), tmp_path / "2")
    assert (first, second) == (12, 12)


def test_nothing_can_be_written_inside(world: Database, catalogue: Catalogue) -> None:
    with closing(world.admin()) as connection, snapshot(connection, catalogue, AS_OF) as held, pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
        held.cursor.execute("DELETE FROM ncovy_public.pharmacy")


def test_an_error_inside_gives_the_connection_back(world: Database, catalogue: Catalogue) -> None:
    with closing(world.connect("phuc")) as connection:
        with pytest.raises(ZeroDivisionError), snapshot(connection, catalogue, AS_OF):
            raise ZeroDivisionError
        assert connection.readonly is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def test_the_moment_is_the_databases_own_unless_given(world: Database, catalogue: Catalogue) -> None:
    with closing(world.connect("phuc")) as connection:
        with snapshot(connection, catalogue, None) as held:
            assert abs((held.as_of - datetime.now(timezone.utc)).total_seconds()) < 60
            assert not held.exercise
        with snapshot(connection, catalogue, datetime(2021, 9, 17, 11, 0, 0, 999, tzinfo=timezone.utc)) as held:
            assert held.as_of == AS_OF
            assert held.as_of.tzinfo is VIETNAM


def test_an_empty_database_is_told_apart_with_a_sentence(empty_database: Database, catalogue: Catalogue) -> None:
    with closing(empty_database.admin()) as connection, pytest.raises(NotPrepared, match="ncovy db upgrade"), snapshot(connection, catalogue, AS_OF):
        raise AssertionError("never opened")


def test_a_layer_without_its_table_is_named(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    with admin.cursor() as cursor:
        cursor.execute("DROP TABLE ncovy_public.pharmacy CASCADE")
    with closing(world.connect("phuc")) as connection, pytest.raises(NotPrepared, match=r"ncovy_public\.pharmacy"), snapshot(connection, catalogue, AS_OF):
        raise AssertionError("never opened")


def test_a_publisher_cannot_read_what_editors_hold(world: Database) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        world.run("SELECT contact_name FROM ncovy.pharmacy", person="phuc")


def test_versions_of_the_tools_are_known(world: Database, catalogue: Catalogue) -> None:
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
        found = tool_versions(held.cursor)
    assert set(found) == {"postgresql", "postgis"}
    assert all(version[0].isdigit() for version in found.values())

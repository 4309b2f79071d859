"""Direct SQL for readers of open data: the rows and columns of the public map with the words of the lists, and nothing else of the database."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone

import pytest
from psycopg2.errors import InsufficientPrivilege, ObjectNotInPrerequisiteState
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.open_views import columns
from ncovy_qgis.publish.columns import visible
from tests.publish.world import fill, insert, uid, value
from tests.server import Database, copy_of

READER = "an"
HIDDEN = {
    "lifted long ago": ("lockdown_point", {"status": "lifted", "active_to": datetime.now(timezone.utc) - timedelta(days=20)}),
    "planned without a decision": ("lockdown_point", {"status": "planned", "decision_no": None}),
    "cancelled": ("control_checkpoint", {"status": "cancelled"}),
    "closed for good": ("pharmacy", {"operating_state": "closed_permanently"}),
}


@pytest.fixture(scope="module")
def world(template_database: Database, catalogue: Catalogue) -> Iterator[Database]:
    """Three features of every layer, and one for each reason not to be seen."""
    with copy_of(template_database) as own:
        fill(own, catalogue, each=3)
        with closing(own.admin()) as connection, connection:
            for number, (name, state) in enumerate(HIDDEN.values(), 100):
                layer = catalogue.layer(name)
                values = {field.name: value(catalogue, layer, field, 1) for field in layer.public_fields}
                insert(connection, layer, uid(layer, number), {**values, "name": "Giấu kín", **state}, "POINT(105.68 18.68)")
        yield own


@pytest.fixture
def reader(world: Database) -> Iterator[Connection]:
    with closing(world.connect(READER)) as connection:
        yield connection


def test_a_view_shows_the_rows_of_the_public_map(world: Database, catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        with closing(world.admin()) as connection, connection.cursor() as cursor:
            shown = visible(layer, datetime.now(timezone.utc)).as_string(connection)
            cursor.execute(f"SELECT t.uid FROM ncovy_public.{layer.name} AS t WHERE {shown} ORDER BY 1")
            published = cursor.fetchall()
        assert world.run(f"SELECT id FROM ncovy_open.{layer.name} ORDER BY 1", person=READER) == published
        assert len(published) == 3, layer.name


def test_a_view_has_the_public_columns_and_labels_each_explained_in_vietnamese(world: Database, catalogue: Catalogue) -> None:
    query = """SELECT a.attname, col_description(a.attrelid, a.attnum) FROM pg_attribute AS a
                WHERE a.attrelid = %s::regclass AND a.attnum > 0 ORDER BY a.attnum"""
    for layer in catalogue.layers:
        found = world.run(query, (f"ncovy_open.{layer.name}",))
        assert found == [(name, comment) for name, _, comment in columns(layer)]
        public = {"id", *(field.name for field in layer.public_fields), "commune_name", "district_name", "geom"}
        labels = {f"{field.name}_label{end}" for field in layer.public_fields if field.list for end in ("", "_en")}
        assert {name for name, _ in found} == public | labels
        assert world.run("SELECT obj_description(%s::regclass)", (f"ncovy_open.{layer.name}",)) == [
            (f"{layer.title.vi}: những gì bản đồ công khai đang cho thấy",)
        ]


def test_codes_come_with_their_words(world: Database, catalogue: Catalogue) -> None:
    rows = world.run("SELECT status, status_label, status_label_en FROM ncovy_open.control_checkpoint", person=READER)
    assert set(rows) == {("active", "Đang áp dụng", "Active")}
    several = next(field for field in catalogue.layer("control_checkpoint").public_fields if field.type == "lists")
    words = {each.code: each.label.vi for each in catalogue.lists[str(several.list)].values}
    found = world.run(f"SELECT {several.name}, {several.name}_label FROM ncovy_open.control_checkpoint", person=READER)
    assert len(found) == 3 and all(set(label.split("; ")) == {words[code] for code in codes} for codes, label in found)


def test_a_reader_reads_nothing_else_of_ours(world: Database) -> None:
    """Every table, view and sequence of our schemas, by name, and every function."""
    relations = world.run(
        "SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " WHERE n.nspname LIKE 'ncovy%' AND n.nspname <> 'ncovy_open' AND c.relkind IN ('r', 'v', 'm', 'S', 'p')"
    )
    assert len(relations) > 40
    with closing(world.connect(READER)) as connection:
        connection.autocommit = True
        for (name,) in relations:
            with connection.cursor() as cursor, pytest.raises(InsufficientPrivilege):
                cursor.execute(f"SELECT FROM {name}")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ncovy%'"
                " AND (has_schema_privilege(oid, 'USAGE') OR has_schema_privilege(oid, 'CREATE'))"
            )
            assert cursor.fetchall() == [("ncovy_open",)], "no function of another schema can be called by name"
            cursor.execute("SELECT count(*) FROM pg_proc WHERE pronamespace = 'ncovy_open'::regnamespace")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT ncovy_app.today()",
        "UPDATE ncovy_open.pharmacy SET name = 'x'",
        "DELETE FROM ncovy_open.pharmacy",
        "INSERT INTO ncovy_open.pharmacy (name) VALUES ('x')",
        "CREATE VIEW ncovy_open.mine AS SELECT 1",
        "CREATE TABLE public.mine ()",
        "SET ROLE ncovy_viewer",
        "SET ROLE ncovy_owner",
        "SELECT ncovy_app.approve('pharmacy', gen_random_uuid(), 1, '')",
    ],
)
def test_a_reader_changes_nothing_and_becomes_nobody_else(reader: Connection, statement: str) -> None:
    with reader.cursor() as cursor, pytest.raises((InsufficientPrivilege, ObjectNotInPrerequisiteState)):
        cursor.execute(statement)


def test_a_function_of_the_readers_own_does_not_see_hidden_rows_either(reader: Connection) -> None:
    with reader.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.peek(words text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
            " $$BEGIN RAISE NOTICE '%', words; RETURN true; END$$"
        )
        for name in {layer for layer, _ in HIDDEN.values()}:
            cursor.execute(f"SELECT count(*) FROM ncovy_open.{name} WHERE pg_temp.peek(name)")
            assert cursor.fetchone() == (3,)
    assert len(reader.notices) == 9 and "Giấu kín" not in "".join(reader.notices)


def test_others_of_the_house_do_not_need_the_views(world: Database) -> None:
    for person in ("lan", "phuc", "vy"):
        with pytest.raises(InsufficientPrivilege):
            world.run("SELECT FROM ncovy_open.pharmacy", person=person)


@pytest.mark.parametrize(("name", "kind"), [("pharmacy", "Point"), ("lockdown_zone", "MultiPolygon")])
def test_gdal_opens_a_view_with_its_geometry(world: Database, name: str, kind: str) -> None:
    place = "PG:" + " ".join(f"{key}={value}" for key, value in world.dsn(READER).items())
    command = ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", place, f"ncovy_open.{name}"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)["features"]
    assert len(found) == 3 and {each["geometry"]["type"] for each in found} == {kind}
    assert all(each["properties"]["id"] and each["properties"]["commune_name"] for each in found)

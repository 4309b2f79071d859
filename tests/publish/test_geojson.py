"""GeoJSON files: exact, ordered, RFC 7946, and nothing that is not public."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish.columns import PLACE_COLUMNS, public_columns
from ncovy_qgis.publish.geojson import write_layer
from ncovy_qgis.publish.snapshot import snapshot
from tests.publish.world import AS_OF, features, insert, polygon, uid
from tests.server import Database

HOSTILE = "a\"b\\c\n\t\u0001\u0002<script>alert(1)</script>\u2028 =cmd|' /C calc'!A0 'Quỳ Châu'"


def written(database: Database, catalogue: Catalogue, layer: str, folder: Path) -> tuple[bytes, int]:
    with database.connect("phuc") as connection, snapshot(connection, catalogue, AS_OF) as held:
        count = write_layer(held, catalogue.layer(layer), folder / "x.geojson")
    return (folder / "x.geojson").read_bytes(), count


def test_every_layer_passes_its_own_json_schema(first_site: Path, catalogue: Catalogue) -> None:
    folder = next((first_site / "releases").iterdir())
    for layer in catalogue.layers:
        schema = json.loads((folder / "schema" / f"{layer.name}.json").read_bytes())
        Draft202012Validator.check_schema(schema)
        data = json.loads((folder / "data" / f"{layer.name}.geojson").read_bytes())
        assert len(data["features"]) == 12
        Draft202012Validator(schema).validate(data)


def test_the_schema_refuses_a_field_that_is_not_public(first_site: Path) -> None:
    folder = next((first_site / "releases").iterdir())
    schema = json.loads((folder / "schema" / "pharmacy.json").read_bytes())
    data = json.loads((folder / "data" / "pharmacy.geojson").read_bytes())
    data["features"][0]["properties"]["pharmacist"] = "Nguyễn Thị A"
    assert not Draft202012Validator(schema).is_valid(data)


@pytest.mark.parametrize("stem", ["pharmacy", "lockdown_zone", "road_block"])
def test_keys_are_the_public_fields_in_catalogue_order(first_site: Path, catalogue: Catalogue, stem: str) -> None:
    expected = ["id", *(field.name for field in catalogue.layer(stem).public_fields), *PLACE_COLUMNS]
    for feature in features(first_site, stem):
        assert list(feature) == ["type", "id", "geometry", "properties"]
        assert list(feature["properties"]) == expected


def test_features_are_ordered_by_identifier(first_site: Path, catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        keys = [feature["id"] for feature in features(first_site, layer.name)]
        assert keys == sorted(keys)
        assert set(keys) == {uid(layer, number) for number in range(12)}


def test_values_arrive_as_they_are_stored(first_site: Path, catalogue: Catalogue) -> None:
    layer = catalogue.layer("control_checkpoint")
    found = next(feature for feature in features(first_site, layer.name) if feature["id"] == uid(layer, 2))["properties"]
    assert found["name"] == "Chốt kiểm soát số 2"
    assert found["green_lane"] is True
    assert found["checks"] == ["disinfection", "qr"]
    assert found["reported_at"] == "2021-09-17T15:55:00+07:00"
    assert found["decision_date"] == "2021-09-03"
    assert next(each for each in features(first_site, layer.name) if each["id"] == uid(layer, 1))["properties"]["test_validity_h"] == 21


def test_what_is_unknown_is_null(first_site: Path, catalogue: Catalogue) -> None:
    layer = catalogue.layer("pharmacy")
    found = next(feature for feature in features(first_site, layer.name) if feature["id"] == uid(layer, 4))["properties"]
    assert found["phone"] is None
    assert found["sells_rapid_test"] is None


def test_coordinates_have_at_most_six_decimals(first_site: Path, catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        text = (first_site / "latest" / "data" / f"{layer.name}.geojson").read_text()
        for coordinates in re.findall(r'"coordinates":([][0-9.,-]+)', text):
            assert not re.search(r"\.\d{7}", coordinates)


def test_hostile_text_comes_through_as_text(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    layer = catalogue.layer("pharmacy")
    insert(admin, layer, "ffffffff-0000-4000-8000-000000000001", {"name": HOSTILE, "operating_state": "open"}, "POINT(105.68 18.68)")
    data, _ = written(world, catalogue, "pharmacy", tmp_path)
    assert json.loads(data)["features"][-1]["properties"]["name"] == HOSTILE
    assert data.count(b"\n") == 13 + 2


@pytest.mark.parametrize("letter", ['"', "\\", "\n", "\t", "\u0001", "\u001f", "\u007f", "\u2028", "ế", "😀", "/", "'", "{", ","])
def test_a_letter_of_any_kind_in_any_text_comes_out_as_it_is(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path, letter: str) -> None:
    layer = catalogue.layer("pharmacy")
    values = dict.fromkeys(("name", "note_public", "district_name"), f"a{letter}")
    for number, name in enumerate(values):
        key = f"ffffffff-0000-4000-8000-00000000000{number}"
        insert(admin, layer, key, {"name": "a", "operating_state": "open", name: values[name]}, "POINT(105.68 18.68)")
    data, _ = written(world, catalogue, "pharmacy", tmp_path)
    assert [feature["properties"][name] for feature, name in zip(json.loads(data)["features"][-3:], values)] == list(values.values())


def test_properties_are_written_as_postgresql_itself_would(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    query = sql.SQL("SELECT row_to_json(p)::text FROM ncovy_public.{} AS t CROSS JOIN LATERAL (SELECT {}) AS p ORDER BY t.uid")
    for layer in catalogue.layers:
        columns = sql.SQL(", ").join(sql.SQL("{} AS {}").format(column.value, sql.Identifier(column.name)) for column in public_columns(layer))
        with admin.cursor() as cursor:
            cursor.execute("SET LOCAL timezone = '<+07>-07'")
            cursor.execute(query.format(sql.Identifier(layer.name), columns))
            expected = [row[0] for row in cursor.fetchall()]
        data, count = written(world, catalogue, layer.name, tmp_path)
        assert count == len(expected) == 12
        assert [line.split(',"properties":')[1].rstrip(",")[:-1] for line in data.decode().splitlines()[1:-1]] == expected


def test_a_clockwise_zone_is_turned(first_site: Path) -> None:
    for feature in features(first_site, "lockdown_zone"):
        for polygon_ in feature["geometry"]["coordinates"]:
            ring = polygon_[0]
            assert ring[0] == ring[-1]
            assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(ring, ring[1:])) < 0


def test_a_zone_that_rounding_would_cross_stays_valid(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    # A spike thinner than the sixth decimal: naive rounding folds it over itself.
    wkt = "MULTIPOLYGON(((105.68 18.68, 105.69 18.68, 105.69 18.69, 105.6800004 18.6800003, 105.68 18.69, 105.68 18.68)))"
    insert(admin, catalogue.layer("lockdown_zone"), "00000000-0000-4000-8000-000000000001", {"name": "Nhọn", "status": "active"}, wkt)
    data, _ = written(world, catalogue, "lockdown_zone", tmp_path)
    geometry = json.dumps(json.loads(data)["features"][0]["geometry"])
    with admin.cursor() as cursor:
        cursor.execute("SELECT ST_IsValid(ST_GeomFromGeoJSON(%s)), ST_GeometryType(ST_GeomFromGeoJSON(%s))", (geometry, geometry))
        assert cursor.fetchone() == (True, "ST_MultiPolygon")


def test_holes_are_wound_the_other_way(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    shell = polygon((105.5, 18.9), 0.01)[len("MULTIPOLYGON((") : -2]
    wkt = f"MULTIPOLYGON(({shell}, (105.502 18.902, 105.504 18.902, 105.504 18.904, 105.502 18.904, 105.502 18.902)))"
    insert(admin, catalogue.layer("lockdown_zone"), "00000000-0000-4000-8000-000000000002", {"name": "Thủng", "status": "active"}, wkt)
    data, _ = written(world, catalogue, "lockdown_zone", tmp_path)
    outer, inner = json.loads(data)["features"][0]["geometry"]["coordinates"][0]
    area = [sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(ring, ring[1:])) for ring in (outer, inner)]
    assert area[0] < 0 < area[1]


def test_an_empty_layer_is_an_empty_collection(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    with admin.cursor() as cursor:
        cursor.execute("DELETE FROM ncovy_public.pharmacy")
    data, count = written(world, catalogue, "pharmacy", tmp_path)
    assert json.loads(data) == {"type": "FeatureCollection", "features": []}
    assert count == 0

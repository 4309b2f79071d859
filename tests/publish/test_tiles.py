"""Tiles, read by somebody else's decoder: everything at the last zoom, the full count at every zoom."""

from __future__ import annotations

import json
import subprocess
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult, mvt
from ncovy_qgis.publish.mvt_reader import decode_tile
from tests.publish.world import answer, approved, archive, features, insert, polygon, release
from tests.server import ROOT, Database

Tile = dict[str, Any]
UNITS = ("unit", "unit_label")
UNIT = 360 / 2**14 / mvt.EXTENT  # degrees of longitude


def decoded(result: ReleaseResult) -> list[Tile]:
    """The whole archive of the layers, by npm's pmtiles and @mapbox/vector-tile."""
    return decoded_file(result.folder / "tiles" / "ncovy.pmtiles")


def decoded_file(path: Path) -> list[Tile]:
    command = ["node", str(ROOT / "tests" / "viewer" / "decode.mjs"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def tiles(first_release: ReleaseResult) -> list[Tile]:
    return decoded(first_release)


@pytest.fixture(scope="module")
def background(first_release: ReleaseResult) -> list[Tile]:
    return decoded_file(first_release.folder / "tiles" / "units.pmtiles")


def flat(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: ",".join(value) if isinstance(value, list) else value for key, value in properties.items() if value is not None}


def test_at_the_last_zoom_tiles_hold_what_the_files_hold(tiles: list[Tile], first_site: Path, catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        seen: dict[str, dict[str, Any]] = {}
        for tile in tiles:
            if tile["zoom"] == 14 and tile["layer"] == layer.name:
                seen.update({feature["properties"]["id"]: feature["properties"] for feature in tile["features"]})
        assert seen == {feature["id"]: flat(feature["properties"]) for feature in features(first_site, layer.name)}


def test_points_of_every_layer_lie_within_half_a_tile_unit(tiles: list[Tile], first_site: Path, catalogue: Catalogue) -> None:
    half = UNIT / 2 + 5e-7  # the file's own sixth decimal
    seen = 0
    for layer in catalogue.layers:
        where = {feature["id"]: feature["geometry"]["coordinates"] for feature in features(first_site, layer.name)}
        for tile in tiles if layer.geometry == "Point" else ():
            for feature in tile["features"] if (tile["zoom"], tile["layer"]) == (14, layer.name) else ():
                expected = where[feature["properties"]["id"]]
                assert abs(feature["point"][0] - expected[0]) <= half
                assert abs(feature["point"][1] - expected[1]) <= half
                seen += 1
    assert seen == 12 * sum(layer.geometry == "Point" for layer in catalogue.layers)


def test_areas_put_together_from_their_tiles_are_those_of_the_file(tiles: list[Tile], first_site: Path, catalogue: Catalogue) -> None:
    """Neither reaches out of the other by more than half a unit along each axis."""
    for layer in catalogue.layers:
        pieces: dict[str, Any] = {}
        for tile in tiles if layer.geometry != "Point" else ():
            for feature in tile["features"] if (tile["zoom"], tile["layer"]) == (14, layer.name) else ():
                piece = ogr.CreateGeometryFromJson(json.dumps(feature["outline"]))
                key = feature["properties"]["id"]
                pieces[key] = pieces[key].Union(piece) if key in pieces else piece
        for feature in features(first_site, layer.name) if layer.geometry != "Point" else ():
            whole = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
            drawn = pieces.pop(feature["id"])
            assert whole.Buffer(UNIT * 0.75).Contains(drawn)
            assert drawn.Buffer(UNIT * 0.75).Contains(whole)
        assert pieces == {}


@pytest.mark.parametrize("zoom", range(5, 15))
def test_drawn_and_counted_add_up_at_every_zoom(tiles: list[Tile], first_release: ReleaseResult, zoom: int) -> None:
    drawn: dict[str, set[str]] = defaultdict(set)
    counted: Counter[str] = Counter()
    for tile in tiles:
        for feature in tile["features"] if tile["zoom"] == zoom else ():
            properties = feature["properties"]
            if "count" in properties:
                counted[tile["layer"]] += properties["count"]
            else:
                drawn[tile["layer"]].add(properties["id"])
    assert {layer: len(drawn[layer]) + counted[layer] for layer in first_release.counts} == dict(first_release.counts)


def test_a_point_is_in_one_tile_of_a_zoom_only(tiles: list[Tile]) -> None:
    for zoom in range(5, 15):
        keys = [f["properties"]["id"] for t in tiles if t["zoom"] == zoom and t["layer"] == "pharmacy" for f in t["features"] if "id" in f["properties"]]
        assert len(keys) == len(set(keys))


def test_low_zooms_carry_few_attributes_and_those_the_style_reads(tiles: list[Tile], catalogue: Catalogue) -> None:
    layer = catalogue.layer("pharmacy")
    for tile in tiles:
        if tile["layer"] == "pharmacy" and tile["zoom"] < 14:
            for feature in tile["features"]:
                allowed = {"id", "name", layer.state_field, layer.kind_field, "count", "state"}
                assert set(feature["properties"]) <= allowed


def test_a_count_carries_a_state_of_its_features(tiles: list[Tile]) -> None:
    states = {f["properties"]["state"] for t in tiles for f in t["features"] if "count" in f["properties"]}
    assert states == {"active", "open"}


def test_units_are_the_background_of_their_zooms(tiles: list[Tile], background: list[Tile]) -> None:
    assert {tile["layer"] for tile in background} == set(UNITS) and not {tile["layer"] for tile in tiles} & set(UNITS)
    levels: dict[int, set[int]] = defaultdict(set)
    for tile in background:
        if tile["layer"] == "unit":
            levels[tile["zoom"]] |= {feature["properties"]["level"] for feature in tile["features"]}
    assert 3 in levels[10]
    assert 3 in levels[6]
    assert 3 not in levels[5]
    assert max(levels) == 12, "nearer, a map enlarges them"


def test_every_commune_has_one_label(background: list[Tile]) -> None:
    codes = [f["properties"]["code"] for t in background if (t["zoom"], t["layer"]) == (11, "unit_label") for f in t["features"]]
    assert len(codes) == len(set(codes))
    assert len(codes) >= 460


def test_an_area_too_small_to_draw_is_counted_until_it_is_drawn(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    layer = catalogue.layer("lockdown_zone")
    with admin.cursor() as cursor:
        cursor.execute("DELETE FROM ncovy_public.lockdown_zone")
    insert(admin, layer, "00000000-0000-4000-8000-000000000009", approved(catalogue, layer, 0), polygon((104.5, 19.3), 0.00015))
    answer(world)
    found: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    for tile in decoded(release(world, tmp_path / "site", catalogue)):
        if tile["layer"] == "lockdown_zone":
            found[tile["zoom"]] += [(feature["kind"], feature["properties"].get("count")) for feature in tile["features"]]
    assert found[8] == [("Point", 1)]
    assert {kind for kind, _ in found[14]} == {"Polygon"}


BENT = "((104.50 19.30, 104.56 19.30, 104.56 19.301, 104.501 19.301, 104.501 19.339, 104.56 19.339, 104.56 19.34, 104.50 19.34, 104.50 19.30))"
NEAR = "((104.60 19.30, 104.601 19.30, 104.601 19.301, 104.60 19.301, 104.60 19.30))"


def test_an_area_in_several_tiles_has_its_name_once_inside_its_largest_part(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    layer = catalogue.layer("lockdown_zone")
    with admin.cursor() as cursor:
        cursor.execute("DELETE FROM ncovy_public.lockdown_zone")
    insert(admin, layer, "00000000-0000-4000-8000-000000000009", approved(catalogue, layer, 0), f"MULTIPOLYGON({NEAR}, {BENT})")
    answer(world)
    drawn: dict[int, int] = defaultdict(int)
    named: dict[int, list[Any]] = defaultdict(list)
    for tile in decoded(release(world, tmp_path / "site", catalogue)):
        drawn[tile["zoom"]] += tile["layer"] == "lockdown_zone" and any("id" in feature["properties"] for feature in tile["features"])
        named[tile["zoom"]] += [feature for feature in tile["features"] if tile["layer"] == "lockdown_zone_label"]
    assert drawn[14] > 4
    assert [len(named[zoom]) for zoom in range(5, 15)] == [min(drawn[zoom], 1) for zoom in range(5, 15)]
    (name,) = named[14]
    assert set(name["properties"]) == {"id", "name", "status", "measure"}
    assert ogr.CreateGeometryFromWkt(f"POLYGON{BENT}").Contains(ogr.CreateGeometryFromWkt("POINT({} {})".format(*name["point"])))


def test_an_area_wider_than_a_tile_has_its_name_in_each_tile_whose_middle_it_covers(
    world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path
) -> None:
    layer = catalogue.layer("lockdown_zone")
    with admin.cursor() as cursor:
        cursor.execute("DELETE FROM ncovy_public.lockdown_zone")
    insert(admin, layer, "00000000-0000-4000-8000-000000000009", approved(catalogue, layer, 0), polygon((104.5, 19.3), 0.1))
    answer(world)
    made = decoded(release(world, tmp_path / "site", catalogue))
    named = {zoom: [feature["point"] for tile in made if (tile["zoom"], tile["layer"]) == (zoom, "lockdown_zone_label") for feature in tile["features"]]
             for zoom in (11, 14)}  # fmt: skip
    assert named[11] == [pytest.approx((104.55, 19.35), abs=1e-3)], "smaller than a tile"
    columns = {round((x + 180) / 360 * 2**14 - 0.5) for x, _ in named[14]}
    assert len(columns) in (4, 5)
    assert len(named[14]) == len({tuple(point) for point in named[14]})
    assert all(104.5 < x < 104.6 and 19.3 < y < 19.4 for x, y in named[14])
    assert 16 <= len(named[14]) <= 26


def test_no_feature_at_all_still_makes_a_map(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    with admin.cursor() as cursor:
        for layer in catalogue.layers:
            cursor.execute(f"DELETE FROM ncovy_public.{layer.name}")
    result = release(world, tmp_path / "site", catalogue)
    assert set(result.counts.values()) == {0}
    assert all(decode_tile(data) == {} for _, data in archive(result))
    assert any(decode_tile(data).keys() == set(UNITS) for _, data in archive(result, "units.pmtiles"))


def test_tilejson_names_every_layer_and_the_bounds_of_the_province(first_release: ReleaseResult, catalogue: Catalogue) -> None:
    described = json.loads((first_release.folder / "tiles.json").read_bytes())
    expected = [each for layer in catalogue.layers for each in dict.fromkeys((layer.name, layer.label_source))]
    assert [layer["id"] for layer in described["vector_layers"]] == expected
    west, south, east, north = described["bounds"]
    assert 103.5 < west < 104.2 < 105.6 < east < 106.3
    assert 18.3 < south < 18.8 < 19.8 < north < 20.3
    assert (described["minzoom"], described["maxzoom"]) == (5, 14)
    background = json.loads((first_release.folder / "units_tiles.json").read_bytes())
    assert [layer["id"] for layer in background["vector_layers"]] == list(UNITS)
    assert (background["bounds"], background["minzoom"], background["maxzoom"]) == (described["bounds"], 5, 12)

"""Outlines made by the tools: unions keep their area, buffers their radius everywhere in the province, repairs touch only what is broken."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer

from ncovy_qgis.db.outlines import communes
from ncovy_qgis.gis.tools.shapes import area_m2, buffer_m, from_project, metres_between, polygons_of, repair, to_project, union
from ncovy_qgis.gis.tools.snapping import ZoneSnapping
from tests.resting import emptied
from tests.server import Database

SQUARE = "Polygon((105.67 18.67, 105.68 18.67, 105.68 18.68, 105.67 18.68, 105.67 18.67))"
BOW_TIE = "MultiPolygon(((105.67 18.67, 105.68 18.68, 105.68 18.67, 105.67 18.68, 105.67 18.67)))"
CORNERS = [(103.9, 18.6), (103.9, 20.0), (105.9, 18.6), (105.9, 20.0), (104.8, 19.3)]


@pytest.fixture(scope="module")
def outlines(module_database: Database, qgis_app: Any) -> Mapping[str, QgsGeometry]:
    """Every commune of 2025 by its code."""
    found = {}
    with closing(module_database.connect("vy")) as connection:
        for commune in communes(connection):
            shape = QgsGeometry()
            shape.fromWkb(commune.wkb)
            found[commune.code] = shape
    return found


def test_the_communes_of_today_are_read_with_their_outlines(outlines: Mapping[str, QgsGeometry]) -> None:
    assert len(outlines) == 130
    assert all(shape.isGeosValid() for shape in outlines.values())


@pytest.mark.parametrize("seed", range(8))
def test_a_union_of_communes_is_valid_and_loses_no_area(outlines: Mapping[str, QgsGeometry], seed: int) -> None:
    chance = random.Random(seed)
    parts = [outlines[code] for code in chance.sample(sorted(outlines), chance.randint(1, 25))]
    whole = union(parts)
    assert whole.isGeosValid() and whole.isMultipart()
    assert area_m2(whole) == pytest.approx(sum(map(area_m2, parts)), rel=0.001)


def test_neighbours_become_one_polygon_without_a_seam(qgis_app: Any) -> None:
    left, right = QgsGeometry.fromWkt(SQUARE), QgsGeometry.fromWkt(SQUARE)
    right.translate(0.01, 0)
    whole = union([left, right])
    assert (len(whole.asMultiPolygon()), len(whole.asMultiPolygon()[0])) == (1, 1)


def test_a_lake_between_communes_stays_a_hole_and_a_sliver_does_not(qgis_app: Any) -> None:
    frame = QgsGeometry.fromWkt(SQUARE)
    lake, sliver = QgsGeometry.fromWkt("Point(105.675 18.675)").buffer(0.001, 8), QgsGeometry.fromWkt("Point(105.672 18.672)").buffer(0.000001, 8)
    whole = union([frame.difference(lake).difference(sliver)])
    assert len(whole.asMultiPolygon()[0]) == 2


def test_a_union_of_nothing_is_empty(qgis_app: Any) -> None:
    assert union([]).isEmpty()
    assert polygons_of(QgsGeometry.fromWkt("LineString(105 18, 106 19)")).isEmpty()


@pytest.mark.parametrize("place", CORNERS)
@pytest.mark.parametrize("radius", [10, 200, 5000, 20000])
def test_a_buffer_has_its_radius_in_every_corner_of_the_province(qgis_app: Any, place: tuple[float, float], radius: int) -> None:
    centre = QgsPointXY(*place)
    shape = buffer_m(QgsGeometry.fromPointXY(centre), radius)
    assert shape.isGeosValid() and shape.isMultipart()
    corners = [metres_between(centre, QgsPointXY(vertex)) for vertex in shape.vertices()]
    assert min(corners) == pytest.approx(radius, rel=0.01) and max(corners) == pytest.approx(radius, rel=0.01)
    assert area_m2(shape) == pytest.approx(math.pi * radius**2, rel=0.01)


def test_a_valid_outline_is_returned_as_it_was(qgis_app: Any, outlines: Mapping[str, QgsGeometry]) -> None:
    for shape in [*list(outlines.values())[:20], QgsGeometry.fromWkt(SQUARE)]:
        found = repair(shape)
        assert found.after.asWkb() == shape.asWkb()
        assert (found.broken, found.area_before) == (False, found.area_after)


def test_a_crossing_outline_becomes_valid_polygons(qgis_app: Any) -> None:
    found = repair(QgsGeometry.fromWkt(BOW_TIE))
    assert found.after.isGeosValid() and len(found.after.asMultiPolygon()) == 2
    assert found.broken
    assert found.area_after == pytest.approx(area_m2(QgsGeometry.fromWkt(SQUARE)) / 2, rel=0.01)
    assert found.before.asWkt() == QgsGeometry.fromWkt(BOW_TIE).asWkt()


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_scribbled_the_repair_is_valid_or_empty(qgis_app: Any, seed: int) -> None:
    chance = random.Random(seed)
    ring = [f"{105.6 + chance.random() / 50} {18.6 + chance.random() / 50}" for _ in range(chance.randint(3, 12))]
    found = repair(QgsGeometry.fromWkt(f"MultiPolygon((({', '.join([*ring, ring[0]])})))"))
    assert found.after.isEmpty() or (found.after.isGeosValid() and found.after.isMultipart())


def test_an_outline_without_area_leaves_nothing(qgis_app: Any) -> None:
    assert repair(QgsGeometry.fromWkt("MultiPolygon(((105.67 18.67, 105.68 18.67, 105.69 18.67, 105.67 18.67)))")).after.isEmpty()


def test_there_and_back_to_the_map_is_the_same_place(qgis_app: Any) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    spot = QgsGeometry.fromWkt("Point(105.68 18.67)")
    shown = to_project(spot, project)
    assert shown.asPoint().x() == pytest.approx(11764244, abs=2)
    assert metres_between(from_project(shown, project).asPoint(), spot.asPoint()) < 0.001
    assert json.loads(spot.asJson())["coordinates"] == [105.68, 18.67]
    emptied(project)


def test_snapping_is_set_for_zones_and_given_back(qgis_app: Any) -> None:
    project = QgsProject.instance()
    zones, other = (QgsVectorLayer("MultiPolygon?crs=EPSG:4326", name, "memory") for name in ("zones", "other"))
    project.addMapLayers([zones, other])
    before = project.snappingConfig()
    before.setEnabled(False)
    before.setTolerance(37)
    project.setSnappingConfig(before)
    snapping = ZoneSnapping(project)
    snapping.start([zones])
    snapping.start([zones, other])
    config = project.snappingConfig()
    assert config.enabled() and snapping.on and not project.topologicalEditing(), "a neighbour is not changed by drawing beside it"
    assert [config.individualLayerSettings(layer).enabled() for layer in (zones, other)] == [True, False]
    snapping.stop()
    snapping.stop()
    assert project.snappingConfig() == before and not snapping.on
    emptied(project)


def test_a_layer_taken_off_the_map_while_zones_are_edited_leaves_nothing_behind_in_the_snapping(qgis_app: Any, tmp_path: Path) -> None:
    project = QgsProject.instance()
    zones, other = (QgsVectorLayer("MultiPolygon?crs=EPSG:4326", name, "memory") for name in ("zones", "other"))
    project.addMapLayers([zones, other])
    snapping = ZoneSnapping(project)
    snapping.start([zones])
    project.removeMapLayer(other.id())
    snapping.stop()
    assert list(project.snappingConfig().individualLayerSettings()) == [zones]
    assert project.write(str(tmp_path / "map.qgs")), "QGIS asks each of these layers for its name"
    emptied(project)

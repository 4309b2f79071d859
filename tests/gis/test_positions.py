"""VN-2000 becomes WGS 84 by the shift of the decision of 2007, to a metre of values known from elsewhere; whatever QGIS was told to prefer."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsDistanceArea, QgsPointXY, QgsProject

from ncovy_qgis.core.coordinates import Degrees, Metres, parse_position
from ncovy_qgis.gis.positions import PositionError, extent_on_map, from_map, to_map, to_wgs84, wgs84
from tests.server import Database

# Places of the province; PostGIS knows EPSG:9208 by the seven numbers of the decision, not by PROJ's database.
PLACES = [(105.679530, 18.686737), (104.06, 19.40), (105.0, 19.9), (105.9, 18.8), (104.75, 19.0)]
UNSHIFTED = "+proj=pipeline +step +inv +proj=tmerc +lon_0=104.75 +k=0.9999 +x_0=500000 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
POSTGIS = "SELECT ST_X(t), ST_Y(t) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s) AS t"


def metres(one: QgsPointXY, other: QgsPointXY) -> float:
    measure = QgsDistanceArea()
    measure.setEllipsoid("EPSG:7030")
    return float(measure.measureLine(one, other))


@pytest.mark.parametrize("place", PLACES)
def test_metres_of_the_province_come_back_within_a_metre_of_what_postgis_says(qgis_app: Any, module_database: Database, place: tuple[float, float]) -> None:
    ((east, north),) = module_database.run(POSTGIS, (*place, 9208))
    assert metres(to_wgs84(Metres(east, north, (9208,)), 9208), QgsPointXY(*place)) < 0.1


@pytest.mark.parametrize(("position", "epsg", "lon", "lat"), [
    (Metres(597_200, 2_065_900, ()), 9208, 105.6732965616, 18.6754743462),
    (Metres(597_200, 2_065_900, ()), 3405, 105.9236028272, 18.6810718237),
    (Degrees(105.68, 18.68), 4756, 105.6818553296, 18.6790065399),
    (Degrees(109 + 6 / 60 + 0.5 / 3600, 15 + 22 / 60 + 32.7 / 3600), 4756, 109 + 6 / 60 + 7 / 3600, 15 + 22 / 60 + 29 / 3600),  # TT 37/2019, LS1
])  # fmt: skip
def test_known_values_are_met(qgis_app: Any, position: Any, epsg: int, lon: float, lat: float) -> None:
    allowed = 3.0 if lat < 16 else 0.01  # the published pair is rounded to a tenth of a second
    assert metres(to_wgs84(position, epsg), QgsPointXY(lon, lat)) < allowed


def test_the_shift_is_not_skipped(qgis_app: Any) -> None:
    assert 223 < metres(to_wgs84(Degrees(105.68, 18.68), 4756), QgsPointXY(105.68, 18.68)) < 225
    assert to_wgs84(Degrees(105.68, 18.68), 4326) == QgsPointXY(105.68, 18.68)


def test_the_wrong_zone_is_kilometres_away(qgis_app: Any) -> None:
    position = parse_position("571234 2068123")
    assert isinstance(position, Metres)
    assert 20_000 < metres(to_wgs84(position, 9208), to_wgs84(position, 3405)) < 30_000


def test_what_qgis_was_told_to_prefer_does_not_matter(qgis_app: Any) -> None:
    project, source = QgsProject.instance(), QgsCoordinateReferenceSystem("EPSG:9208")
    before, position = project.transformContext(), Metres(597_200, 2_065_900, ())
    wanted = to_wgs84(position, 9208)
    context = project.transformContext()
    context.addCoordinateOperation(source, wgs84(), UNSHIFTED)
    project.setTransformContext(context)
    try:
        misled = QgsCoordinateTransform(source, wgs84(), project).transform(QgsPointXY(597_200, 2_065_900))
        assert metres(misled, wanted) > 200  # so the setting has an effect elsewhere
        assert to_wgs84(position, 9208) == wanted
    finally:
        project.setTransformContext(before)


def test_a_place_that_is_none_is_refused(qgis_app: Any) -> None:
    with pytest.raises(PositionError):
        to_wgs84(Metres(1e12, 1e12, ()), 9208)
    with pytest.raises(PositionError):
        to_wgs84(Metres(1, 1, ()), 32648)  # a zone that is not Vietnam's


def test_the_map_and_back(qgis_app: Any) -> None:
    project = QgsProject.instance()
    before = project.crs()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    try:
        spot = QgsPointXY(105.68, 18.68)
        assert metres(from_map(to_map(spot, project), project), spot) < 0.001
        assert extent_on_map((105.6, 18.6, 105.7, 18.7), project).contains(to_map(spot, project))
    finally:
        project.setCrs(before)

"""An official layer replaces approximate cells: any file, any CRS, nothing guessed, all or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from osgeo import ogr, osr

from ncovy_qgis.db.units import UnitLayerError, load
from ncovy_qgis.db.units.match import Known, Shape, bare, match

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

BIN = [[105.64, 18.66], [105.66, 18.66], [105.66, 18.68], [105.64, 18.68], [105.64, 18.66]]  # about Phường Quang Trung
BOWTIE = [[105.64, 18.66], [105.66, 18.68], [105.66, 18.66], [105.64, 18.68], [105.64, 18.66]]


def geojson(folder: Path, *features: tuple[dict[str, Any], list[list[float]] | None]) -> Path:
    path = folder / "layer.geojson"
    shapes = [{"type": "Feature", "properties": p, "geometry": r and {"type": "Polygon", "coordinates": [r]}} for p, r in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": shapes}, ensure_ascii=False), encoding="utf-8")
    return path


def rows(connection: Connection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def unit(connection: Connection, code: str, era: int = 2021) -> tuple[str, float]:
    return rows(connection, "SELECT quality, public.ST_Area(geom::public.geography) FROM ncovy.unit WHERE code = %s AND era = %s", code, era)[0]


def written(folder: Path, driver: str, name: str, crs: int | None, code: Any = "16681") -> Path:
    """The same square in another format and CRS."""
    path = folder / name
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    reference, wgs84 = (osr.SpatialReference() for _ in range(2))
    reference.ImportFromEPSG(crs or 9208)
    wgs84.ImportFromEPSG(4326)
    for each in (reference, wgs84):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = dataset.CreateLayer("xa", reference if crs else None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("ma_xa", ogr.OFTReal if isinstance(code, float) else ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("ten_xa", ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["ma_xa"], feature["ten_xa"] = code, "Phường Quang Trung"
    shape = ogr.CreateGeometryFromJson(json.dumps({"type": "Polygon", "coordinates": [BIN]}))
    shape.Transform(osr.CoordinateTransformation(wgs84, reference))
    feature.SetGeometry(shape)
    layer.CreateFeature(feature)
    return path


def test_the_official_communes_of_2025_replace_all_cells(connection: Connection, shared_data: Path) -> None:
    report = load(connection, shared_data / "nghean_communes_2025.geojson")
    assert (report.era, report.loaded, report.complete) == (2025, 130, True)
    assert (report.code_column, report.name_column, report.crs) == ("code", "name", "EPSG:4326")
    assert rows(connection, "SELECT DISTINCT quality FROM ncovy.unit WHERE era = 2025") == [("official",)]
    assert rows(connection, "SELECT DISTINCT quality FROM ncovy.unit WHERE era = 2021") == [("approximate",)]
    (area,) = rows(connection, "SELECT public.ST_Area(geom::public.geography) / 1e6 FROM ncovy.unit WHERE level = 1 AND era = 2025")[0]
    assert area == pytest.approx(16_482, abs=15)


def test_official_districts_leave_the_communes_approximate(connection: Connection, shared_data: Path) -> None:
    report = load(connection, shared_data / "nghean_districts_2021.geojson")
    assert (report.era, report.loaded, len(report.left_approximate)) == (2021, 21, 460)
    assert not report.complete
    assert unit(connection, "40")[0] == "official"


@pytest.mark.parametrize(
    ("driver", "name", "crs"), [("GPKG", "a.gpkg", 4326), ("GPKG", "a.gpkg", 9208), ("ESRI Shapefile", "a.shp", 9208), ("ESRI Shapefile", "a.shp", 3405)]
)
def test_format_and_crs_do_not_matter(connection: Connection, tmp_path: Path, driver: str, name: str, crs: int) -> None:
    report = load(connection, written(tmp_path, driver, name, crs), era=2021)
    assert (report.loaded, report.crs) == (1, f"EPSG:{crs}")
    found = rows(
        connection,
        "SELECT public.ST_HausdorffDistance(geom, public.ST_GeomFromGeoJSON(%s)) FROM ncovy.unit WHERE code = '16681' AND era = 2021",
        json.dumps({"type": "Polygon", "coordinates": [BIN]}),
    )
    assert found[0][0] < 2e-6  # 0.2 m: the datum shift was applied


def test_a_file_without_crs_must_be_declared(connection: Connection, tmp_path: Path) -> None:
    path = written(tmp_path, "ESRI Shapefile", "a.shp", None)
    with pytest.raises(UnitLayerError, match="không ghi hệ tọa độ"):
        load(connection, path, era=2021)
    assert load(connection, path, era=2021, crs="EPSG:9208").loaded == 1


def test_a_wrong_crs_is_noticed_and_changes_nothing(connection: Connection, tmp_path: Path) -> None:
    before = unit(connection, "16681")
    with pytest.raises(UnitLayerError, match="xa vị trí"):
        load(connection, written(tmp_path, "ESRI Shapefile", "a.shp", None), era=2021, crs="EPSG:9217")
    assert unit(connection, "16681") == before


def test_swapped_axes_are_noticed(connection: Connection, tmp_path: Path) -> None:
    swapped = [[y, x] for x, y in BIN]
    with pytest.raises(UnitLayerError):
        load(connection, geojson(tmp_path, ({"code": "16681", "name": "Phường Quang Trung"}, swapped)), era=2021)


def test_codes_that_a_spreadsheet_made_numbers_are_codes_again(connection: Connection, tmp_path: Path) -> None:
    assert load(connection, written(tmp_path, "GPKG", "a.gpkg", 4326, code=16681.0), era=2021).loaded == 1


@pytest.mark.parametrize(
    "columns", [("ma_xa", "ten_xa"), ("MaXa", "TenXa"), ("Mã xã", "Tên xã"), ("code", "name"), ("WARD_CODE", "ward_name"), ("ma_px", "ten_px")]
)
def test_code_and_name_columns_are_recognised(connection: Connection, tmp_path: Path, columns: tuple[str, str]) -> None:
    path = geojson(tmp_path, ({columns[0]: "16681", columns[1]: "Phường Quang Trung"}, BIN))
    assert (lambda r: (r.code_column, r.name_column))(load(connection, path, era=2021)) == columns


def test_unknown_columns_are_listed_and_can_be_named(connection: Connection, tmp_path: Path) -> None:
    path = geojson(tmp_path, ({"a": "16681", "b": "Phường Quang Trung"}, BIN))
    with pytest.raises(UnitLayerError, match="a, b"):
        load(connection, path, era=2021)
    with pytest.raises(UnitLayerError, match="không có cột c"):
        load(connection, path, era=2021, code_column="c")
    assert load(connection, path, era=2021, code_column="a").loaded == 1


def test_the_era_is_the_one_whose_names_agree(connection: Connection, tmp_path: Path) -> None:
    """Code 16681 is a ward of Vinh in both eras."""
    assert load(connection, geojson(tmp_path, ({"code": "16681", "name": "Phường Quang Trung"}, BIN))).era == 2021
    assert load(connection, geojson(tmp_path, ({"code": "16681", "name": "Phường Thành Vinh"}, BIN))).era == 2025
    with pytest.raises(UnitLayerError, match="2021, 2025"):
        load(connection, geojson(tmp_path, ({"code": "16681", "name": None}, BIN)))


def test_what_does_not_match_is_reported(connection: Connection, tmp_path: Path) -> None:
    path = geojson(
        tmp_path,
        ({"code": "16681", "name": "Phường Quang Trung"}, BIN),
        ({"code": "99999", "name": "Xã Không Có"}, BIN),
        ({"code": None, "name": "Xa Chau Binh"}, BIN),
        ({"code": "16684", "name": "Phường Đội Cung"}, None),
    )
    report = load(connection, path, era=2021)
    assert report.loaded == 1
    assert report.unmatched == ("99999 Xã Không Có",)
    assert report.ambiguous == ("Xa Chau Binh → Xã Châu Bính (16780), Xã Châu Bình (16804)",)
    assert report.empty == ("16684 Phường Đội Cung",)
    assert not report.complete


def test_a_crossed_polygon_is_repaired_and_told(connection: Connection, tmp_path: Path) -> None:
    report = load(connection, geojson(tmp_path, ({"code": "16681", "name": "Phường Quang Trung"}, BOWTIE)), era=2021)
    assert report.repaired == ("16681 Phường Quang Trung",)
    assert rows(connection, "SELECT public.ST_IsValid(geom) FROM ncovy.unit WHERE code = '16681' AND era = 2021") == [(True,)]


def test_approximate_neighbours_give_way_and_parents_are_joined_anew(connection: Connection, tmp_path: Path) -> None:
    load(connection, geojson(tmp_path, ({"code": "16681", "name": "Phường Quang Trung"}, BIN)), era=2021)
    overlaps = rows(
        connection,
        "SELECT u.code FROM ncovy.unit u, ncovy.unit o WHERE o.code = '16681' AND o.era = 2021 AND u.era = 2021 AND u.level = 3 AND u.code <> o.code"
        " AND public.ST_Area(public.ST_Intersection(u.geom, o.geom)) > 1e-9",
    )
    assert overlaps == []
    assert unit(connection, "412")[0] == "approximate"  # one of its 25 wards is official
    covered = rows(
        connection,
        "SELECT public.ST_Covers(public.ST_Buffer(d.geom, 1e-6), o.geom) FROM ncovy.unit d JOIN ncovy.unit o USING (era)"
        " WHERE d.code = '412' AND o.code = '16681' AND era = 2021",
    )
    assert covered == [(True,)]


def test_two_parts_of_one_unit_become_one(connection: Connection, tmp_path: Path) -> None:
    island = [[x + 0.05, y] for x, y in BIN]
    same = {"code": "16681", "name": "Phường Quang Trung"}
    assert load(connection, geojson(tmp_path, (same, BIN), (same, island)), era=2021).loaded == 1
    assert rows(connection, "SELECT public.ST_NumGeometries(geom) FROM ncovy.unit WHERE code = '16681' AND era = 2021") == [(2,)]


@pytest.mark.parametrize("content", ["", "not json", '{"type": "FeatureCollection", "features": []}'])
def test_an_unreadable_or_empty_file_is_refused(connection: Connection, tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(content)
    with pytest.raises(UnitLayerError):
        load(connection, path)


def test_a_file_of_another_province_matches_nothing(connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(UnitLayerError, match="Không đơn vị nào"):
        load(connection, geojson(tmp_path, ({"code": "00001", "name": "Phường Phúc Xá"}, BIN)))


def test_a_caller_that_does_not_commit_has_changed_nothing(connection: Connection, tmp_path: Path) -> None:
    before = unit(connection, "16681")
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT trial")
        load(connection, geojson(tmp_path, ({"code": "16681", "name": "Phường Quang Trung"}, BIN)), era=2021)
        assert unit(connection, "16681") != before
        cursor.execute("ROLLBACK TO SAVEPOINT trial")
    assert unit(connection, "16681") == before


KNOWN = [
    Known("1", 2021, "Xã Châu Bình"),
    Known("2", 2021, "Xã Châu Bính"),
    Known("3", 2021, "Phường Hoà Hiếu"),
    Known("4", 2021, "Xã Đồng Văn"),
    Known("5", 2021, "Xã Đồng Văn"),
]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Xã Châu Bình", "1"), ("châu bính", "2"), ("P. Hòa Hiếu", "3"), ("Phường Hoà Hiếu", "3"), ("Đồng Văn", None), ("Chau Binh", None), ("Vinh", None)],
)
def test_a_name_alone_matches_only_when_one_unit_has_it(name: str, code: str | None) -> None:
    found = match([Shape(None, name, b"x")], KNOWN)
    assert [known.code for _, known in found.pairs] == ([code] if code else [])


def test_a_code_with_another_name_matches_and_is_told() -> None:
    found = match([Shape("3", "Phường Long Sơn", b"x")], KNOWN)
    assert found.renamed == ("3: Phường Long Sơn / Phường Hoà Hiếu",)
    assert (len(found.pairs), found.agreeing) == (1, 0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("TP. Vinh", "Vinh"), ("TX Cửa Lò", "Cửa Lò"), ("Thị trấn Cầu Giát", "Cầu Giát"), ("TT. Cầu Giát", "Cầu Giát"), ("Xá Lượng", "Xá Lượng")],
)
def test_the_kind_of_a_unit_is_not_its_name(name: str, expected: str) -> None:
    assert bare(name) == expected

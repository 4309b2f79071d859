"""The shipped list of units: what it holds, and the cells made of it."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ncovy_qgis.db.units.cells import LON_SCALE, Point, cells, wkt
from ncovy_qgis.db.units.seed import seed
from ncovy_qgis.db.units.table import FOLDER, Unit, read_outline, read_table

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from tests.server import Database

UNITS = read_table()


def of(era: int, level: int) -> list[Unit]:
    return [unit for unit in UNITS if (unit.era, unit.level) == (era, level)]


def ask(connection: Connection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def test_the_list_holds_the_units_of_both_eras() -> None:
    assert {(era, level): len(of(era, level)) for era in (2021, 2025) for level in (1, 2, 3)} == {
        (2021, 1): 1, (2021, 2): 21, (2021, 3): 460, (2025, 1): 1, (2025, 2): 0, (2025, 3): 130,
    }  # fmt: skip


def test_communes_of_2021_are_411_rural_32_urban_and_17_townships() -> None:
    assert Counter(unit.type for unit in of(2021, 3)) == {"commune": 411, "ward": 32, "township": 17}
    assert Counter(unit.type for unit in of(2025, 3)) == {"commune": 119, "ward": 11}
    assert Counter(unit.type for unit in of(2021, 2)) == {"district": 17, "town": 3, "city": 1}


def test_a_code_names_one_unit_in_an_era_but_different_ones_in_two_eras() -> None:
    assert len({(unit.code, unit.era) for unit in UNITS}) == len(UNITS)
    names = {(unit.code, unit.era): unit.name for unit in UNITS}
    assert names["16744", 2021] == "Xã Đồng Văn"
    assert names["16744", 2025] == "Xã Thông Thụ"


def test_every_unit_but_the_province_has_a_parent_one_level_up_in_its_era() -> None:
    levels = {(unit.code, unit.era): unit.level for unit in UNITS}
    for unit in UNITS:
        if unit.level == 1:
            assert unit.parent_code is None
        else:
            expected = 2 if unit.level == 3 and unit.era == 2021 else 1
            assert levels[str(unit.parent_code), unit.era] == expected, unit


def test_names_are_those_of_2021_not_of_the_mergers_after() -> None:
    names = {unit.code: unit.name for unit in of(2021, 3)}
    assert names["17152"] == "Xã Quỳnh Hoa"  # Quỳnh Sơn since 2024
    assert names["16696"] == "Phường Hồng Sơn"  # dissolved in 2024
    assert {unit.code: unit.name for unit in of(2021, 2)}["413"] == "Thị xã Cửa Lò"


def test_the_notice_gives_origin_and_licence() -> None:
    notice = (FOLDER / "NOTICE.md").read_text(encoding="utf-8")
    assert "vietnamadminunits` 1.0.4" in notice
    assert "Permission is hereby granted, free of charge" in notice


def inside(ring: list[Point], x: float, y: float) -> bool:
    """Convex ring: the same side of every edge."""
    turns = [(b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) for a, b in zip(ring, ring[1:])]
    return all(turn > -1e-9 for turn in turns) or all(turn < 1e-9 for turn in turns)


def test_a_cell_holds_what_is_nearest_to_its_point() -> None:
    points = [Point(unit.lon, unit.lat) for unit in of(2021, 3)]
    rings = cells(points)
    for x, y in [(104.5 + i * 0.037, 18.9 + i * 0.017) for i in range(25)]:
        nearest = min(range(len(points)), key=lambda i: ((points[i].x - x) * LON_SCALE) ** 2 + (points[i].y - y) ** 2)
        assert [i for i, ring in enumerate(rings) if inside(ring, x, y)] == [nearest]


def test_two_points_share_the_line_half_way() -> None:
    left, right = cells([Point(105.0, 19.0), Point(105.2, 19.0)])
    assert max(c.x for c in left) == pytest.approx(105.1)
    assert min(c.x for c in right) == pytest.approx(105.1)
    assert wkt(left).startswith("POLYGON((")
    assert left[0] == left[-1]


def test_cells_are_the_same_every_time() -> None:
    points = [Point(unit.lon, unit.lat) for unit in of(2025, 3)]
    assert cells(points) == cells(points)


def test_a_new_database_has_every_unit_with_a_valid_approximate_cell(connection: Connection) -> None:
    rows = ask(
        connection,
        "SELECT era, level, count(*), bool_and(public.ST_IsValid(geom) AND NOT public.ST_IsEmpty(geom)),"
        " bool_and(public.ST_Contains(geom, point)), array_agg(DISTINCT quality)"
        " FROM ncovy.unit GROUP BY era, level ORDER BY era, level",
    )
    assert rows == [(era, level, len(of(era, level)), True, True, ["approximate"]) for era, level in ((2021, 1), (2021, 2), (2021, 3), (2025, 1), (2025, 3))]


def test_cells_of_an_era_neither_overlap_nor_leave_gaps(connection: Connection) -> None:
    for era in (2021, 2025):
        ((parts, whole, outline),) = ask(
            connection,
            "SELECT sum(public.ST_Area(geom)) FILTER (WHERE level = 3), sum(public.ST_Area(geom)) FILTER (WHERE level = 1),"
            " public.ST_Area(public.ST_GeomFromText(%s, 4326))"
            " FROM ncovy.unit WHERE era = %s",
            read_outline(),
            era,
        )
        assert parts == pytest.approx(whole, rel=1e-5)
        assert whole == pytest.approx(outline, rel=1e-5)


def test_a_district_is_the_union_of_its_communes(connection: Connection) -> None:
    (row,) = ask(
        connection,
        "SELECT public.ST_Area(d.geom), (SELECT sum(public.ST_Area(c.geom)) FROM ncovy.unit c WHERE c.parent_code = d.code AND c.era = d.era)"
        " FROM ncovy.unit d WHERE d.code = '412' AND d.era = 2021",
    )
    assert row[0] == pytest.approx(row[1], rel=1e-5)


def test_points_of_the_package_lie_in_the_unit_that_succeeded_them(connection: Connection, shared_data: Any) -> None:
    """Against the official polygons of 2025: all but a few of the 460 points are in the right one, none is far off."""
    import csv
    import json

    facts = (FOLDER.parents[2] / ".ci/units/gso_2021.csv").read_text(encoding="utf-8")
    successors = {row["code"]: row["successor_2025"] for row in csv.DictReader(facts.splitlines())}
    official = {f["properties"]["code"]: json.dumps(f["geometry"]) for f in json.loads((shared_data / "nghean_communes_2025.geojson").read_text())["features"]}
    off = []
    for unit in of(2021, 3):
        point = "public.ST_SetSRID(public.ST_MakePoint(%s, %s), 4326)::public.geography"
        sql = f"SELECT public.ST_Distance({point}, public.ST_GeomFromGeoJSON(%s)::public.geography)"
        off.append(ask(connection, sql, unit.lon, unit.lat, official[successors[unit.code]])[0][0])
    assert sum(metres > 0 for metres in off) <= 12
    assert max(off) < 4000


def test_seeding_twice_changes_nothing(connection: Connection) -> None:
    assert seed(connection) == ()


def test_seeding_mends_what_is_missing_or_misnamed_and_keeps_geometry(database: Database) -> None:
    with closing(database.admin()) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('client_min_messages', 'warning', true)")
            cursor.execute("UPDATE ncovy.unit SET name = 'Sai', quality = 'official' WHERE code = '16681' AND era = 2021")
            cursor.execute("DELETE FROM ncovy.unit WHERE code = '16684' AND era = 2021")
            cursor.execute("SELECT public.ST_AsBinary(geom) FROM ncovy.unit WHERE code = '16681' AND era = 2021")
            before = bytes(cursor.fetchone()[0])
        assert seed(connection) == ("1 đơn vị hành chính được thêm", "1 đơn vị hành chính được sửa tên")
        assert seed(connection) == ()
        rows = ask(connection, "SELECT name, quality, public.ST_AsBinary(geom) FROM ncovy.unit WHERE code = '16681' AND era = 2021")
        assert (rows[0][0], rows[0][1], bytes(rows[0][2])) == ("Phường Quang Trung", "official", before)
        assert ask(connection, "SELECT name FROM ncovy.unit WHERE code = '16684' AND era = 2021") == [("Phường Đội Cung",)]

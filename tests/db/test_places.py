"""Where a feature may lie: in a commune, or as near to one as its borders are uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg2
import pytest

from tests.db.features import add

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

# East of Cửa Lò lies the sea: the easternmost corner of the cells, which several may share, and places so many metres east of it.
EDGE = """
    SELECT array_agg(DISTINCT u.code), ST_X(c.geom), ST_Y(c.geom)
      FROM ncovy.unit AS u CROSS JOIN LATERAL ST_DumpPoints(u.geom) AS c WHERE u.level = 3 AND u.era = 2021
     GROUP BY c.geom ORDER BY ST_X(c.geom) DESC LIMIT 1
"""
METRE = 1 / 105_400


def ask(connection: Connection, query: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


@pytest.fixture
def edge(connection: Connection) -> tuple[list[str], float, float]:
    """Communes and place of the easternmost corner."""
    codes, x, y = ask(connection, EDGE)
    return codes, x, y


def official(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ncovy.unit SET quality = 'official' WHERE era = 2021")


def unit_at(connection: Connection, x: float, y: float) -> str | None:
    found: str | None = ask(connection, "SELECT ncovy_app.unit_at(ST_SetSRID(ST_MakePoint(%s, %s), 4326), 2021::smallint)", x, y)[0]
    return found


@pytest.mark.parametrize(("metres", "inside"), [(-5, True), (150, True), (2800, True), (3300, False)])
def test_approximate_borders_forgive_three_kilometres(connection: Connection, edge: tuple[list[str], float, float], metres: float, inside: bool) -> None:
    codes, x, y = edge
    assert unit_at(connection, x + metres * METRE, y) in (codes if inside else [None])


@pytest.mark.parametrize(("metres", "inside"), [(-5, True), (150, True), (250, False), (2800, False)])
def test_official_borders_forgive_two_hundred_metres(connection: Connection, edge: tuple[list[str], float, float], metres: float, inside: bool) -> None:
    codes, x, y = edge
    official(connection)
    assert unit_at(connection, x + metres * METRE, y) in (codes if inside else [None])


def test_of_several_communes_in_reach_the_nearest_is_taken(connection: Connection, edge: tuple[list[str], float, float]) -> None:
    _, x, y = edge
    found = unit_at(connection, x + 1500 * METRE, y)
    (nearest,) = ask(
        connection,
        "SELECT code FROM ncovy.unit WHERE level = 3 AND era = 2021"
        " ORDER BY ST_Distance(geom::geography, ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography), code LIMIT 1",
        x + 1500 * METRE, y,
    )  # fmt: skip
    assert found == nearest


def test_a_point_off_the_approximate_shore_is_stored_with_the_nearest_commune(connection: Connection, edge: tuple[list[str], float, float]) -> None:
    codes, x, y = edge
    uid = add(connection, "pharmacy", "Quầy cảng", f"POINT({x + 2000 * METRE} {y})")
    code, province = ask(connection, "SELECT commune_code, province_code FROM ncovy.pharmacy WHERE uid = %s", uid)
    assert code in codes
    assert province == "40"


def box(x: float, y: float, east_m: float) -> str:
    west, east, south, north = x + east_m * METRE, x + (east_m + 200) * METRE, y - 0.0009, y + 0.0009
    return f"MULTIPOLYGON((({west} {south},{east} {south},{east} {north},{west} {north},{west} {south})))"


def test_a_zone_is_forgiven_as_much_as_a_point(connection: Connection, edge: tuple[list[str], float, float]) -> None:
    _, x, y = edge
    add(connection, "lockdown_zone", "Bến cá", box(x, y, 1000))
    with pytest.raises(psycopg2.errors.CheckViolation, match="geom__inside_province"):
        add(connection, "lockdown_zone", "Ngoài khơi", box(x, y, 2950))


def test_a_zone_off_an_official_shore_is_refused(connection: Connection, edge: tuple[list[str], float, float]) -> None:
    _, x, y = edge
    official(connection)
    with pytest.raises(psycopg2.errors.CheckViolation, match="geom__inside_province"):
        add(connection, "lockdown_zone", "Bến cá", box(x, y, 100))


def test_a_filled_commune_is_found_anew_on_every_move_and_its_district_with_it(connection: Connection) -> None:
    uid = add(connection, "pharmacy", "Quầy", "POINT(105.68 18.687)", reported_at="2021-09-01")
    place = "ST_SetSRID(ST_MakePoint(%s, %s), 4326)"
    moved = f"UPDATE ncovy.pharmacy SET geom = {place}, base_version = row_version WHERE uid = %s RETURNING commune_code, district_code"
    at_vinh = ask(connection, "SELECT commune_code, district_code FROM ncovy.pharmacy WHERE uid = %s", uid)
    near = ask(connection, moved, 105.6801, 18.6871, uid)
    far = ask(connection, moved, 105.62806, 19.14167, uid)
    assert at_vinh == near == ("16666", "412")
    assert far[1] == "421" and far[0] != near[0]


def test_a_change_of_time_alone_moves_the_feature_to_the_units_of_that_time(connection: Connection) -> None:
    uid = add(connection, "pharmacy", "Quầy", "POINT(105.68 18.687)", reported_at="2021-09-01")
    later = "UPDATE ncovy.pharmacy SET reported_at = %s, base_version = row_version WHERE uid = %s RETURNING commune_era, district_code, province_code"
    assert ask(connection, later, "2021-09-02", uid) == (2021, "412", "40")
    assert ask(connection, later, "2026-01-01", uid) == (2025, None, "40")

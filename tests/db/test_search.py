"""Searching while a person types: names with accents or none, the very accents first, removed ones never; the commune under a position."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg2
import pytest

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.db.connection import execute, fetch, value_of
from ncovy_qgis.db.search import era_today, extents_of, find_features, place_at, searching
from tests.db.features import add, exercise, point
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

EASTERNMOST = """
    SELECT ST_X(d.geom), ST_Y(d.geom) FROM ncovy.unit AS u, ST_DumpPoints(u.geom) AS d WHERE u.era = 2021 AND u.level = 3 ORDER BY ST_X(d.geom) DESC LIMIT 1
"""
LAYERS = tuple(layer.name for layer in load_catalogue().layers)


@pytest.fixture
def names(connection: Connection) -> Connection:
    """A few features on the day of the exercise."""
    exercise(connection)
    add(connection, "medical_facility", "Trạm y tế phường Lê Mao", point())
    add(connection, "medical_facility", "Trạm y tế xã Lệ Mão", point(900))
    add(connection, "pharmacy", "Nhà thuốc Lê Mao", point(300))
    add(connection, "pharmacy", "Nhà thuốc 100% Hòa Bình", point(600))
    add(connection, "road_block", "Chốt chặn đường Lê Mao", point(1200), alt_checkpoint_id=None)
    return connection


def found(connection: Connection, text: str) -> list[str]:
    return [hit.name for hit in find_features(connection, LAYERS, text)]


def test_words_are_found_without_accents_in_any_order_and_layer(names: Connection) -> None:
    assert found(names, "tram y te le mao") == ["Trạm y tế xã Lệ Mão", "Trạm y tế phường Lê Mao"]
    assert found(names, "MAO tram") == found(names, "tram mao")
    assert {hit.layer for hit in find_features(names, LAYERS, "le mao")} == {"medical_facility", "pharmacy", "road_block"}


def test_typed_accents_come_first_and_say_so(names: Connection) -> None:
    first, second = find_features(names, LAYERS, "trạm y tế lê mao")
    assert (first.name, first.exact) == ("Trạm y tế phường Lê Mao", True)
    assert (second.name, second.exact) == ("Trạm y tế xã Lệ Mão", False)
    assert not any(hit.exact for hit in find_features(names, ("medical_facility",), "tram y te le mao"))


@pytest.mark.parametrize("typed", ["hoà bình", "Hòa Bình", "hoa binh", "Ho\u0300a Bi\u0300nh", "  hoa   binh "])
def test_the_place_of_the_tone_and_the_unicode_form_do_not_matter(names: Connection, typed: str) -> None:
    assert found(names, typed) == ["Nhà thuốc 100% Hòa Bình"]


NONSENSE = [("100%", 1), ("1_0", 0), ("%", 1), ("_", 0), ("\\", 0), ("'; DROP TABLE ncovy.pharmacy --", 0), ("", 0), ("   ", 0)]


@pytest.mark.parametrize(("typed", "count"), NONSENSE)
def test_jokers_and_quotes_stand_for_themselves(names: Connection, typed: str, count: int) -> None:
    assert len(found(names, typed)) == count


def test_a_hit_says_where_it_is(names: Connection) -> None:
    (hit,) = find_features(names, LAYERS, "nhà thuốc lê mao")
    assert (hit.layer, hit.commune, hit.district, hit.exact) == ("pharmacy", "Phường Lê Lợi", "Thành phố Vinh", True)
    assert hit.extent[0] == hit.extent[2] == pytest.approx(105.6725 + 300 / 105_400, abs=1e-6)
    assert fetch(names, "SELECT id FROM ncovy.pharmacy WHERE uid = %s", (hit.uid,)) == [(hit.id,)]


def test_removed_features_and_other_layers_are_not_found(names: Connection) -> None:
    execute(names, "UPDATE ncovy.pharmacy SET removed = true, removed_reason = 'thử', base_version = row_version WHERE name LIKE '%Lê Mao'")
    assert "Nhà thuốc Lê Mao" not in found(names, "le mao")
    assert find_features(names, ("testing_site",), "le mao") == ()
    assert find_features(names, (), "le mao") == ()


def test_an_answer_is_short_and_the_shortest_name_leads(connection: Connection) -> None:
    exercise(connection)
    for number in range(60):
        add(connection, "pharmacy", f"Nhà thuốc Số {number:03}", point(30 * number))
    add(connection, "pharmacy", "Nhà thuốc Số", point(0, 900))
    hits = find_features(connection, LAYERS, "nha thuoc so", limit=10)
    assert len(hits) == 10
    assert hits[0].name == "Nhà thuốc Số"


def test_a_word_of_three_letters_is_found_by_the_index(connection: Connection) -> None:
    execute(connection, "SET LOCAL enable_seqscan = off")
    plan = "\n".join(row[0] for row in fetch(connection, "EXPLAIN SELECT FROM ncovy.pharmacy AS f WHERE f.name_search LIKE '%mao%' AND NOT f.removed"))
    assert "pharmacy_name" in plan


# --- the commune under a position -----------------------------------------------------------------------------------------


def test_a_position_inside_names_its_commune_and_district(connection: Connection) -> None:
    exercise(connection)
    place = place_at(connection, 105.6725, 18.6832)
    assert place is not None
    assert (place.name, place.district, place.era, place.metres, place.accepted) == ("Phường Lê Lợi", "Thành phố Vinh", 2021, 0.0, True)


def test_a_position_is_named_in_the_era_of_today(connection: Connection) -> None:
    exercise(connection, "2025-08-01T08:00:00+07:00")
    place = place_at(connection, 105.6725, 18.6832)
    assert place is not None
    assert (era_today(connection), place.era, place.district) == (2025, 2025, "")


@pytest.mark.parametrize(("lon", "lat", "kilometres"), [(105.8542, 21.0285, (90, 170)), (103.0, 19.0, (80, 130)), (107.0, 18.9, (100, 140))])
def test_a_position_outside_tells_how_far_the_province_is(connection: Connection, lon: float, lat: float, kilometres: tuple[int, int]) -> None:
    exercise(connection)
    place = place_at(connection, lon, lat)
    assert place is not None
    assert not place.accepted
    assert kilometres[0] < place.metres / 1000 < kilometres[1]


@pytest.mark.parametrize("east_m", [-3000, 0, 500, 2500, 2990, 3010, 5000, 20_000])
def test_what_is_accepted_here_is_what_the_server_accepts(connection: Connection, east_m: float) -> None:
    exercise(connection)
    ((edge, lat),) = fetch(connection, EASTERNMOST)
    place = place_at(connection, edge + east_m / 105_400, lat)
    server = value_of(connection, "SELECT ncovy_app.unit_at(ST_SetSRID(ST_MakePoint(%s, %s), 4326), 2021::smallint)", (edge + east_m / 105_400, lat))
    assert place is not None
    assert place.accepted == (server is not None)
    assert server in (None, place.code) or place.metres == 0  # a corner belongs to two


def test_the_extent_of_a_unit_is_of_its_era(connection: Connection) -> None:
    extents = extents_of(connection, [("16744", 2021), ("16744", 2025), ("00000", 2021)])
    assert set(extents) == {("16744", 2021), ("16744", 2025)}
    assert extents["16744", 2021] != extents["16744", 2025]
    west, south, east, north = extents["16744", 2021]
    assert 104 < west < east < 106 and 19 < south < north < 20.1


# --- a connection of its own ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dsn(module_database: Database) -> Iterator[dict[str, str]]:
    yield module_database.dsn("vy")


def test_a_viewer_may_search_and_nothing_can_be_written(dsn: dict[str, str]) -> None:
    with searching(dsn) as connection:
        assert find_features(connection, LAYERS, "không có") == ()
        assert place_at(connection, 105.6725, 18.6832) is not None
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            execute(connection, "CREATE TEMP TABLE x (y integer); INSERT INTO ncovy.setting VALUES ('x', '{}')")
    assert connection.closed


def test_a_search_ends_when_nobody_waits_any_more(dsn: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ncovy_qgis.db.search.DEADLINE_MS", 200)
    start = time.monotonic()
    with searching(dsn) as connection, pytest.raises(psycopg2.errors.QueryCanceled):
        execute(connection, "SELECT pg_sleep(5)")
    assert time.monotonic() - start < 2


def test_a_server_that_is_away_is_told_soon(dsn: dict[str, str]) -> None:
    with pytest.raises(psycopg2.OperationalError), searching({**dsn, "port": "1"}):
        pass

"""Near-duplicates asked of the database: by place and by name, each over its index, for many at once."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.inside import inside
from ncovy_qgis.db.near import Asked, alike
from tests.db.desk import VINH, pharmacy, point, square, store, zone
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

NAME = "Nhà thuốc Hồng Ngọc"
EAST_M, NORTH_M = 1 / 105_470, 1 / 110_700  # degrees of a metre here


def beside(east: float, north: float = 0) -> tuple[float, float]:
    return (VINH[0] + east * EAST_M, VINH[1] + north * NORTH_M)


def test_a_neighbour_within_thirty_metres_is_named_with_its_distance(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    near, far = pharmacy(beside(22)), pharmacy(beside(33))
    store(database, "lan", near, far)
    (found,) = alike(lan, catalogue.layer("pharmacy"), [Asked(4, "", "Quầy thuốc mới", point(VINH))])
    assert (found.key, found.uid, found.name, found.same_name) == (4, near.uid, near.values["name"], False)
    assert found.metres == pytest.approx(22, abs=0.5)


@pytest.mark.parametrize("typed", ["nha thuoc hong ngoc", "NHÀ  THUỐC HỒNG NGỌC ", "Nhà thuốc Hồng Ngọc"])
def test_the_same_name_in_the_commune_is_found_however_it_is_typed(database: Database, lan: Connection, catalogue: Catalogue, typed: str) -> None:
    item = pharmacy(beside(400), name=NAME)
    store(database, "lan", item)
    (found,) = alike(lan, catalogue.layer("pharmacy"), [Asked(0, "", typed, point(VINH))])
    assert (found.uid, found.same_name) == (item.uid, True)
    assert found.metres == pytest.approx(400, rel=0.02)


def test_the_same_name_in_another_commune_is_another_place(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    store(database, "lan", pharmacy(name=NAME))
    assert alike(lan, catalogue.layer("pharmacy"), [Asked(0, "", NAME, point((105.70, 18.70)))]) == ()


def test_a_feature_is_no_duplicate_of_itself(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    item = pharmacy(name=NAME)
    store(database, "lan", item)
    assert alike(lan, catalogue.layer("pharmacy"), [Asked(0, item.uid, NAME, point(VINH))]) == ()


def test_what_was_removed_or_has_ended_is_in_nobodys_way(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    removed, ended = pharmacy(name=NAME), pharmacy(beside(5))
    store(database, "lan", removed, ended)
    store(database, "lan", Remove("pharmacy", removed.uid, 1, "nhầm"), Update("pharmacy", ended.uid, 1, {"operating_state": "closed_permanently"}))
    assert alike(lan, catalogue.layer("pharmacy"), [Asked(0, "", NAME, point(VINH))]) == ()


def test_zones_may_touch_but_not_share_a_name(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    store(database, "lan", zone(beside(211), name="Khối 3"))
    layer = catalogue.layer("lockdown_zone")
    assert alike(lan, layer, [Asked(0, "", "Khối 4", square(VINH))]) == ()
    (found,) = alike(lan, layer, [Asked(0, "", "khoi 3", square(VINH))])
    assert found.same_name and found.metres < 1


def test_many_are_asked_in_one_statement_and_answered_by_their_keys(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    items = [pharmacy(beside(200 * place)) for place in range(4)]
    store(database, "lan", *items)
    asked = [Asked(place, "", "mới", point(beside(200 * place + 10))) for place in range(4)] + [Asked(9, "", "chưa có vị trí", None)]
    found = alike(lan, catalogue.layer("pharmacy"), asked)
    assert [(each.key, each.uid) for each in found] == [(place, item.uid) for place, item in enumerate(items)]


def test_a_stored_feature_is_asked_about_by_what_changed_alone(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    stays, other = pharmacy(name="Nhà thuốc Bình An"), pharmacy(beside(100), name=NAME)
    store(database, "lan", stays, other)
    layer = catalogue.layer("pharmacy")
    renamed = alike(lan, layer, [Asked(0, stays.uid, NAME, None)])
    moved = alike(lan, layer, [Asked(0, stays.uid, "", point(beside(90)))])
    assert [(each.uid, each.same_name) for each in renamed] == [(other.uid, True)]
    assert [(each.uid, each.same_name, round(each.metres)) for each in moved] == [(other.uid, False, 10)]


def test_two_letters_are_no_name_yet(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    store(database, "lan", pharmacy(beside(100), name="Nhà"))
    assert alike(lan, catalogue.layer("pharmacy"), [Asked(0, "", "N", point(VINH))]) == ()


@pytest.mark.parametrize("stem", ["lockdown_zone", "control_checkpoint", "essential_service", "medical_facility"])
def test_every_layer_can_be_asked_by_whoever_reads(database: Database, catalogue: Catalogue, stem: str) -> None:
    shape = square(VINH) if stem == "lockdown_zone" else point(VINH)
    with closing(database.connect("vy")) as connection:
        assert alike(connection, catalogue.layer(stem), [Asked(0, "", NAME, shape)]) == ()


def test_only_neighbours_are_read(database: Database, catalogue: Catalogue) -> None:
    fill = """INSERT INTO ncovy.pharmacy (name, pharmacy_type, operating_state, open_24h, delivery, location_method, source_org, reported_at, geom)
        SELECT 'Nhà thuốc ' || n, 'pharmacy', 'open', false, false, 'gps', 'CDC', '2021-09-17 09:00+07',
               public.ST_SetSRID(public.ST_MakePoint(105.3 + (n % 60) * 0.0051, 18.8 + (n / 60) * 0.0051), 4326) FROM generate_series(1, 2000) AS n"""
    read = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = 'ncovy.pharmacy'::regclass"
    database.run(fill)
    with closing(database.admin()) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE ncovy.pharmacy")
        connection.autocommit = False
        cursor.execute("SELECT")
        query_read = _reads(connection, catalogue, read)
    assert query_read < 100


def _reads(connection: Connection, catalogue: Catalogue, read: str) -> int:
    """Rows of the table that the question has looked at; asked in the same transaction, whose statistics end with it."""
    from ncovy_qgis.db import near

    with pytest.MonkeyPatch.context() as patch, connection.cursor() as cursor:
        patch.setattr(near, "tidy", lambda _: None)
        assert near.alike(connection, catalogue.layer("pharmacy"), [Asked(0, "", "Nhà thuốc 700", point((105.504, 18.8561)))])
        cursor.execute(read)
        (count,) = cursor.fetchone() or (0,)
        return int(count)


def test_an_outline_counts_what_lies_in_it_and_the_people_declared_there(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    here, there = pharmacy(beside(10)), pharmacy(beside(900))
    own = zone(name="Khối 3")
    store(database, "lan", here, there, own)
    values = "measure, scope, name, status, source_org, reported_at, location_method, population, geom"
    for place, people in ((20, "48"), (60, "NULL"), (800, "500")):
        lon, lat = beside(place)
        database.run(
            f"INSERT INTO ncovy.lockdown_point ({values}) VALUES ('medical_isolation', 'alley', 'Ngõ {place}', 'planned', 'UBND', '2021-09-01',"
            f" 'gps', {people}, 'SRID=4326;POINT({lon} {lat})')",
            person="lan",
        )
    found = inside(lan, catalogue, square(VINH), own.uid)
    assert {stem: count for stem, count in found.counts.items() if count} == {"pharmacy": 1, "lockdown_point": 2}
    assert (found.people, found.people_at) == (48, 1)
    assert inside(lan, catalogue, square(VINH)).counts["lockdown_zone"] == 1

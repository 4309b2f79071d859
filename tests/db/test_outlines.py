"""Communes with their outlines: of today's era, or of the exercise's; readable by whoever sees the map."""

from __future__ import annotations

from contextlib import closing

import pytest

from ncovy_qgis.db.inside import inside
from ncovy_qgis.db.outlines import communes
from tests.db.desk import LAOS, VINH, square
from tests.server import Database

EXERCISE = "INSERT INTO ncovy.setting VALUES ('exercise', '{\"now\": \"2021-09-17T18:00:00+07:00\"}')"


@pytest.mark.parametrize("person", ["vy", "lan", "tuan"])
def test_today_there_are_130_communes_without_districts(database: Database, person: str) -> None:
    with closing(database.connect(person)) as connection:
        found = communes(connection)
    assert len(found) == 130 and {each.district for each in found} == {""}
    assert len({each.code for each in found}) == 130


def test_in_the_exercise_there_are_460_with_their_districts(database: Database) -> None:
    database.run(EXERCISE)
    with closing(database.connect("vy")) as connection:
        found = communes(connection)
    assert len(found) == 460 and len({each.district for each in found}) == 21
    assert ("Phường Lê Mao", "Thành phố Vinh") in {(each.name, each.district) for each in found}


def test_the_outlines_are_multipolygons_in_little_endian(database: Database) -> None:
    with closing(database.connect("vy")) as connection:
        assert {each.wkb[:5] for each in communes(connection)} == {b"\x01\x06\x00\x00\x00"}


def test_an_outline_over_nothing_counts_nothing(database: Database, catalogue: object) -> None:
    from ncovy_qgis.core.catalogue import load_catalogue

    with closing(database.connect("vy")) as connection:
        for place in (VINH, LAOS):
            found = inside(connection, load_catalogue(), square(place))
            assert (sum(found.counts.values()), found.people, found.people_at) == (0, 0, 0)
            assert len(found.counts) == 10

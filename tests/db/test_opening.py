"""What a map asks of a database before it opens a layer."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.opening import Unreadable, ground
from tests.server import Database


def test_eras_today_and_the_place_of_the_province_are_told(module_database: Database, catalogue: Catalogue) -> None:
    seen = ground(module_database.dsn("lan"), [layer.name for layer in catalogue.layers])
    assert seen.eras == ((2021, "2020-01-01"), (2025, "2025-07-01"))
    assert (seen.era, seen.exercise) == (2025, None)
    west, south, east, north = seen.extent or (0, 0, 0, 0)
    assert 103.5 < west < 104.5 < 105.5 < east < 106.5
    assert 18 < south < 19 < 19.5 < north < 20.5


def test_an_exercise_has_its_own_day(database: Database) -> None:
    database.run("INSERT INTO ncovy.setting (name, value) VALUES ('exercise', %s)", ('{"now": "2021-09-17T18:00:00+07:00"}',))
    seen = ground(database.dsn("lan"), ())
    assert (seen.era, seen.exercise) == (2021, "2021-09-17T18:00:00+07:00")


def test_before_any_unit_is_loaded_there_is_no_place(database: Database) -> None:
    database.run("DELETE FROM ncovy.assignment; DELETE FROM ncovy.unit")
    assert ground(database.dsn("lan"), ()).extent is None


@pytest.mark.parametrize(
    ("person", "layers", "first"), [("phuc", ("pharmacy", "testing_site"), "pharmacy"), ("lan", ("pharmacy", "no_such_layer"), "no_such_layer")]
)
def test_what_cannot_be_read_is_named_in_the_order_asked(module_database: Database, person: str, layers: tuple[str, ...], first: str) -> None:
    with pytest.raises(Unreadable) as told:
        ground(module_database.dsn(person), layers)
    assert told.value.tables[0] == first


def test_an_empty_database_is_told(empty_database: Database) -> None:
    with pytest.raises(Unreadable, match="pharmacy, unit"):
        ground(empty_database.dsn(), ("pharmacy",))

"""A demo person's QGIS is a real one: real layers, real buffers, real refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.demo.persons import Person, desk, make_persons
from ncovy_qgis.demo.qgis_desk import QgisDesk, at_desk, qgis
from ncovy_qgis.demo.sample import start_exercise

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from tests.server import Database

pytestmark = pytest.mark.usefixtures("qgis_app")
SPOT = "POINT(105.71831 18.69237)"


@pytest.fixture(scope="module")
def opened(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgisDesk]:
    with closing(module_database.admin()) as admin:
        start_exercise(admin)
        make_persons(admin)
        with desk(admin) as everybody, at_desk(everybody.service("lan"), catalogue) as lan:
            yield lan


@pytest.fixture
def lan(opened: QgisDesk) -> Iterator[QgisDesk]:
    """Lan's desk, opened once; no test leaves edits on it."""
    yield opened
    opened.give_up()


@dataclass(frozen=True)
class Shop:
    """The pharmacy of one test, found by its name."""

    database: Database
    name: str

    def values(self, **more: Any) -> dict[str, Any]:
        return {"name": self.name, "pharmacy_type": "pharmacy", "operating_state": "open", "open_24h": False, "delivery": True, **more}

    def ask(self, columns: str) -> list[tuple[Any, ...]]:
        return self.database.run(f"SELECT {columns} FROM ncovy.pharmacy WHERE name = %s", (self.name,))

    @property
    def uid(self) -> str:
        return str(self.ask("uid")[0][0])


@pytest.fixture
def shop(module_database: Database, request: pytest.FixtureRequest) -> Shop:
    return Shop(module_database, f"Nhà thuốc {request.node.name}")


def test_what_is_drawn_is_stored_only_when_saved(lan: QgisDesk, shop: Shop, catalogue: Catalogue) -> None:
    before = lan.count(catalogue)
    assert lan.add("pharmacy", shop.values(), SPOT) == shop.name
    assert shop.ask("name") == []
    assert lan.save("pharmacy")
    assert shop.ask("row_version, edited_by, removed") == [(1, "lan", False)]
    assert lan.count(catalogue) == before + 1


def test_the_fields_that_were_not_filled_get_the_defaults_of_the_form(lan: QgisDesk, shop: Shop) -> None:
    lan.add("pharmacy", shop.values(), SPOT)
    assert lan.save("pharmacy")
    assert shop.ask("location_method, commune_code, commune_era, review_state") == [("imagery", "16708", 2021, "draft")]


def test_a_refused_save_keeps_the_edit_and_says_why(lan: QgisDesk, shop: Shop) -> None:
    lan.add("pharmacy", shop.values(phone="không có"), SPOT)
    assert not lan.save("pharmacy")
    assert [(refusal.layer, refusal.field) for refusal in lan.refused] == [("pharmacy", "phone")]
    assert lan.layer("pharmacy").isModified()
    assert shop.ask("name") == []


def test_edits_that_are_given_up_are_gone(lan: QgisDesk, shop: Shop) -> None:
    lan.add("pharmacy", shop.values(), SPOT)
    lan.give_up()
    assert not lan.layer("pharmacy").isModified()
    assert shop.ask("name") == []


def test_a_place_outside_the_own_area_is_refused(lan: QgisDesk, shop: Shop) -> None:
    lan.add("pharmacy", shop.values(), "POINT(105.6361 19.1775)")  # Quỳnh Lưu
    assert not lan.save("pharmacy")
    assert lan.refused[0].code == "NC006"
    assert shop.ask("name") == []


def test_changes_and_removals_are_versions_of_the_same_feature(lan: QgisDesk, shop: Shop) -> None:
    lan.add("pharmacy", shop.values(), SPOT)
    assert lan.save("pharmacy")
    lan.change("pharmacy", shop.uid, {"open_24h": True})
    assert lan.save("pharmacy")
    assert shop.ask("row_version, open_24h, removed") == [(2, True, False)]
    lan.remove("pharmacy", shop.uid, "Đóng cửa hẳn")
    assert lan.save("pharmacy")
    assert shop.ask("row_version, removed, removed_reason") == [(3, True, "Đóng cửa hẳn")]
    history = shop.database.run("SELECT operation FROM ncovy.version WHERE uid = %s ORDER BY seq", (shop.uid,))
    assert history == [("insert",), ("update",), ("remove",)]


def test_edits_of_two_layers_are_one_save(lan: QgisDesk, shop: Shop) -> None:
    lan.add("pharmacy", shop.values(), SPOT)
    lan.add("medical_facility", {"name": shop.name, "facility_type": "health_station"}, SPOT)
    assert lan.save("pharmacy")
    query = "SELECT count(*), count(DISTINCT changeset), count(DISTINCT xid) FROM ncovy.version WHERE \"row\" ->> 'name' = %s"
    assert shop.database.run(query, (shop.name,)) == [(2, 1, 1)]


def test_a_feature_that_is_not_there_is_not_changed(lan: QgisDesk) -> None:
    with pytest.raises(RuntimeError, match="is not in the layer"):
        lan.change("pharmacy", "00000000-0000-0000-0000-000000000000", {"open_24h": True})


def test_leaving_the_desk_forgets_unsaved_edits(database: Database, catalogue: Catalogue) -> None:
    with closing(database.admin()) as admin:
        make_persons(admin)
        with desk(admin) as everybody:
            with at_desk(everybody.service("lan"), catalogue) as opened:
                opened.add("pharmacy", Shop(database, "Nhà thuốc quên lưu").values(), SPOT)
            assert database.run("SELECT FROM ncovy.pharmacy") == []


def test_a_running_qgis_is_used_as_it_is() -> None:
    from qgis.core import QgsApplication

    before = QgsApplication.instance()
    with qgis():
        assert QgsApplication.instance() is before
    assert QgsApplication.instance() is before


@pytest.fixture
def admin(database: Database) -> Iterator[Connection]:
    with closing(database.admin()) as connection:
        yield connection


def test_a_person_gets_what_is_missing_and_nothing_twice(admin: Connection, database: Database) -> None:
    new = Person("mai", "editor", "421", "Mai")
    assert make_persons(admin, [new]) == 1
    assert make_persons(admin, [new]) == 0
    assert database.run("SELECT unit_code FROM ncovy.assignment WHERE person = 'mai' AND valid_to IS NULL") == [("421",)]
    assert database.run("SELECT ncovy_app.may_write('17179', 2021::smallint), ncovy_app.may_write('16681', 2021::smallint)", person="mai") == [(True, False)]

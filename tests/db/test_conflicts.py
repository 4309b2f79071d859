"""What became of features since they were read: base, steps and the stored row, for many at once."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.change import Insert, Remove, Update
from ncovy_qgis.db.conflicts import Moved, existing, read_moved
from tests.db.desk import REPORTED, VINH, VINH_2, pharmacy, point, store, zone
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


@pytest.fixture
def database(module_database: Database) -> Database:
    """One for all tests of this file: each looks at its own features only."""
    return module_database


def became(connection: Connection, catalogue: Catalogue, change: Update | Remove) -> Moved:
    return read_moved(connection, catalogue, [change]).moved[change.layer, change.uid]


def test_base_steps_and_the_stored_row_are_told(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    made = pharmacy(phone="0238 3844 528")
    store(database, "lan", made)
    store(database, "minh", Update("pharmacy", made.uid, 1, {"phone": "115"}), comment="gọi điện hỏi")
    store(database, "tuan", Update("pharmacy", made.uid, 2, {"address": "Số 8 Quang Trung"}, point(VINH_2)))
    moved = became(lan, catalogue, Update("pharmacy", made.uid, 1, {"phone": "113"}))
    assert moved.base is not None
    assert (moved.base_version, moved.base.values["phone"], moved.base.wkb) == (1, "0238 3844 528", point(VINH))
    assert [(step.row_version, step.by, step.application, step.operation, step.comment) for step in moved.steps] == [
        (2, "minh", "tests", "update", "gọi điện hỏi"),
        (3, "tuan", "tests", "update", "thử"),
    ]
    assert (moved.steps[0].image.values["phone"], moved.steps[0].image.values["address"]) == ("115", None)
    assert (moved.row_version, moved.current.values["phone"], moved.current.values["address"]) == (3, "115", "Số 8 Quang Trung")
    assert moved.current.wkb == moved.steps[1].image.wkb == point(VINH_2)
    assert moved.steps[0].at <= moved.steps[1].at <= datetime.now(timezone.utc)


def test_values_are_those_of_an_edit_buffer(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    area = zone(households=12)
    store(database, "lan", area)
    host = Insert("lockdown_point", str(uuid4()), _point_values(area.uid), point(VINH))
    store(database, "lan", host)
    values = became(lan, catalogue, Update("lockdown_point", host.uid, 1, {})).current.values
    assert values["zone_id"] == area.uid
    assert values["reported_at"] == REPORTED
    assert values["location_accuracy_m"] == 12.5
    assert isinstance(values["location_accuracy_m"], float)


def _point_values(zone_id: str) -> dict[str, Any]:
    return {
        "name": "Số nhà 8",
        "zone_id": zone_id,
        "status": "planned",
        "reported_at": REPORTED,
        "source_org": "UBND TP Vinh",
        "location_method": "gps",
        "location_accuracy_m": 12.5,
    }


def test_a_removal_is_seen_with_its_reason(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    made = pharmacy()
    store(database, "lan", made)
    store(database, "minh", Remove("pharmacy", made.uid, 1, "Đã đóng cửa"))
    moved = became(lan, catalogue, Update("pharmacy", made.uid, 1, {"phone": "113"}))
    assert moved.current.removed
    assert (moved.steps[-1].operation, moved.current.values["removed_reason"]) == ("remove", "Đã đóng cửa")
    assert moved.base is not None and not moved.base.removed


def test_a_feature_read_at_no_known_version_has_no_base_but_its_last_step(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    made = pharmacy()
    store(database, "lan", made)
    for version, phone in enumerate(("115", "113", "114"), start=1):
        store(database, "minh", Update("pharmacy", made.uid, version, {"phone": phone}))
    moved = became(lan, catalogue, Update("pharmacy", made.uid, -1, {"phone": "112"}))
    assert moved.base is None
    assert [step.row_version for step in moved.steps] == [4]


def test_who_is_in_no_table_is_left_out(lan: Connection, catalogue: Catalogue) -> None:
    change = Update("pharmacy", str(uuid4()), 1, {"phone": "113"})
    assert not read_moved(lan, catalogue, [change]).moved
    assert not read_moved(lan, catalogue, []).moved


def test_communes_and_referred_features_are_named(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    one, other = zone(name="Khối 3 Lê Mao"), zone(VINH_2, name="Khối 5 Quang Trung")
    store(database, "lan", one, other)
    host = Insert("lockdown_point", str(uuid4()), _point_values(one.uid), point(VINH))
    store(database, "lan", host)
    [(commune, name)] = database.run(
        "SELECT u.code, u.name FROM ncovy.lockdown_point p JOIN ncovy.unit u ON u.code = p.commune_code AND u.era = p.commune_era WHERE p.uid = %s", (host.uid,)
    )
    names = read_moved(lan, catalogue, [Update("lockdown_point", host.uid, 1, {"zone_id": other.uid})]).names
    assert names == {commune: name, one.uid: "Khối 3 Lê Mao", other.uid: "Khối 5 Quang Trung"}


def test_two_hundred_features_are_read_in_one_statement_a_layer(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    made = [pharmacy((VINH[0] + number / 100_000, VINH[1])) for number in range(200)]
    area = zone((105.70, 18.70))
    store(database, "lan", *made, area)
    store(database, "minh", *(Update("pharmacy", each.uid, 1, {"phone": "115"}) for each in made), Update("lockdown_zone", area.uid, 1, {"households": 7}))
    changes = [Update("pharmacy", each.uid, 1, {"phone": "113"}) for each in made] + [Remove("lockdown_zone", area.uid, 1, "Hết hạn")]
    counted = _Counted(lan)
    moved = read_moved(counted, catalogue, changes).moved  # type: ignore[arg-type]
    assert len(moved) == 201
    assert {(each.base_version, each.row_version, len(each.steps)) for each in moved.values()} == {(1, 2, 1)}
    assert counted.statements <= 4  # two layers, communes, no referred layer


class _Counted:
    """A connection that counts its statements."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self.statements = connection, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        self.statements += 1
        return self._connection.cursor()


def test_every_layer_can_be_asked(lan: Connection, catalogue: Catalogue) -> None:
    changes = [Update(layer.name, str(uuid4()), 1, {"name": "Không có"}) for layer in catalogue.layers]
    assert not read_moved(lan, catalogue, changes).moved


def test_new_features_are_nobodys_conflict() -> None:
    update, remove = Update("pharmacy", "u", 1, {}), Remove("pharmacy", "v", 1, "")
    assert existing([pharmacy(), update, remove]) == (update, remove)

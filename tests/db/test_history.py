"""The past of one feature, what the public sees of it, what lies around it, and what was taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.diff import differences
from ncovy_qgis.db import history
from ncovy_qgis.db.change import Insert, Remove, Update
from ncovy_qgis.db.errors import DatabaseError
from tests.db.desk import QUYNH_LUU, REPORTED, VINH, VINH_2, pharmacy, point, store, zone
from tests.db.past import approve, approved, changeset_of
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


@pytest.fixture
def database(module_database: Database) -> Database:
    """One for all tests of this file: each looks at its own features only."""
    return module_database


@pytest.fixture
def vy(database: Database) -> Iterator[Connection]:
    """Who may only read reads all of it."""
    with closing(database.connect("vy")) as connection:
        yield connection


def test_the_timeline_tells_who_when_from_where_in_which_save_and_who_approved(database: Database, vy: Connection) -> None:
    made = pharmacy(phone="0238 3844 528")
    approved(database, made)
    store(database, "minh", Update("pharmacy", made.uid, 1, {"phone": "115"}, point(VINH_2)), comment="gọi điện hỏi")
    store(database, "tuan", Remove("pharmacy", made.uid, 2, "đóng cửa"))
    first, second, third = history.timeline(vy, "pharmacy", made.uid)
    assert [(each.row_version, each.operation, each.by, each.application) for each in (first, second, third)] == [
        (1, "insert", "lan", "tests"),
        (2, "update", "minh", "tests"),
        (3, "remove", "tuan", "tests"),
    ]
    assert (first.approved_by, second.approved_by, third.approved_at) == ("tuan", None, None)
    assert first.approved_at is not None and first.at < first.approved_at < second.at
    assert (second.comment, second.changeset) == ("gọi điện hỏi", changeset_of(database, made.uid, 2))
    assert (first.wkb, second.wkb, second.row["phone"]) == (point(VINH), point(VINH_2), "115")
    assert third.row["removed"] and third.row["removed_reason"] == "đóng cửa"


def test_any_two_versions_differ_in_what_was_changed_between_them(database: Database, vy: Connection, catalogue: Catalogue) -> None:
    made = pharmacy(phone="115")
    store(database, "lan", made)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"address": "5 Lê Lợi"}))
    store(database, "lan", Update("pharmacy", made.uid, 2, {"phone": "113"}))
    layer = catalogue.layer("pharmacy")
    old, new = (history.version(vy, "pharmacy", made.uid, number) for number in (1, 3))
    assert old is not None and new is not None
    assert {change.field: (change.old.vi, change.new.vi) for change in differences(layer, old.row, new.row, catalogue)} == {
        "address": ("", "5 Lê Lợi"),
        "phone": ("115", "113"),
    }


def test_what_never_was_has_no_past(vy: Connection) -> None:
    assert history.timeline(vy, "pharmacy", str(uuid4())) == ()
    assert history.version(vy, "pharmacy", str(uuid4()), 1) is None


def test_an_approval_given_again_is_told_by_its_last(database: Database, vy: Connection) -> None:
    made = pharmacy(warning_reason="đã rà soát")
    approved(database, made)
    database.run("INSERT INTO ncovy.decision (layer, uid, row_version, verdict, by) VALUES ('pharmacy', %s, 1, 'approve', 'thu')", (made.uid,))
    (only,) = history.timeline(vy, "pharmacy", made.uid)
    assert only.approved_by == "thu"


def test_a_uid_that_is_none_is_refused_in_words(vy: Connection) -> None:
    with pytest.raises(DatabaseError) as refusal:
        history.timeline(vy, "pharmacy", "không phải mã")
    assert refusal.value.refusal.text.vi


def test_what_the_public_sees_and_would_see_is_told_beside_each_other(database: Database, vy: Connection) -> None:
    made = pharmacy(phone="115", contact_phone="0966641414", warning_reason="đã rà soát")
    assert history.public_row(vy, "pharmacy", made.uid) is None
    approved(database, made)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113"}, point(VINH_2)))
    shown, next_one = history.public_row(vy, "pharmacy", made.uid), history.would_be_public(vy, "pharmacy", made.uid, 2)
    assert shown is not None and next_one is not None
    assert (shown["phone"], shown["row_version"], shown["geom"]) == ("115", 1, point(VINH))
    assert (next_one["phone"], next_one["row_version"], next_one["geom"]) == ("113", 2, point(VINH_2))
    assert set(shown) == set(next_one) and "contact_phone" not in shown


def test_what_would_be_public_is_what_approval_makes_public(database: Database, vy: Connection) -> None:
    for made in (pharmacy(QUYNH_LUU), zone(QUYNH_LUU, case_count=3), home()):
        person = "minh" if made.layer == "lockdown_point" else "hoa"
        store(database, person, made)
        would = history.would_be_public(vy, made.layer, made.uid, 1)
        approve(database, made.layer, made.uid, 1, person)
        shown = history.public_row(vy, made.layer, made.uid)
        assert would is not None and shown is not None
        assert {**would, "approved_at": None} == {**shown, "approved_at": None}


def home() -> Insert:
    """A household, which the public sees on a coarse grid without its address."""
    values = {
        "name": "Hộ ngõ 5", "measure": "medical_isolation", "scope": "household", "households": 2, "status": "planned", "address": "12 ngõ 5",
        "source_org": "UBND TP Vinh", "reported_at": REPORTED, "location_method": "gps", "warning_reason": "đã rà soát",
    }  # fmt: skip
    return Insert("lockdown_point", str(uuid4()), values, point((105.67961, 18.68679)))


def test_a_removal_would_show_nothing(database: Database, vy: Connection) -> None:
    made = pharmacy(warning_reason="đã rà soát")
    approved(database, made)
    store(database, "lan", Remove("pharmacy", made.uid, 1, "nhầm"))
    assert history.would_be_public(vy, "pharmacy", made.uid, 2) is None
    assert history.would_be_public(vy, "pharmacy", made.uid, 9) is None


def test_neighbours_of_the_same_layer_come_nearest_first(database: Database, vy: Connection) -> None:
    x, y = 105.70, 18.72
    made, near, nearer, far, gone = (pharmacy((x + metres / 105_470, y)) for metres in (0, 400, 90, 900, 50))
    store(database, "lan", made, near, nearer, far, gone, zone((x, y)))
    store(database, "lan", Remove("pharmacy", gone.uid, 1, "nhầm"))
    found = history.neighbours(vy, "pharmacy", made.uid)
    assert [(each.uid, each.name) for each in found] == [(nearer.uid, nearer.values["name"]), (near.uid, near.values["name"])]
    assert (found[0].wkb, found[0].review_state) == (nearer.wkb, "draft")
    assert [each.uid for each in history.neighbours(vy, "pharmacy", made.uid, 1000)] == [nearer.uid, near.uid, far.uid]


def test_removed_features_are_found_by_their_words_without_accents_newest_first(database: Database, vy: Connection) -> None:
    first, second, kept = (pharmacy((105.66, 18.70 + number / 1000), name=f"Nhà thuốc Bến Thủy {number}") for number in range(3))
    area = zone((105.66, 18.71), name="Khối Bến Thủy")
    store(database, "lan", first, second, kept, area)
    for item in (first, second, area):
        store(database, "lan", Remove(item.layer, item.uid, 1, "nhầm"))
    assert [each.uid for each in history.removed(vy, "ben thuy")] == [area.uid, second.uid, first.uid]
    assert [each.uid for each in history.removed(vy, "THỦY bến", ["pharmacy"])] == [second.uid, first.uid]
    assert history.removed(vy, "bến thủy 2") == () == history.removed(vy, "ben thuy", [])
    (found,) = history.removed(vy, "ben thuy 0")
    assert (found.row_version, found.operation, found.by, found.row["removed_reason"]) == (2, "remove", "lan", "nhầm")
    assert {first.uid, second.uid, area.uid} <= {each.uid for each in history.removed(vy)}

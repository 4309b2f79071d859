"""What a person chooses from when bringing something back: saves, persons, areas of all eras, what was taken away."""

from __future__ import annotations

from contextlib import closing
from uuid import uuid4

from ncovy_qgis.db import recall
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.restoring import restore_many
from tests.db.desk import VINH_2, call, pharmacy, store
from tests.db.past import changeset_of
from tests.server import Database


def test_saves_are_offered_newest_first_with_their_size_and_words(database: Database) -> None:
    one, two = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", one, two, comment="nhập")
    store(database, "minh", Update("pharmacy", one.uid, 1, {"address": "Số 2"}), comment="sửa")
    call(database, "lan", "submit", "pharmacy", str(two.uid), 1)  # stores no version: nothing to undo
    with closing(database.connect("lan")) as connection:
        offer = recall.offer(connection)
        older = recall.save_of(connection, changeset_of(database, str(one.uid), 1))
        assert recall.save_of(connection, 10**12) is None
    assert [(save.by, save.comment, save.features) for save in offer.saves] == [("minh", "sửa", 1), ("lan", "nhập", 2)]
    assert older == offer.saves[1]
    assert {"lan", "minh"} <= set(offer.authors)


def test_areas_of_todays_era_come_first_from_the_province_down(database: Database) -> None:
    with closing(database.connect("vy")) as connection:
        areas = recall.offer(connection).areas
    assert [area.today for area in areas] == sorted((area.today for area in areas), reverse=True)
    todays = [area for area in areas if area.today]
    assert todays and [area.level for area in todays] == sorted(area.level for area in todays)
    (commune, *_) = [area for area in areas if area.era == 2021 and area.level == 3]
    assert commune.parent


def test_what_was_taken_away_comes_with_the_step_that_brings_its_last_content_back(database: Database) -> None:
    change = pharmacy(uid=uuid4(), name="Hồng Ngọc")
    store(database, "lan", change)
    store(database, "lan", Update("pharmacy", change.uid, 1, {"address": "Số 2"}))
    store(database, "lan", Remove("pharmacy", change.uid, 2, "nhập trùng"))
    with closing(database.connect("lan")) as connection:
        (taken,) = recall.taken_away(connection, "hong ngoc")
        assert (taken.step.row_version, taken.step.to_version, taken.step.later_by, taken.reason) == (3, 2, "lan", "nhập trùng")
        (verdict,) = restore_many(connection, [taken.step], "đưa lại", "gỡ nhầm")
        assert verdict.refusal is None
        assert recall.taken_away(connection) == ()
    assert database.run("SELECT name, address, removed, removed_reason FROM ncovy.pharmacy") == [("Hồng Ngọc", "Số 2", False, None)]


def test_nothing_taken_away_is_nothing_offered(database: Database) -> None:
    with closing(database.connect("lan")) as connection:
        assert recall.taken_away(connection, "không có", ["pharmacy"]) == ()

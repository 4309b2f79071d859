"""An earlier version brought back while later edits stay: what is undone, what is kept, and who decides where both changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ncovy_qgis.core.merge import GEOMETRY, REMOVED, Choice, Pick, State
from ncovy_qgis.db.change import Remove, Update
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.history import timeline
from ncovy_qgis.db.restoring import merge_of, restore_merged
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, everything, pharmacy, point, row, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

SPOILED = {"phone": "113", "address": "sai"}


@pytest.fixture
def database(module_database: Database) -> Database:
    """One for all tests of this file: each looks at its own features only."""
    return module_database


def spoiled(database: Database) -> str:
    """Good as version 1, spoiled by 2 (telephone, address, place), and 3 knows the opening hours; its uid."""
    made = pharmacy(phone="115", address="5 Lê Lợi")
    store(database, "lan", made)
    store(database, "lan", Update("pharmacy", made.uid, 1, SPOILED, point(VINH_2)))
    store(database, "minh", Update("pharmacy", made.uid, 2, {"opening_hours": "24/7"}))
    return made.uid


def content(database: Database, uid: str) -> tuple[object, ...]:
    ((shape,),) = database.run("SELECT ST_AsBinary(geom, 'NDR') FROM ncovy.pharmacy WHERE uid = %s", (uid,))
    return (*row(database, "pharmacy", uid, "phone", "address", "opening_hours", "row_version"), bytes(shape))


def test_what_spoiled_it_is_undone_and_what_came_later_stays(database: Database, lan: Connection) -> None:
    uid = spoiled(database)
    assert restore_merged(lan, "pharmacy", uid, 1, 3) == 4
    assert content(database, uid) == ("115", "5 Lê Lợi", "24/7", 4, point(VINH))
    assert row(database, "pharmacy", uid, "review_state", "edited_by") == ("draft", "lan")
    newest = timeline(lan, "pharmacy", uid)[-1]
    assert (newest.row_version, newest.comment) == (4, "Khôi phục phiên bản 1, giữ các sửa đổi sau")


def test_the_preview_tells_what_would_be_undone_kept_and_decided(database: Database, lan: Connection) -> None:
    uid = spoiled(database)
    store(database, "minh", Update("pharmacy", uid, 3, {"phone": "114"}))
    found, now = merge_of(lan, "pharmacy", uid, 1)
    assert now == 4
    assert {cell.name: cell.state for cell in found.cells if cell.state is not State.SAME} == {
        GEOMETRY: State.MINE,
        "address": State.MINE,
        "opening_hours": State.THEIRS,
        "phone": State.CONFLICT,
    }


def test_a_field_changed_again_later_stays_unless_the_person_says_otherwise(database: Database, lan: Connection) -> None:
    for choices, phone in ((None, "114"), ({"phone": Choice(Pick.MINE)}, "115"), ({"phone": Choice(Pick.TYPED, "112")}, "112")):
        uid = spoiled(database)
        store(database, "minh", Update("pharmacy", uid, 3, {"phone": "114"}))
        assert restore_merged(lan, "pharmacy", uid, 1, 4, choices=choices) == 5
        assert content(database, uid)[:3] == (phone, "5 Lê Lợi", "24/7")


def test_how_much_is_undone_may_be_said(database: Database, lan: Connection) -> None:
    """With the version of now as base nothing was changed later: all of it is undone."""
    uid = spoiled(database)
    assert restore_merged(lan, "pharmacy", uid, 1, 3, base_version=3) == 4
    assert content(database, uid) == ("115", "5 Lê Lợi", None, 4, point(VINH))


def test_what_was_taken_away_comes_back_with_what_was_changed_before(database: Database, lan: Connection) -> None:
    uid = spoiled(database)
    store(database, "minh", Remove("pharmacy", uid, 3, "nhầm"))
    assert restore_merged(lan, "pharmacy", uid, 1, 4) == 5
    assert content(database, uid) == ("115", "5 Lê Lợi", "24/7", 5, point(VINH))
    assert row(database, "pharmacy", uid, "removed", "removed_reason") == (False, None)


def test_it_may_stay_away(database: Database, lan: Connection) -> None:
    uid = spoiled(database)
    store(database, "minh", Remove("pharmacy", uid, 3, "nhầm"))
    restore_merged(lan, "pharmacy", uid, 1, 4, choices={REMOVED: Choice(Pick.THEIRS)})
    assert row(database, "pharmacy", uid, "removed", "removed_reason", "phone") == (True, "nhầm", "115")


def test_where_nothing_differs_nothing_is_written(database: Database, lan: Connection) -> None:
    uid = spoiled(database)
    before = everything(database)
    assert restore_merged(lan, "pharmacy", uid, 3, 3) == 3
    assert everything(database) == before


def test_a_feature_that_moved_since_it_was_seen_is_left_alone(database: Database, lan: Connection) -> None:
    uid = spoiled(database)
    before = everything(database)
    for seen in (2, 4):
        with pytest.raises(DatabaseError) as refused:
            restore_merged(lan, "pharmacy", uid, 1, seen)
        assert refused.value.refusal.code == "NC001"
    with pytest.raises(DatabaseError) as unknown:
        restore_merged(lan, "pharmacy", uid, 9, 3)
    assert unknown.value.refusal.code == "NC003"
    assert everything(database) == before


def test_every_guard_judges_it_like_an_edit(database: Database, lan: Connection) -> None:
    made = pharmacy(QUYNH_LUU)
    store(database, "tuan", made)
    store(database, "tuan", Update("pharmacy", made.uid, 1, {}, point(VINH)))
    with pytest.raises(DatabaseError) as refused:
        restore_merged(lan, "pharmacy", made.uid, 1, 2)
    assert refused.value.refusal.code == "NC006"

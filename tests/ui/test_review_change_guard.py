"""What may not be decided: what moved meanwhile, one's own work, other areas; and what happens when the server is away."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt

from ncovy_qgis.db import review
from ncovy_qgis.db.changes import Insert, Update
from ncovy_qgis.gis.source import Source
from ncovy_qgis.ui.review_change import ChangeView, reading
from ncovy_qgis.ui.review_change.bar import APPROVE, ASK, PART, RETURN
from ncovy_qgis.ui.review_change.panes import CHANGE, SINCE
from ncovy_qgis.ui.session import Session
from tests.db.desk import QUYNH_LUU, VINH_2, pharmacy, point, store
from tests.server import Database
from tests.ui.changing import (
    BOSS,
    OTHER_BOSS,
    approve,
    changed,
    item_of,
    last_word,
    press,
    project,
    rows,
    send,
    session,
    shown,
    state_of,
    view,
)
from tests.ui.reviewing import hand_over
from tests.ui.validating import until

__all__ = ["project", "session", "view"]


def again(database: Database, made: Insert, version: int, **values: Any) -> None:
    """The author changes his mind while the supervisor looks, and hands that over."""
    hand_over(database, "lan", Update(made.layer, made.uid, version, values))


def give_back(database: Database, made: Insert, version: int, reason: str) -> None:
    with closing(database.connect(OTHER_BOSS)) as connection:
        review.return_item(connection, made.layer, str(made.uid), version, reason)


def test_what_moved_meanwhile_is_refused_and_the_new_state_shown(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    again(database, made, 2, phone="114")
    press(view, "a")
    until(lambda: view.sight is not None and view.sight.item.row_version == 3)
    assert "lan" in view.notice.text() and state_of(database, made) == (3, "submitted", 1)
    assert rows(view)["phone"] == ("0238 3844 528", "114")
    assert view.bar.buttons[APPROVE].isEnabled()
    press(view, "a")
    until(lambda: state_of(database, made) == (3, "approved", 3))


def test_words_typed_are_kept_when_the_version_moved(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    press(view, "r")
    again(database, made, 2, phone="114")
    send(view, "goi lai de kiem tra")
    until(lambda: view.sight is not None and view.sight.item.row_version == 3)
    assert view.reason.words() == "goi lai de kiem tra" and last_word(database, made)[0] == "submit"
    with qtbot.waitSignal(view.decided, timeout=8000):
        send(view, "")
    assert last_word(database, made) == ("return", "goi lai de kiem tra", BOSS)


def test_what_somebody_else_decided_is_told(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    approve(database, made, 2)
    press(view, "a")
    until(lambda: not view.bar.buttons[APPROVE].isEnabled() and view.sight is not None and view.sight.settled is not None)
    assert view.notice.text()
    assert not view.bar.buttons[RETURN].isEnabled() and f"{OTHER_BOSS} duyệt phiên bản 2" in view.bar.buttons[RETURN].toolTip()
    assert last_word(database, made) == ("approve", None, OTHER_BOSS)


def test_a_list_that_is_behind_shows_the_newest_with_a_sentence(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115"})
    old = item_of(database, made)
    again(database, made, 2, phone="114")
    shown(view, old)
    assert view.sight is not None and view.sight.item.row_version == 3
    assert view.notice.text() == "lan vừa sửa tiếp: đây là bản mới (phiên bản 3), hãy xem lại rồi quyết."


def test_a_newer_draft_can_not_be_decided(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"phone": "115"})
    item = item_of(database, made)
    store(database, "lan", Update(made.layer, made.uid, 2, {"phone": "114"}))
    shown(view, item)
    assert "phiên bản 3 mới hơn" in view.notice.text()
    with qtbot.assertNotEmitted(view.decided, wait=1000):
        press(view, "a")
    assert state_of(database, made) == (3, "draft", 1)


@pytest.mark.parametrize("deed", ["a", "d"])
def test_ones_own_work_can_not_be_approved(view: ChangeView, database: Database, qtbot: Any, deed: str) -> None:
    made = changed(database, {"phone": "115", "delivery": True}, person=BOSS)
    item = item_of(database, made)
    assert item.own
    shown(view, item)
    for name in (APPROVE, PART):
        assert not view.bar.buttons[name].isEnabled() and "không được tự duyệt" in view.bar.buttons[name].toolTip()
    assert "không được tự duyệt" in view.notice.text()
    with qtbot.assertNotEmitted(view.decided, wait=1000):
        press(view, deed)
    assert not view.reason.isVisible() and state_of(database, made) == (2, "submitted", 1)


def test_the_database_refuses_ones_own_work_whatever_the_window_believes(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115"}, person=BOSS)
    shown(view, replace(item_of(database, made), own=False))
    press(view, "a")
    until(lambda: "tự duyệt" in view.notice.text())
    assert state_of(database, made) == (2, "submitted", 1)


def test_outside_ones_areas_one_only_looks(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = pharmacy(QUYNH_LUU, name="Quầy thuốc Quỳnh Lưu")
    hand_over(database, "hoa", made)
    shown(view, item_of(database, made))
    for name in (APPROVE, RETURN, ASK):
        assert not view.bar.buttons[name].isEnabled() and "ngoài địa bàn" in view.bar.buttons[name].toolTip()
    with qtbot.assertNotEmitted(view.decided, wait=1000):
        press(view, "a")
    press(view, "r")
    assert not view.reason.isVisible() and state_of(database, made) == (1, "submitted", None)


def test_an_area_revoked_in_mid_session_is_refused_by_the_server(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    database.run("UPDATE ncovy.assignment SET valid_to = clock_timestamp() WHERE person = %s", (BOSS,))
    try:
        press(view, "a")
        until(lambda: bool(view.notice.text()))
        assert state_of(database, made) == (2, "submitted", 1)
    finally:
        database.run("UPDATE ncovy.assignment SET valid_to = NULL WHERE person = %s", (BOSS,))


def test_what_changed_since_the_return_has_its_own_pane(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115", "delivery": True})
    give_back(database, made, 2, "số điện thoại sai")
    again(database, made, 2, phone="114")
    item = item_of(database, made)
    assert item.returned_before == 2
    shown(view, item)
    press(view, "3")
    assert view.panes.currentIndex() == SINCE
    assert list(rows(view, SINCE)) == ["phone"] and rows(view, SINCE)["phone"] == ("115", "114")
    assert set(rows(view, CHANGE)) == {"phone", "delivery"}
    said = [view.panes.talk.item(number).text() for number in range(view.panes.talk.count())]
    assert any(line.endswith(": số điện thoại sai") for line in said)


def test_nothing_is_lost_when_the_server_is_away(view: ChangeView, database: Database, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    press(view, "r")
    monkeypatch.setattr(session, "source", lambda: Source(host="127.0.0.1", port="1", dbname="nowhere"))
    send(view, "goi lai")
    until(lambda: bool(view.notice.text()))
    assert view.reason.words() == "goi lai" and state_of(database, made) == (2, "submitted", 1)


def test_an_item_that_goes_while_it_is_read_leaves_nothing_to_decide(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"phone": "115"})
    view.show_item(item_of(database, made))
    press(view, "a")  # before anything is shown
    view.show_item(None)
    with qtbot.assertNotEmitted(view.decided, wait=1000):
        press(view, "a")
    press(view, (Qt.Key.Key_R,))
    assert not view.reason.isVisible() and state_of(database, made) == (2, "submitted", 1)
    assert view.head.title.text() == "" and not rows(view)


def test_the_same_item_named_again_by_the_list_disturbs_nobody(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115"})
    item = item_of(database, made)
    shown(view, item)
    press(view, "rkiem tra")
    view.show_item(item_of(database, made))
    assert view.reason.isVisible() and view.reason.words() == "kiem tra"


def test_one_change_is_read_in_a_fifth_of_a_second(view: ChangeView, database: Database, session: Session) -> None:
    made = changed(database, {"phone": "115"}, point(VINH_2))
    item, source = item_of(database, made), session.source()
    assert source is not None
    dsn, took = source.dsn(), []
    for _ in range(5):
        start = time.perf_counter()
        reading.asked(dsn, lambda connection: reading.look(connection, item, session.catalogue))
        took.append(time.perf_counter() - start)
    assert min(took) < 0.2, took

"""One waiting change on a real database, by keyboard only: what is shown of it, and what is decided about it."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction

from ncovy_qgis.ui.review_change import ChangeView
from ncovy_qgis.ui.review_change.bar import PART
from ncovy_qgis.ui.review_change.panes import CHANGE, PUBLIC
from ncovy_qgis.ui.review_change.rows import GEOM, REMOVED
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH_2, pharmacy, point
from tests.server import Database
from tests.ui.changing import (
    BOSS,
    CONTROL_RETURN,
    NEW_NOTE,
    OLD_NOTE,
    changed,
    item_of,
    last_word,
    press,
    project,
    removed,
    rows,
    send,
    session,
    shown,
    state_of,
    view,
)
from tests.ui.reviewing import hand_over

__all__ = ["project", "session", "view"]


def tick(view: ChangeView, *names: str) -> None:
    """With the arrow keys and the space bar."""
    press(view, "1")
    listed = [row.name for row in view.panes.models[CHANGE].rows]
    for name in names:
        view.panes.tables[CHANGE].setCurrentIndex(view.panes.models[CHANGE].index(listed.index(name), 0))
        press(view, " ")


def test_a_is_enough_to_approve_what_is_seen(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"note_public": NEW_NOTE, "phone": "115"}, point(VINH_2))
    shown(view, item_of(database, made))
    with qtbot.waitSignal(view.decided, timeout=8000) as told:
        press(view, "a")
    assert told.args == [("pharmacy", made.uid, 2)]
    assert state_of(database, made) == (2, "approved", 2)
    press(view, "a")  # once more: nothing is shown, so nothing is decided
    assert last_word(database, made) == ("approve", None, BOSS)


def test_only_what_changed_is_listed_and_f_lists_all(view: ChangeView, database: Database) -> None:
    made = changed(database, {"note_public": NEW_NOTE, "phone": "115", "operating_state": "limited"}, point(VINH_2))
    shown(view, item_of(database, made))
    assert list(rows(view)) == [GEOM, "operating_state", "phone", "note_public"]
    assert rows(view)["operating_state"] == ("Đang hoạt động", "Hoạt động hạn chế")
    assert rows(view)["phone"] == ("0238 3844 528", "115")
    assert rows(view)[GEOM][1].endswith("dời 209 m")
    press(view, "f")
    assert len(rows(view)) > 20 and list(rows(view))[:4] == [GEOM, "operating_state", "phone", "note_public"]
    press(view, "f")
    assert len(rows(view)) == 4


def test_within_a_long_text_the_words_are_marked(view: ChangeView, database: Database) -> None:
    made = changed(database, {"note_public": NEW_NOTE})
    shown(view, item_of(database, made))
    (row,) = view.panes.models[CHANGE].rows
    assert [text for kind, text in row.old if kind == "gone"] == ["7", "dụng cụ y tế"]
    assert [text for kind, text in row.new if kind == "new"] == ["6", "khẩu trang"]


def test_the_head_says_who_when_from_where_and_what_the_public_will_see(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115", "note_internal": "gọi lại chiều"})
    shown(view, item_of(database, made))
    assert view.head.title.text().startswith("Hiệu thuốc: Nhà thuốc Ga Vinh · sửa · Phường ")
    assert view.head.history.text().startswith("minh đã sửa lúc ") and "phiên bản 2 («gọi điện hỏi lại»); minh gửi duyệt lúc " in view.head.history.text()
    assert view.head.public.text() == "Bản đồ công khai: đổi 1 mục (Điện thoại)."
    assert set(rows(view)) == {"phone", "note_internal"}
    assert set(rows(view, PUBLIC)) == {"phone"}  # what is internal never leaves


def test_findings_of_the_rules_stand_above_the_fields(view: ChangeView, database: Database) -> None:
    made = changed(database, {"gpp_expiry": "2021-01-01", "warning_reason": "Đang làm thủ tục cấp lại"})
    shown(view, item_of(database, made))
    said = [view.head.doubts.item(number).text() for number in range(view.head.doubts.count())]
    assert any(line.startswith("⚠ ") for line in said), said
    assert "lý do chấp nhận cảnh báo: Đang làm thủ tục cấp lại" in view.head.history.text()


def test_a_return_needs_words_and_keeps_letters_in_them(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    press(view, "r")
    assert view.reason.isVisible() and not view.reason.send.isEnabled()
    press(view, *CONTROL_RETURN)  # nothing typed: nothing sent
    assert state_of(database, made) == (2, "submitted", 1)
    with qtbot.waitSignal(view.decided, timeout=8000):
        send(view, "so dien thoai sai: ask at Jakarta hq")  # letters of shortcuts stay letters
    assert last_word(database, made) == ("return", "so dien thoai sai: ask at Jakarta hq", BOSS)
    assert not view.reason.isVisible()


def test_escape_puts_the_words_away_and_the_letters_work_again(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    press(view, "rkhong")
    press(view, (Qt.Key.Key_Escape,))
    assert not view.reason.isVisible()
    with qtbot.waitSignal(view.next_wanted, timeout=2000):
        press(view, "j")
    with qtbot.waitSignal(view.previous_wanted, timeout=2000):
        press(view, "k")
    with qtbot.waitSignal(view.skipped, timeout=2000):
        press(view, "s")
    assert state_of(database, made) == (2, "submitted", 1)


def test_a_question_leaves_it_waiting_and_goes_on(view: ChangeView, database: Database, session: Session, qtbot: Any) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    press(view, "h")
    with qtbot.waitSignals([view.next_wanted, session.decided], timeout=8000):
        send(view, "ai xac nhan?")
    assert last_word(database, made) == ("ask", "ai xac nhan?", BOSS)
    assert state_of(database, made) == (2, "submitted", 1)
    assert item_of(database, made).asked


def test_only_ticked_fields_become_public_and_the_rest_goes_back(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"phone": "115", "note_public": NEW_NOTE}, point(VINH_2))
    shown(view, item_of(database, made))
    press(view, "d")
    assert not view.reason.isVisible() and "đánh dấu" in view.notice.text()
    tick(view, "phone")
    assert view.bar.buttons[PART].isEnabled()
    press(view, "d")
    assert "Điện thoại" in view.reason.title.text()
    with qtbot.waitSignal(view.decided, timeout=8000):
        send(view, "vi tri chua dung")
    assert database.run("SELECT phone, note_public FROM ncovy_public.pharmacy WHERE uid = %s", (made.uid,)) == [("115", OLD_NOTE)]
    assert state_of(database, made) == (4, "returned", 3)
    assert last_word(database, made) == ("return", "vi tri chua dung", BOSS)


def test_all_fields_ticked_is_an_approval_of_all(view: ChangeView, database: Database) -> None:
    made = changed(database, {"phone": "115", "note_public": NEW_NOTE})
    shown(view, item_of(database, made))
    tick(view, "phone", "note_public")
    assert not view.bar.buttons[PART].isEnabled() and "duyệt cả thay đổi" in view.bar.buttons[PART].toolTip()


def test_a_new_feature_and_a_removal_are_whole(view: ChangeView, database: Database, qtbot: Any) -> None:
    new = pharmacy(VINH_2, name="Nhà thuốc Mới")
    hand_over(database, "lan", new)
    shown(view, item_of(database, new))
    assert rows(view)["name"] == ("", "Nhà thuốc Mới") and not any(row.apart for row in view.panes.models[CHANGE].rows)
    assert view.head.public.text() == "Bản đồ công khai: đối tượng này sẽ xuất hiện."
    gone = removed(database)
    shown(view, item_of(database, gone))
    assert rows(view)[REMOVED] == ("Còn trên bản đồ", "Gỡ bỏ") and rows(view)["removed_reason"][1] == "Đã đóng cửa"
    assert view.head.public.text() == "Bản đồ công khai: đối tượng này sẽ biến mất."
    with qtbot.waitSignal(view.decided, timeout=8000):
        press(view, "a")
    assert database.run("SELECT count(*) FROM ncovy_public.pharmacy WHERE uid = %s", (gone.uid,)) == [(0,)]


@pytest.mark.parametrize("letter", ["s", "r"])
def test_a_letter_qgis_uses_too_is_ours_inside_the_view(view: ChangeView, database: Database, qtbot: Any, letter: str) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    other, done = QAction(view), []
    other.setShortcut(letter.upper())
    other.triggered.connect(lambda *_: done.append(letter))
    view.addAction(other)
    skipped = []
    view.skipped.connect(lambda: skipped.append(True))
    view.panes.tables[CHANGE].setFocus()
    press(view, letter * 2 if letter == "s" else letter)
    assert not done and (len(skipped) == 2 if letter == "s" else view.reason.isVisible())


def test_no_letter_decides_while_words_are_being_written(view: ChangeView, database: Database, qtbot: Any) -> None:
    made = changed(database, {"phone": "115"})
    shown(view, item_of(database, made))
    press(view, "r")
    view.reason.choice.setFocus()
    press(view, "a")  # looks for a template that begins so
    view.reason.cancel.setFocus()
    with qtbot.assertNotEmitted(view.decided, wait=1500):
        press(view, "a")
    assert view.reason.isVisible() and state_of(database, made) == (2, "submitted", 1)

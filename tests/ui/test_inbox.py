"""The author's inbox on Lan's real map: what came back is listed live, opened at its field, corrected, saved, handed over again; questions are answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import OperationalError
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QAction, QApplication, QPushButton, QWidget

from ncovy_qgis.db import review, threads
from ncovy_qgis.db.change import Remove, Update
from ncovy_qgis.gis.layers import feature_of
from ncovy_qgis.gis.live import Link
from ncovy_qgis.gis.report import Report
from ncovy_qgis.gis.values import VIETNAM
from ncovy_qgis.ui.inbox import Inbox
from ncovy_qgis.ui.inbox.dock import FORM, HISTORY, SINCE, SUBMIT, TALK, WORDS, InboxDock
from ncovy_qgis.ui.inbox.words import moment
from ncovy_qgis.ui.live.part import LiveMap
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH, VINH_2, pharmacy, row, store
from tests.server import Database
from tests.ui.validating import until
from tests.ui.window import Window, let_go, the_part
from tests.ui.window import said as said_in

GA, CHO, HONG_SON = "Nhà thuốc Ga Vinh", "Nhà thuốc Chợ Vinh", "Nhà thuốc Hồng Sơn"


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    window = Window(qgis_iface, seen=True)
    made = Session(window, tmp_path / "journal")
    yield made
    window.shut()
    let_go(made)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def waiting(database: Database, name: str = GA, **values: Any) -> str:
    """A pharmacy of Lan's, handed over."""
    change = pharmacy(VINH if name == GA else VINH_2, name=name, **values)
    store(database, "lan", change)
    with closing(database.connect("lan")) as connection:
        review.submit(connection, "pharmacy", change.uid, 1)
    return str(change.uid)


def give_back(database: Database, uid: str, reason: str, version: int = 1) -> None:
    with closing(database.connect("tuan")) as connection:
        review.return_item(connection, "pharmacy", uid, version, reason)


def question(database: Database, uid: str, words: str, version: int = 1) -> None:
    with closing(database.connect("tuan")) as connection:
        review.ask(connection, "pharmacy", uid, version, words)


def part_of(session: Session) -> Inbox:
    return the_part(session, Inbox)


def opened(session: Session) -> InboxDock:
    """The dock, once the box has been read."""
    part_of(session).show()
    until(lambda: part_of(session).reading.box is not None and not part_of(session).reading._reading)
    settled(session)
    dock = part_of(session).dock
    assert dock is not None
    return dock


def settled(session: Session) -> None:
    """Until nothing is asked any more."""
    reading = part_of(session).reading
    until(lambda: not (reading.busy or reading._reading or reading._breath.isActive()))


def listed(dock: InboxDock) -> list[tuple[str, str]]:
    return [(dock.list.topLevelItem(place).text(0), dock.list.topLevelItem(place).text(WORDS)) for place in range(dock.list.topLevelItemCount())]


def change(session: Session, uid: str, **values: Any) -> None:
    """Lan edits, without saving."""
    layer = session.layers()["pharmacy"]
    assert layer.isEditable() or layer.startEditing()
    feature = feature_of(layer, uid)
    assert feature is not None
    for field, value in values.items():
        assert layer.changeAttributeValue(feature.id(), layer.fields().indexOf(field), value)


def letter(dock: InboxDock, key: Qt.Key, qtbot: Any) -> None:
    """A key in the list."""
    dock.window().activateWindow()
    dock.list.setFocus()
    until(lambda: QApplication.activeWindow() is not None and QApplication.focusWidget() is dock.list)
    qtbot.keyClick(dock.list, key)


def test_what_came_back_is_listed_with_its_reason_and_a_number_in_the_toolbar(session: Session, database: Database) -> None:
    give_back(database, waiting(database), "Thiếu số điện thoại")
    question(database, waiting(database, CHO), "Số nhà nào?")
    (action,) = part_of(session).actions(session)
    dock = opened(session)
    assert listed(dock) == [(CHO, "Hỏi: Số nhà nào?"), (GA, "Thiếu số điện thoại")]
    assert dock.summary.text() == "1 bản cần sửa và gửi lại, 1 câu hỏi."
    assert action.toolTip() == "Hộp thư: 2 việc chờ bạn"
    assert not dock._empty.isVisible() and dock._full.isVisible()
    action.deleteLater()


def test_the_thread_tells_who_said_what_about_which_version(session: Session, database: Database) -> None:
    uid = waiting(database)
    give_back(database, uid, "Thiếu số điện thoại")
    dock = opened(session)
    until(lambda: dock.talk.count() == 2)
    assert [dock.talk.item(place).text().split(" lúc ")[0] for place in range(2)] == ["tuan trả lại phiên bản 1", "lan gửi duyệt phiên bản 1"]
    assert dock.talk.item(0).text().endswith(": Thiếu số điện thoại")
    assert dock.why.text().splitlines()[0] == f"Hiệu thuốc · {GA} · Phường Hà Huy Tập"
    assert dock.why.text().splitlines()[1].startswith("tuan trả lại phiên bản 1 lúc ")
    assert dock.tabs.tabText(TALK) == "Trao đổi (2)"


def test_the_whole_way_from_reason_to_resubmission_goes_by_keyboard(session: Session, database: Database, qtbot: Any) -> None:
    uid = waiting(database)
    give_back(database, uid, "Thiếu địa chỉ")
    dock = opened(session)
    assert dock.next.text().startswith("Mở biểu mẫu, sửa theo lý do")
    letter(dock, Qt.Key.Key_O, qtbot)
    assert session.iface.asked_for == [("Hiệu thuốc", GA)] and session.layers()["pharmacy"].isEditable()
    until(lambda: session.iface.forms[0].isAncestorOf(QApplication.focusWidget()))
    focus: Any = QApplication.focusWidget()
    assert named(focus, "address"), "the reason names the field"
    qtbot.keyClicks(focus, "So 5 Quang Trung")
    session.iface.forms[0].accept()
    until(lambda: "chưa lưu" in dock.next.text())
    assert dock.buttons[SUBMIT].text() == "Lưu và gửi lại"
    letter(dock, Qt.Key.Key_G, qtbot)
    until(lambda: row(database, "pharmacy", uid, "review_state", "row_version") == ("submitted", 2))
    settled(session)
    assert listed(dock) == [] and dock._empty.isVisible()
    assert dock.notice.text() == f"Đã gửi lại «{GA}» (phiên bản 2); người duyệt thấy ngay."
    assert not session.edits.edited()


def named(widget: QWidget, name: str) -> bool:
    """Whether a widget is the editor of a field, or in it."""
    while widget is not None and widget.objectName() != name:
        widget = widget.parentWidget()
    return widget is not None


def test_what_the_checks_refuse_is_told_in_one_sentence_and_the_form_opens_there(session: Session, database: Database, qtbot: Any) -> None:
    uid = waiting(database)
    give_back(database, uid, "Xem lại")
    dock = opened(session)
    change(session, uid, pharmacy_type=None, source_org=None)
    until(lambda: "chưa lưu" in dock.next.text())
    dock.buttons[SUBMIT].click()
    until(lambda: dock.notice.text() not in ("", "Đang gửi…"))
    assert dock.notice.text().startswith("Chưa gửi duyệt được: 2 lỗi")
    assert row(database, "pharmacy", uid, "review_state", "row_version") == ("draft", 2), "saved, not handed over"
    assert "\n" not in dock.notice.text()
    settled(session)
    assert dock.next.text() == "Đã lưu thành phiên bản 2: xem lại rồi bấm «Gửi lại»."
    dock.buttons[FORM].click()
    until(lambda: session.iface.forms and session.iface.forms[0].isAncestorOf(QApplication.focusWidget()))
    assert named(QApplication.focusWidget(), "pharmacy_type")


def test_what_cannot_be_saved_is_not_handed_over(session: Session, database: Database) -> None:
    uid = waiting(database)
    give_back(database, uid, "Xem lại")
    dock = opened(session)
    change(session, uid, name="=1+1")
    until(lambda: dock.buttons[SUBMIT].text() == "Lưu và gửi lại")
    dock.buttons[SUBMIT].click()
    assert dock.notice.text() == "Chưa lưu được nên chưa gửi lại: xem lý do ở bảng «Lưu»."
    assert row(database, "pharmacy", uid, "review_state", "row_version") == ("returned", 1)
    assert session.edits.edited()


def test_a_version_somebody_else_made_meanwhile_is_not_handed_over_unseen(session: Session, database: Database) -> None:
    uid = waiting(database)
    give_back(database, uid, "Xem lại")
    dock = opened(session)
    part_of(session).reading._breath.blockSignals(True)  # the news have not come yet
    store(database, "minh", Update("pharmacy", uid, 1, {"phone": "115"}))
    dock.buttons[SUBMIT].click()
    until(lambda: "minh" in dock.notice.text())
    assert row(database, "pharmacy", uid, "review_state", "row_version") == ("draft", 2)


def test_a_key_pressed_twice_sends_once(session: Session, database: Database, qtbot: Any) -> None:
    uid, other = waiting(database), waiting(database, CHO)
    give_back(database, uid, "Một")
    give_back(database, other, "Hai")
    dock = opened(session)
    assert dock.go_to(("pharmacy", uid))
    dock._changed()
    letter(dock, Qt.Key.Key_G, qtbot)
    letter(dock, Qt.Key.Key_G, qtbot)
    until(lambda: row(database, "pharmacy", uid, "review_state") == ("submitted",))
    letter(dock, Qt.Key.Key_G, qtbot)
    settled(session)
    assert row(database, "pharmacy", other, "review_state") == ("returned",)
    assert dock.notice.text().startswith("Đã gửi lại") and listed(dock) == [(CHO, "Hai")]
    assert dock.buttons[SUBMIT].isEnabled()


def test_a_question_is_answered_by_keyboard_and_goes(session: Session, database: Database, qtbot: Any) -> None:
    uid = waiting(database)
    question(database, uid, "So nha nao?")
    dock = opened(session)
    assert dock.next.text().startswith("Trả lời câu hỏi") and not dock.buttons[SUBMIT].isEnabled()
    letter(dock, Qt.Key.Key_T, qtbot)
    assert QApplication.focusWidget() is dock.reply.text
    qtbot.keyClicks(dock.reply.text, "So 5 OMG")
    assert session.iface.asked_for == [], "letters typed into an answer are letters"
    qtbot.keyClick(dock.reply.text, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is dock.list and dock.reply.words() == "So 5 OMG", "what was begun waits"
    letter(dock, Qt.Key.Key_T, qtbot)
    qtbot.keyClick(dock.reply.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: listed(dock) == [])
    with closing(database.connect("tuan")) as connection:
        last = threads.thread(connection, "pharmacy", uid)[-1]
    assert (last.by, last.verdict, last.reason, last.row_version) == ("lan", "answer", "So 5 OMG", 1)
    assert row(database, "pharmacy", uid, "review_state") == ("submitted",)
    assert dock.reply.words() == ""


def test_an_answer_to_a_return_stays_in_the_thread_and_the_item_in_the_box(session: Session, database: Database) -> None:
    uid = waiting(database)
    give_back(database, uid, "Trùng?")
    dock = opened(session)
    dock.reply.text.setPlainText("Không trùng: cơ sở hai")
    dock.reply.send.click()
    until(lambda: dock.talk.count() == 3)
    assert dock.talk.item(0).text().endswith("Không trùng: cơ sở hai")
    settled(session)
    assert listed(dock) == [(GA, "Trùng?")]
    dock.buttons[SUBMIT].click()
    until(lambda: row(database, "pharmacy", uid, "review_state", "row_version") == ("submitted", 1))


def test_what_was_begun_for_one_item_never_goes_to_another(session: Session, database: Database) -> None:
    give_back(database, waiting(database), "Một")
    give_back(database, waiting(database, CHO), "Hai")
    dock = opened(session)
    dock.list.setCurrentItem(dock.list.topLevelItem(0))
    dock.reply.text.setPlainText("về chợ")
    dock.list.setCurrentItem(dock.list.topLevelItem(1))
    assert dock.reply.words() == ""
    dock.list.setCurrentItem(dock.list.topLevelItem(0))
    assert dock.reply.words() == "về chợ"


def test_new_ones_arrive_live_with_a_line_and_a_way_there(session: Session, database: Database) -> None:
    uid = waiting(database)
    live = the_part(session, LiveMap)
    until(lambda: live.link is Link.CONNECTED and part_of(session).reading.box is not None)
    assert part_of(session).reading.box.items == ()
    give_back(database, uid, "Thiếu số nhà")
    until(lambda: said_in(session).startswith(f"«{GA}»: tuan trả lại phiên bản 1 lúc "))
    assert part_of(session).dock is None
    (button,) = session.iface.messageBar().currentItem().findChildren(QPushButton)
    button.click()
    dock = opened(session)
    assert dock.isVisible() and listed(dock) == [(GA, "Thiếu số nhà")] and said_in(session) == ""
    give_back(database, waiting(database, CHO), "Sai xã")
    until(lambda: len(listed(dock)) == 2)
    assert dock.current().uid == uid, "the cursor stays"
    assert said_in(session) == "", "who looks at the box needs no line"


def test_letters_count_although_the_window_has_the_same(session: Session, database: Database, qtbot: Any) -> None:
    give_back(database, waiting(database), "Xem lại")
    dock = opened(session)
    rival = QAction("QGIS", session.iface.mainWindow())
    rival.setShortcut("Y")
    session.iface.mainWindow().addAction(rival)
    wanted: list[tuple[str, str]] = []
    session.history_wanted.connect(lambda *key: wanted.append(key))
    letter(dock, Qt.Key.Key_Y, qtbot)
    assert len(wanted) == 1


def test_what_is_decided_elsewhere_leaves_the_box_live(session: Session, database: Database) -> None:
    uid = waiting(database)
    give_back(database, uid, "Xem lại")
    dock = opened(session)
    until(lambda: the_part(session, LiveMap).link is Link.CONNECTED)
    with closing(database.connect("lan")) as connection:
        review.submit(connection, "pharmacy", uid, 1)
    until(lambda: listed(dock) == [])
    assert dock._empty.isVisible() and "Mọi bản của bạn" in dock.advice.text()


def test_a_server_that_cannot_be_reached_is_tried_again(session: Session, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    give_back(database, waiting(database), "Xem lại")
    dock, reading, told = opened(session), part_of(session).reading, []
    reading.unread.connect(told.append)
    reading._retry.setInterval(50)
    with monkeypatch.context() as patch:
        patch.setattr("ncovy_qgis.ui.inbox.reading.asked", unreachable)
        reading.reload()
        until(lambda: reading._failing)
        assert dock.notice.text().startswith("Mất kết nối") and listed(dock) == [(GA, "Xem lại")], "what was read before stays"
        until(lambda: reading._reading)
        until(lambda: reading._retry.isActive())
    until(lambda: not reading._failing)
    assert len(told) == 1, "said once"
    assert dock.notice.text() == ""


def unreachable(*_: Any) -> None:
    raise OperationalError("could not connect to server: Connection refused")


def test_an_empty_box_says_what_to_do_and_leads_there(session: Session, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    store(database, "lan", pharmacy(name=HONG_SON))
    dock = opened(session)
    assert "Bạn còn 1 bản nháp chưa gửi" in dock.advice.text() and dock.take_advice.isVisible()
    asked: list[str] = []
    monkeypatch.setattr(session, "submit", lambda: asked.append("submit"))
    dock.take_advice.click()
    assert asked == ["submit"]


def test_what_was_changed_since_the_return_is_shown_beside_what_came_back(session: Session, database: Database) -> None:
    uid = waiting(database, phone="115")
    give_back(database, uid, "Điện thoại sai")
    store(database, "lan", Update("pharmacy", uid, 1, {"phone": "0238 3844 528"}, pharmacy(VINH_2).wkb))
    dock = opened(session)
    dock.tabs.setCurrentIndex(SINCE)
    until(lambda: dock.since.told.text() == "Đã đổi 2 mục từ khi bị trả lại." or dock.since.model.rows)
    rows = {row.name: (row.text(False), row.text(True)) for row in dock.since.model.rows}
    assert rows["phone"] == ("115", "0238 3844 528")
    assert "dời" in rows["geom"][1] and rows["geom"][1].endswith(" m")
    assert dock.since.table.isVisible()


def test_a_removal_that_came_back_has_no_form_and_says_what_can_be_done(session: Session, database: Database) -> None:
    uid = waiting(database)
    with closing(database.connect("tuan")) as connection:
        review.approve(connection, "pharmacy", uid, 1)
    store(database, "lan", Remove("pharmacy", uid, 1, "đóng cửa"))
    with closing(database.connect("lan")) as connection:
        review.submit(connection, "pharmacy", uid, 2)
    give_back(database, uid, "Vẫn mở", 2)
    session.layers()["pharmacy"].reload()
    dock = opened(session)
    assert [words for _, words in listed(dock)] == ["Vẫn mở"]
    dock.buttons[FORM].click()
    assert "đã được gỡ bỏ khỏi bản đồ" in dock.notice.text() and session.iface.asked_for == []
    wanted: list[tuple[str, str]] = []
    session.history_wanted.connect(lambda *key: wanted.append(key))
    dock.buttons[HISTORY].click()
    assert wanted == [("pharmacy", uid)]


def test_the_map_goes_there_and_the_form_marks_it(session: Session, database: Database, qtbot: Any) -> None:
    uid = waiting(database)
    give_back(database, uid, "Xem lại")
    dock = opened(session)
    letter(dock, Qt.Key.Key_M, qtbot)
    canvas, layer = session.iface.mapCanvas(), session.layers()["pharmacy"]
    crs = QgsCoordinateReferenceSystem("EPSG:4326")
    spot = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance()).transform(QgsPointXY(*VINH))
    assert canvas.extent().contains(spot) and canvas.extent().width() < 5_000
    dock.buttons[FORM].click()
    assert [feature["uid"] for feature in layer.selectedFeatures()] == [uid]


def test_a_moment_is_told_short_in_vietnamese_time() -> None:
    now = datetime(2021, 9, 17, 18, 0, tzinfo=VIETNAM)
    moments = ((2021, 9, 16, 17, 5), (2021, 9, 16, 16, 55), (2020, 12, 31, 16, 59), (2021, 9, 17, 1, 2))
    told = [moment(datetime(*each, tzinfo=timezone.utc), now) for each in moments]
    assert told == ["00:05", "16/09", "31/12/2020", "08:02"]


def test_names_and_reasons_are_shown_as_they_are(session: Session, database: Database) -> None:
    give_back(database, waiting(database, name="Nhà thuốc R&D"), "<b>đậm</b> & <img src=x>")
    dock = opened(session)
    assert listed(dock) == [("Nhà thuốc R&D", "<b>đậm</b> & <img src=x>")]
    assert dock.why.textFormat() == Qt.TextFormat.PlainText


def test_the_dock_fits_a_small_screen(session: Session, database: Database) -> None:
    give_back(database, waiting(database), "Thiếu " * 80)
    dock = opened(session)
    assert dock.minimumSizeHint().height() <= 560 and dock.minimumSizeHint().width() <= 420


def test_closing_leaves_nothing_behind(session: Session, database: Database) -> None:
    give_back(database, waiting(database), "Xem lại")
    dock = opened(session)
    part = part_of(session)
    session.parts.remove(part)
    part.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(dock) and not part._look.isActive()
    session.reported.emit(Report())
    session.decided.emit()
    assert not part.reading._breath.isActive(), "nothing is asked any more"


def test_without_a_map_the_box_says_how_to_open_one(session: Session) -> None:
    part = part_of(session)
    part.reading._map.source = None
    assert part._advice() == ("Chưa mở bản đồ: mở rồi mới biết có gì chờ bạn.", "Mở bản đồ")
    assert isinstance(part.actions(session)[0], QAction)

"""The supervisor's queue on a real database: what waits, live; filtered, decided by keyboard, one by one and many at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QPushButton

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import review
from ncovy_qgis.db.changes import Update
from ncovy_qgis.gis.live import Link
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.ui.live.part import LiveMap
from ncovy_qgis.ui.review import saved
from ncovy_qgis.ui.review.dock import CARE, VIEW
from ncovy_qgis.ui.review.rows import EXPIRING, FLAT, LAYER, UNVERIFIED, WAITING, WARNED, Wanted
from ncovy_qgis.ui.session import Session
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, pharmacy, store, zone
from tests.gis.editors import own_service
from tests.resting import emptied
from tests.server import Database
from tests.ui.reviewing import choose, hand_over, headings, names, opened, part_of, press, settled, stand_on
from tests.ui.validating import until
from tests.ui.window import Window

GA, CHO = "Nhà thuốc Ga Vinh", "Nhà thuốc Chợ Vinh"


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgsProject]:
    """Thu's map: she decides in Vinh."""
    project = QgsProject.instance()
    open_project(own_service(module_database, "thu"), catalogue, project)
    yield project
    emptied(project)


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    hand_over(database, "lan", pharmacy(VINH, name=GA), pharmacy(VINH_2, name=CHO, phone="115"), comment="Rà soát trung tâm")
    hand_over(database, "minh", zone(name="Khối 3 Quang Trung"), comment="Quyết định mới")
    hand_over(database, "hoa", pharmacy(QUYNH_LUU, name="Quầy thuốc Quỳnh Lưu"))
    window = Window(qgis_iface, seen=True)
    made = Session(window, tmp_path / "journal")
    yield made
    window.shut()
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def states(database: Database) -> dict[str, str]:
    return dict(database.run("SELECT name, review_state FROM ncovy_app.feature"))


def live_now(session: Session) -> None:
    live = next(part for part in session.parts if isinstance(part, LiveMap))
    until(lambda: live.link is Link.CONNECTED)


def approve_as(database: Database, person: str, name: str) -> None:
    [(layer, uid, version)] = database.run("SELECT layer, uid::text, row_version FROM ncovy_app.feature WHERE name = %s", (name,))
    with closing(database.connect(person)) as connection:
        review.approve(connection, layer, uid, version)


def change_as(database: Database, person: str, name: str, **values: Any) -> None:
    [(layer, uid, version)] = database.run("SELECT layer, uid::text, row_version FROM ncovy_app.feature WHERE name = %s", (name,))
    store(database, person, Update(layer, uid, version, values))


def test_the_queue_lists_what_waits_under_its_saves_and_begins_with_my_areas(session: Session) -> None:
    dock = opened(session)
    assert names(dock) == [GA, CHO, "Khối 3 Quang Trung"], "the oldest first"
    assert [heading.split(" · ")[0] for heading in headings(dock)] == ["(2) lan", "(1) minh"]
    assert headings(dock)[0].endswith("«Rà soát trung tâm»")
    assert dock.list.filters.wanted().mine
    dock.list.filters.narrow(mine=False)
    assert names(dock)[-1] == "Quầy thuốc Quỳnh Lưu"
    choose(dock, ["Quầy thuốc Quỳnh Lưu"])
    dock.approve.click()
    assert "1 ngoài địa bàn của bạn" in part_of(session).dialog.head.text() and not part_of(session).dialog.ok.isEnabled()
    part_of(session).dialog.reject()


def test_the_number_in_the_toolbar_is_what_i_may_decide_on_before_the_desk_is_opened(session: Session, database: Database) -> None:
    (action,) = [action for action in session.actions(session) if action.objectName() == "ncovyReview"]
    assert not action.isEnabled()
    until(lambda: part_of(session).reading.read)
    assert action.isEnabled() and "3 mục chờ bạn duyệt" in action.toolTip()
    live_now(session)
    approve_as(database, "tuan", GA)
    until(lambda: "2 mục chờ bạn duyệt" in action.toolTip())
    assert part_of(session).dock is None


def test_findings_follow_and_may_be_asked_for(session: Session) -> None:
    dock = opened(session)
    found = part_of(session).reading.found
    assert set(found) == {row.key for row in part_of(session).reading.rows}
    zone_key = next(row.key for row in dock.list.listed() if row.name.startswith("Khối"))
    listed = {level: [row.key for row in dock.list.listed()] for level in ("error", "warning", "clean") if not dock.list.filters.narrow(severity=level)}
    assert sorted(key for keys in listed.values() for key in keys) == sorted(row.key for row in part_of(session).reading.rows if row.item.mine)
    assert zone_key in listed["warning" if found[zone_key][2] and not found[zone_key][1] else "error" if found[zone_key][1] else "clean"]


def test_what_others_hand_over_comes_in_live_and_the_cursor_stays(session: Session, database: Database) -> None:
    dock = opened(session)
    live_now(session)
    stand_on(dock, CHO)
    choose(dock, [GA, CHO])
    hand_over(database, "minh", pharmacy((105.69123, 18.68123), name="Nhà thuốc Cửa Bắc"))
    until(lambda: "Nhà thuốc Cửa Bắc" in names(dock))
    settled(session)
    assert {row.name for row in dock.list.selected()} == {GA, CHO}
    change_as(database, "lan", CHO, phone="113")  # a draft again: it waits no more
    until(lambda: CHO not in names(dock))


def test_a_long_list_stays_where_it_was_scrolled_to_while_things_come_and_go(session: Session, database: Database) -> None:
    many = [pharmacy((105.66012 + n * 0.0007, 18.66012 + n % 7 * 0.003), name=f"Nhà thuốc số {n:02}") for n in range(60)]
    hand_over(database, "minh", *many)
    dock = opened(session)
    dock.list.filters.narrow(grouping=FLAT)
    dock.resize(1000, 500)
    QCoreApplication.processEvents()
    stand_on(dock, "Nhà thuốc số 40")
    dock.list.tree.scrollTo(dock.list.tree.currentIndex(), dock.list.tree.ScrollHint.PositionAtTop)
    top = dock.list._top()[0]
    rows = part_of(session).reading.rows
    dock.list.show_rows([row for row in rows if row.name not in (GA, "Nhà thuốc số 03", "Nhà thuốc số 55")])
    assert dock.list._top()[0] == top
    assert dock.list.current().name == "Nhà thuốc số 40"


def test_the_keyboard_walks_skips_and_decides(session: Session, database: Database) -> None:
    dock = opened(session)
    tree = dock.list.tree
    stand_on(dock, GA)
    press(tree, Qt.Key.Key_J, "j")
    assert dock.list.current().name == CHO
    press(tree, Qt.Key.Key_S, "s")
    assert dock.list.current().name == "Khối 3 Quang Trung"
    press(tree, Qt.Key.Key_K, "k")
    assert dock.list.current().name == GA, "what was put off is not in the way"
    press(tree, Qt.Key.Key_Slash, "/")
    assert dock.list.filters.search.hasFocus()
    press(dock.list.filters.search, Qt.Key.Key_J, "j")
    assert dock.list.filters.search.text() == "j", "a letter typed into a box is a letter"


def seen(dock: Any) -> Any:
    """The view, once it shows the item under the cursor."""
    settled_view = dock.view
    until(lambda: settled_view.sight is not None and settled_view.sight.item.uid == dock.list.current().item.uid)
    return settled_view


def test_one_after_the_other_is_decided_from_the_list_by_keyboard_alone(session: Session, database: Database) -> None:
    dock = opened(session)
    tree = dock.list.tree
    stand_on(dock, GA)
    view = seen(dock)
    press(tree, Qt.Key.Key_A, "a")
    until(lambda: states(database)[GA] == "approved")
    until(lambda: GA not in names(dock))
    assert dock.list.current().name == CHO, "the cursor has moved on by itself"
    seen(dock)
    press(tree, Qt.Key.Key_R, "r")
    assert view.reason.text.hasFocus()
    view.reason.text.setPlainText("Sai số điện thoại")
    press(view.reason.text, Qt.Key.Key_Return, "\r", control=True)
    until(lambda: states(database)[CHO] == "returned")
    until(lambda: names(dock) == ["Khối 3 Quang Trung"])
    seen(dock)
    tree.setFocus()
    press(tree, Qt.Key.Key_H, "h")
    view.reason.text.setPlainText("Quyết định số mấy?")
    press(view.reason.text, Qt.Key.Key_Return, "\r", control=True)
    until(lambda: any(row.waiting.asked for row in part_of(session).reading.rows))
    assert states(database)["Khối 3 Quang Trung"] == "submitted"
    assert database.run("SELECT verdict, reason FROM ncovy.decision WHERE by = 'thu' ORDER BY seq") == [
        ("approve", None),
        ("return", "Sai số điện thoại"),
        ("ask", "Quyết định số mấy?"),
    ]


def test_a_key_that_is_held_decides_nothing_that_was_not_seen_but_walks_on(session: Session, database: Database) -> None:
    dock = opened(session)
    tree = dock.list.tree
    stand_on(dock, GA)
    seen(dock)
    for key, typed in ((Qt.Key.Key_A, "a"), (Qt.Key.Key_S, "s"), (Qt.Key.Key_W, "w")):
        press(tree, key, typed, held=True)
    settled(session)
    assert set(states(database).values()) == {"submitted"} and part_of(session).dialog is None
    assert dock.list.current().name == GA and not dock.list.look.skipped
    for _ in range(2):
        press(tree, Qt.Key.Key_J, "j", held=True)
    assert dock.list.current().name == "Khối 3 Quang Trung"


def test_a_letter_qgis_uses_too_is_ours_in_the_list(session: Session) -> None:
    dock = opened(session)
    snapping, done = QAction(session.iface.mainWindow()), []
    snapping.setShortcut("S")
    snapping.triggered.connect(lambda *_: done.append(True))
    session.iface.mainWindow().addAction(snapping)
    row = stand_on(dock, GA)
    press(dock.list.tree, Qt.Key.Key_S, "s")
    assert dock.list.look.skipped == {row.key} and not done


def test_many_are_summed_up_first_and_then_approved_by_keyboard(session: Session, database: Database, qtbot: Any) -> None:
    dock = opened(session)
    choose(dock, [GA, CHO])
    press(dock.list.tree, Qt.Key.Key_A, "A", shift=True)
    dialog = part_of(session).dialog
    assert dialog.head.text().splitlines()[0] == "2 mục: 2 mới."
    assert set(states(database).values()) == {"submitted"}
    until(dialog.isActiveWindow)
    with qtbot.waitSignal(session.decided, timeout=8000):
        press(dialog.note, Qt.Key.Key_Return, "\r", control=True)
    assert states(database)[GA] == states(database)[CHO] == "approved"
    assert names(dock) == ["Khối 3 Quang Trung"]
    assert dialog.head.text() == "Đã duyệt: 2 mục. Không được: 0 mục."
    press(dialog, Qt.Key.Key_Escape)
    assert part_of(session).dialog is None
    settled(session)
    assert names(dock) == ["Khối 3 Quang Trung"]


def test_what_moved_since_it_was_seen_is_refused_by_name_and_the_rest_is_done(session: Session, database: Database, qtbot: Any) -> None:
    dock = opened(session)
    choose(dock, [GA, CHO])
    dock.approve.click()
    dialog = part_of(session).dialog
    change_as(database, "lan", CHO, phone="113")
    with qtbot.waitSignal(session.decided, timeout=8000):
        dialog.ok.click()
    assert states(database)[GA] == "approved" and states(database)[CHO] == "draft"
    refused = dialog.model.groups[0]
    assert (refused.title, [row.name for row in refused.rows]) == ("Không được", [CHO])
    told = dialog.model.data(dialog.model.index(0, 2, dialog.model.index(0, 0)))
    assert told.startswith("✗ ") and "lan" in told
    dialog.reject()


def test_areas_taken_away_in_mid_session_stop_the_decision_and_soon_show_in_the_list(session: Session, database: Database, qtbot: Any) -> None:
    dock = opened(session)
    choose(dock, [GA, CHO])
    dock.approve.click()
    dialog = part_of(session).dialog
    kept = database.run("DELETE FROM ncovy.assignment WHERE person = 'thu' RETURNING unit_code, era")
    try:
        with qtbot.waitSignal(session.decided, timeout=8000):
            dialog.ok.click()
        assert set(states(database).values()) == {"submitted"}
        assert dialog.head.text() == "Đã duyệt: 0 mục. Không được: 2 mục."
        dialog.reject()
        settled(session)
        assert all(not row.item.mine for row in part_of(session).reading.rows)
    finally:
        for unit, era in kept:
            database.run("SELECT ncovy_app.grant_area('thu', %s, %s::smallint)", (unit, era))


def test_a_whole_save_is_approved_also_what_the_filter_hides(session: Session, database: Database, qtbot: Any) -> None:
    dock = opened(session)
    dock.list.filters.narrow(text="cho")
    stand_on(dock, CHO)
    press(dock.list.tree, Qt.Key.Key_W, "w")
    dialog = part_of(session).dialog
    assert {row.name for row in dialog.rows} == {GA, CHO}
    with qtbot.waitSignal(session.decided, timeout=8000):
        dialog.ok.click()
    assert states(database)[GA] == states(database)[CHO] == "approved"
    dialog.reject()


def test_giving_back_many_needs_a_reason_that_each_author_finds(session: Session, database: Database, qtbot: Any) -> None:
    dock = opened(session)
    choose(dock, [GA, "Khối 3 Quang Trung"])
    press(dock.list.tree, Qt.Key.Key_R, "R", shift=True)
    dialog = part_of(session).dialog
    assert not dialog.ok.isEnabled()
    dialog.choice.addItem("Thiếu số quyết định")
    dialog.choice.activated.emit(dialog.choice.count() - 1)
    with qtbot.waitSignal(session.decided, timeout=8000):
        dialog.ok.click()
    dialog.reject()
    assert states(database)[GA] == states(database)["Khối 3 Quang Trung"] == "returned"
    assert database.run("SELECT DISTINCT reason FROM ncovy.decision WHERE verdict = 'return'") == [("Thiếu số quyết định",)]


def test_nobody_approves_what_he_wrote_and_that_is_said_before(session: Session, database: Database) -> None:
    hand_over(database, "thu", pharmacy((105.69123, 18.68123), name="Nhà thuốc của Thu"))
    part_of(session).reading.reload()
    dock = opened(session)
    choose(dock, ["Nhà thuốc của Thu", GA])
    dock.approve.click()
    dialog = part_of(session).dialog
    assert [row.name for row in dialog.rows] == [GA]
    assert "Bỏ ra 1 mục: 1 do bạn tham gia soạn" in dialog.head.text()
    dialog.reject()
    dock.list.filters.narrow(decidable=True)
    assert "Nhà thuốc của Thu" not in names(dock)


def test_a_saved_filter_brings_back_all_it_held(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    dock = opened(session)
    filters = dock.list.filters
    filters.narrow(text="ga", grouping=LAYER, author="lan")
    held = filters.wanted()
    monkeypatch.setattr("qgis.PyQt.QtWidgets.QInputDialog.getText", lambda *_: ("Ga của Lan", True))
    filters.saved.keep_wanted.emit()
    filters.show_wanted(Wanted())
    assert len(names(dock)) > 1
    filters.saved.fill()
    entry = next(action for action in filters.saved.menu().actions() if action.text() == "Ga của Lan")
    entry.trigger()
    assert filters.wanted() == held and names(dock) == [GA]
    saved.keep({"Ga của Lan": held, "Cũ": replace(held, author="không còn ai")})
    filters.show_wanted(saved.load()["Cũ"])
    assert names(dock) == [], "a filter does not widen because nobody fits it now"


def test_saved_filters_are_renamed_and_deleted_when_the_person_agrees(session: Session) -> None:
    dock = opened(session)
    dialog = saved.ManageDialog(dock, {"Một": Wanted(), "Hai": Wanted(kind="new")})
    dialog.list.item(1).setText("Mới thêm")
    dialog.list.setCurrentRow(0)
    dialog.findChild(QPushButton, "ncovyReviewFilterRemove").click()
    assert dialog.filters() == {"Mới thêm": Wanted(kind="new")}
    dialog.deleteLater()


def test_the_other_queues_are_read_when_they_are_chosen(session: Session, database: Database) -> None:
    approve_as(database, "tuan", GA)
    database.run("SET session_replication_role = replica; UPDATE ncovy_public.pharmacy SET approved_at = now() - interval '80 hours'")
    dock = opened(session)
    for queue, wanted in ((EXPIRING, []), (UNVERIFIED, [GA])):
        dock.list.filters.narrow(queue=queue, hours=72)
        settled(session)
        assert names(dock) == wanted
    assert dock.approve.isHidden() and not dock.verify.isHidden()
    dock.list.filters.hours.setValue(100)
    settled(session)
    assert names(dock) == []
    dock.list.filters.narrow(queue=WARNED, mine=False)
    settled(session)
    known = {row.name for row in part_of(session).reading.rows} | {GA}
    assert set(names(dock)) <= known
    dock.list.filters.narrow(queue=WAITING)
    assert CHO in names(dock) and GA not in names(dock)
    settled(session)
    assert dock.side.currentIndex() == VIEW and seen(dock) is dock.view


def test_what_was_not_verified_is_verified_from_its_list(session: Session, database: Database) -> None:
    approve_as(database, "tuan", GA)
    database.run("SET session_replication_role = replica; UPDATE ncovy_public.pharmacy SET approved_at = now() - interval '80 hours'")
    dock = opened(session)
    dock.list.filters.narrow(queue=UNVERIFIED)
    settled(session)
    stand_on(dock, GA)
    settled(session)
    assert dock.side.currentIndex() == CARE and GA in dock.care.text.text()
    dock.care.verify_wanted.emit()
    settled(session)
    assert database.run("SELECT verified_by FROM ncovy.pharmacy WHERE name = %s", (GA,)) == [("thu",)]
    assert names(dock) == []


def test_the_map_follows_the_cursor_unless_it_is_told_to_stay(session: Session) -> None:
    dock = opened(session)
    canvas = session.iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    there = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    stand_on(dock, CHO)
    until(lambda: canvas.extent().contains(there.transform(QgsPointXY(*VINH_2))))
    assert canvas.extent().width() < 5000
    dock.follow.setChecked(False)
    before = canvas.extent()
    stand_on(dock, "Khối 3 Quang Trung")
    settled(session)
    assert canvas.extent() == before
    press(dock.list.tree, Qt.Key.Key_M, "m")
    assert canvas.extent() != before


def test_another_part_may_ask_for_an_item_that_the_filters_hide(session: Session, database: Database) -> None:
    dock = opened(session)
    dock.list.filters.narrow(text="ga")
    [(uid,)] = database.run("SELECT uid::text FROM ncovy.pharmacy WHERE name = %s", (CHO,))
    session.review_wanted.emit("pharmacy", uid)
    assert dock.list.current().name == CHO
    session.review_wanted.emit("pharmacy", "00000000-0000-4000-8000-000000000000")
    assert dock.list.summary.text() == "Đối tượng này không chờ duyệt."


def test_form_and_history_of_the_current_item_are_one_key_away(session: Session, qtbot: Any) -> None:
    dock = opened(session)
    row = stand_on(dock, GA)
    with qtbot.waitSignal(session.history_wanted, timeout=2000) as asked:
        press(dock.list.tree, Qt.Key.Key_Y, "y")
    assert tuple(asked.args) == row.key
    press(dock.list.tree, Qt.Key.Key_O, "o")
    assert session.iface.asked_for[-1][1] == GA


def test_a_server_that_is_gone_is_said_in_vietnamese_and_the_list_stays(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dock = opened(session)
    before = names(dock)
    services = tmp_path / "services"
    services.write_text(f"[{session.source().service}]\nhost={tmp_path}\ndbname=none\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    press(dock.list.tree, Qt.Key.Key_F5)
    settled(session)
    assert "kết nối" in dock.list.summary.text().lower()
    assert names(dock) == before


def test_the_desk_fits_a_small_screen_and_beside_the_map(session: Session) -> None:
    dock = opened(session)
    assert dock.isFloating() and dock.width() <= 1366 and dock.height() <= 700
    assert dock.splitter.orientation() == Qt.Orientation.Horizontal
    assert dock.minimumSizeHint().width() <= 700 and dock.minimumSizeHint().height() <= 560
    dock.resize(700, 690)
    QCoreApplication.processEvents()
    assert dock.splitter.orientation() == Qt.Orientation.Vertical
    dock.resize(420, 690)
    QCoreApplication.processEvents()
    assert dock.width() <= 450


def test_closing_leaves_no_dock_and_no_work(session: Session) -> None:
    opened(session)
    part = part_of(session)
    part.close()
    session.parts.remove(part)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert session.iface.mainWindow().findChild(QDockWidget, "ncovyReviewDock") is None
    assert part.reading.errands.idle()

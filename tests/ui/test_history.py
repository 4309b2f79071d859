"""The past of one feature in a window: who, when, from where; any two versions compared; the map through time; one version brought back."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsVectorLayer
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QLineEdit

from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.ui.history import part as history_part
from ncovy_qgis.ui.history.map import ADDED, GONE, NEW, OLD, PAST
from ncovy_qgis.ui.history.restore import RestoreDialog
from ncovy_qgis.ui.history.timeline import APPROVED, AT, COMMENT, DEED, NUMBER, PERSON, PROGRAM
from ncovy_qgis.ui.history.window import UNDO
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH, pharmacy, square, store, zone
from tests.db.past import approve
from tests.server import Database
from tests.ui.remembering import LAYER, changed, on_dialog, opened, part_of, session, showing, uid, window_of
from tests.ui.validating import until

__all__ = ["session", "uid"]


def cell(page: Any, row: int, column: int) -> str:
    return str(page.model.data(page.model.index(row, column)))


def action(session: Session, name: str) -> QAction:
    (found,) = [each for each in session.actions(session) if each.objectName() == name]
    return found


def lan_selects(session: Session, uid: str) -> QgsVectorLayer:
    layer = session.layers()[LAYER]
    layer.dataProvider().reloadData()
    layer.selectByExpression(f"uid = '{uid}'")
    session.iface.setActiveLayer(layer)
    return layer


def stored(database: Database, uid: str, columns: str = "name, phone, address, row_version, review_state") -> tuple[Any, ...]:
    ((*found,),) = database.run(f"SELECT {columns} FROM ncovy.{LAYER} WHERE uid = %s", (uid,))
    return tuple(found)


def test_the_action_shows_the_selected_feature_with_all_its_versions(session: Session, uid: str) -> None:
    lan_selects(session, uid)
    action(session, "ncovyHistory").trigger()
    page = showing(session, 4)
    assert page.title.text() == "Hiệu thuốc: Nhà thuốc Hai"
    assert [cell(page, row, NUMBER) for row in range(4)] == ["4", "3", "2", "1"]
    assert [cell(page, row, PERSON) for row in range(4)] == ["minh", "lan", "minh", "lan"]
    assert [cell(page, row, DEED) for row in (0, 3)] == ["sửa", "tạo mới"]
    assert cell(page, 3, COMMENT) == "nhập theo báo cáo" and cell(page, 0, AT) and cell(page, 0, PROGRAM)
    assert cell(page, 3, APPROVED).startswith("✓ tuan") and cell(page, 3, APPROVED).endswith("(công khai)") and not cell(page, 0, APPROVED)


def test_what_the_public_sees_is_the_version_approved_last(session: Session, database: Database, uid: str) -> None:
    approve(database, LAYER, uid, 4, "minh")
    page = opened(session, uid)
    assert [cell(page, row, APPROVED).endswith("(công khai)") for row in range(4)] == [True, False, False, False]
    store(database, "lan", Remove(LAYER, uid, 4, "đóng cửa"))
    approve(database, LAYER, uid, 5)
    page = opened(session, uid, 5)
    assert cell(page, 0, APPROVED) and not any("công khai" in cell(page, row, APPROVED) for row in range(5))
    assert cell(page, 0, COMMENT).endswith("đóng cửa")
    assert not page.restore.isEnabled()


def test_what_has_no_history_is_said(session: Session, uid: str) -> None:
    layer = lan_selects(session, uid)
    layer.removeSelection()
    action(session, "ncovyHistory").trigger()
    assert window_of(session).pages.currentIndex() == UNDO
    session.history_wanted.emit(LAYER, "00000000-0000-0000-0000-000000000000")
    until(lambda: window_of(session).notice.text() == "Đối tượng này chưa được lưu nên chưa có lịch sử.")


def test_any_two_versions_are_compared_the_older_first(session: Session, uid: str) -> None:
    page = opened(session, uid)
    assert set(changed(page)) == {"address"}
    page.stand_on(2)
    assert changed(page)["name"] == ("Nhà thuốc Một", "Nhà thuốc Hai")
    page.against.setCurrentIndex(page.against.findData(4))
    assert {"phone", "address", "geom"} <= set(changed(page)) and "name" not in changed(page)
    assert changed(page)["address"] == ("Số 1", "Số 4")
    page.against.setCurrentIndex(page.against.findData(1))
    assert changed(page)["name"] == ("Nhà thuốc Một", "Nhà thuốc Hai")
    page.against.setCurrentIndex(page.against.findData(2))
    assert not changed(page) and page.same.isVisible()


def test_the_first_version_is_compared_with_nothing(session: Session, uid: str) -> None:
    page = opened(session, uid)
    page.stand_on(1)
    assert changed(page)["name"] == ("", "Nhà thuốc Một")


def test_the_map_runs_through_the_places(session: Session, uid: str, qtbot: Any) -> None:
    page = opened(session, uid)
    assert page.map.slider.value() == 3 and page.map.bands[PAST].asGeometry().constGet().nCoordinates() == 2
    page.map.slider.setValue(2)
    assert page.version().row_version == 3
    assert "Dời" in page.map.told.text()
    assert page.map.bands[OLD].asGeometry().asWkt(4) != page.map.bands[NEW].asGeometry().asWkt(4)
    page.map._timer.setInterval(20)
    page.stand_on(4)
    page.map.play.click()
    qtbot.waitUntil(lambda: not page.map.play.isChecked(), timeout=3000)
    assert page.version().row_version == 4


def test_the_vertices_of_an_area_that_moved_are_marked(session: Session, database: Database) -> None:
    change = zone()
    store(database, "lan", change)
    store(database, "lan", Update("lockdown_zone", change.uid, 1, {}, square(VINH, 0.003)))
    page = opened(session, str(change.uid), 2, "lockdown_zone")
    for key in (GONE, ADDED):
        assert page.map.bands[key].asGeometry().constGet().nCoordinates() == 4
    assert "4 đỉnh mới" in page.map.told.text() and "ha" in page.map.told.text()


def test_a_version_comes_back_exactly_as_a_new_draft(session: Session, database: Database, uid: str) -> None:
    page = opened(session, uid)
    page.stand_on(1)
    seen: list[dict[str, str]] = []

    def accept(dialog: RestoreDialog) -> None:
        seen.append({row.name: row.text(True) for row in dialog.model.rows})
        dialog.ok.click()

    on_dialog(RestoreDialog, accept)
    page.restore.click()
    showing(session, 5)
    assert seen[0]["name"] == "Nhà thuốc Một" and seen[0]["address"] == "Số 1" and "geom" in seen[0]
    assert stored(database, uid) == ("Nhà thuốc Một", "115", "Số 1", 5, "draft")
    assert page.version().row_version == 5
    assert "phiên bản 5" in window_of(session).notice.text()
    assert [len(each) for each in database.run("SELECT name FROM ncovy_public.pharmacy")] == [1]


def test_later_edits_stay_where_the_person_wishes(session: Session, database: Database, uid: str) -> None:
    page = opened(session, uid)
    page.stand_on(1)

    def accept(dialog: RestoreDialog) -> None:
        dialog.keeping.setChecked(True)
        assert dialog.base.currentData() == 2
        until(lambda: [row.name for row in dialog.model.rows] == ["name"])
        dialog.ok.click()

    on_dialog(RestoreDialog, accept)
    page.restore.click()
    showing(session, 5)
    assert stored(database, uid) == ("Nhà thuốc Một", "0966641414", "Số 4", 5, "draft")


@pytest.mark.parametrize(("ticked", "phone"), [(True, "115"), (False, "0966641415")])
def test_a_field_changed_twice_is_the_persons_to_decide(session: Session, database: Database, uid: str, ticked: bool, phone: str) -> None:
    store(database, "minh", Update(LAYER, uid, 4, {"phone": "0966641415"}))
    page = opened(session, uid, 5)
    page.stand_on(2)

    def accept(dialog: RestoreDialog) -> None:
        dialog.keeping.setChecked(True)
        until(lambda: "phone" in [row.name for row in dialog.model.rows])
        assert {row.name for row in dialog.model.rows} == {"phone", "geom"}
        (place,) = [place for place, row in enumerate(dialog.model.rows) if row.name == "phone"]
        if ticked:
            dialog.model.tick(place)
        dialog.ok.click()

    on_dialog(RestoreDialog, accept)
    page.restore.click()
    showing(session, 6)
    assert stored(database, uid, "phone, name, address") == (phone, "Nhà thuốc Hai", "Số 4")


def test_the_present_version_and_a_removal_cannot_be_brought_back(session: Session, database: Database, uid: str) -> None:
    page = opened(session, uid)
    assert not page.restore.isEnabled() and "hiện nay" in page.restore.toolTip()
    store(database, "lan", Remove(LAYER, uid, 4, "nhầm"))
    store(database, "lan", Update(LAYER, uid, 5, {"removed": False, "removed_reason": None}))
    page = opened(session, uid, 6)
    page.stand_on(5)
    assert not page.restore.isEnabled() and "bị gỡ" in page.restore.toolTip()
    page.stand_on(4)
    assert page.restore.isEnabled()


def test_unsaved_edits_of_the_feature_are_never_passed_over(session: Session, database: Database, uid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = lan_selects(session, uid)
    page = opened(session, uid)
    layer.startEditing()
    (fid,) = layer.selectedFeatureIds()
    layer.changeAttributeValue(fid, layer.fields().indexOf("address"), "Số 99")
    monkeypatch.setattr(history_part, "RestoreDialog", lambda *_: pytest.fail("nothing to preview"))
    page.stand_on(1)
    page.restore.click()
    assert "Bạn đang sửa «Nhà thuốc Hai»" in window_of(session).notice.text()
    assert stored(database, uid)[3] == 4
    assert layer.getFeature(fid)["address"] == "Số 99"


def test_a_form_that_is_open_is_closed_first(session: Session, database: Database, uid: str, qtbot: Any) -> None:
    layer = lan_selects(session, uid)
    layer.startEditing()
    (feature,) = layer.selectedFeatures()
    form = QgsAttributeForm(layer, feature, QgsAttributeEditorContext(), session.iface.mainWindow())
    form.show()
    form.activateWindow()
    line = next(child for child in form.findChildren(QLineEdit) if child.isVisible())
    line.setFocus()
    qtbot.waitUntil(lambda: (LAYER, uid) in part_of(session).unsaved(), timeout=3000)
    page = opened(session, uid)
    page.stand_on(1)
    page.restore.click()
    assert "đóng biểu mẫu" in window_of(session).notice.text() and stored(database, uid)[3] == 4
    form.hide()
    form.deleteLater()
    on_dialog(RestoreDialog, lambda dialog: dialog.ok.click())
    page.restore.click()
    showing(session, 5)


def test_what_somebody_typed_is_shown_as_text_not_as_markup(session: Session, database: Database) -> None:
    change = pharmacy(name="Nhà thuốc & quầy")
    store(database, "lan", change, comment="<img src=x>")
    page = opened(session, str(change.uid), 1)
    assert page.title.textFormat() == Qt.TextFormat.PlainText and page.title.text().endswith("Nhà thuốc & quầy")
    tip = page.model.data(page.model.index(0, COMMENT), Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>&lt;img src=x&gt;</qt>" and cell(page, 0, COMMENT) == "<img src=x>"
    (row,) = [place for place, each in enumerate(page.diff.rows) if each.name == "name"]
    assert "&amp;" in page.diff.data(page.diff.index(row, 2))


def test_the_window_fits_a_small_screen(session: Session, uid: str) -> None:
    opened(session, uid)
    least = window_of(session).minimumSizeHint()
    assert least.width() <= 1200 and least.height() <= 580
    assert window_of(session).height() <= 580


def test_somebody_who_was_faster_is_not_overwritten(session: Session, database: Database, uid: str) -> None:
    page = opened(session, uid)
    page.stand_on(1)

    def accept(dialog: RestoreDialog) -> None:
        store(database, "minh", Update(LAYER, uid, 4, {"address": "Số 5"}))
        dialog.ok.click()

    on_dialog(RestoreDialog, accept)
    page.restore.click()
    showing(session, 5)
    assert "minh" in window_of(session).notice.text()
    assert stored(database, uid)[2:4] == ("Số 5", 5)


def test_a_layer_in_editing_builds_on_what_was_restored(session: Session, database: Database, uid: str) -> None:
    layer = lan_selects(session, uid)
    layer.startEditing()
    page = opened(session, uid)
    page.stand_on(1)
    on_dialog(RestoreDialog, lambda dialog: dialog.ok.click())
    page.restore.click()
    showing(session, 5)
    (feature,) = layer.getFeatures(f"uid = '{uid}'")
    assert feature["name"] == "Nhà thuốc Một"
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("address"), "Số 7")
    assert layer.commitChanges(False)
    assert stored(database, uid)[2:4] == ("Số 7", 6)


def test_the_window_follows_what_is_saved_meanwhile(session: Session, database: Database, uid: str) -> None:
    page = opened(session, uid)
    page.stand_on(2)
    layer = lan_selects(session, uid)
    layer.startEditing()
    (fid,) = layer.selectedFeatureIds()
    layer.changeAttributeValue(fid, layer.fields().indexOf("address"), "Số 8")
    assert layer.commitChanges()
    showing(session, 5)
    assert page.version().row_version == 2


def test_it_is_driven_by_the_keyboard_alone(session: Session, database: Database, uid: str, qtbot: Any) -> None:
    page = opened(session, uid)
    qtbot.waitUntil(page.timeline.hasFocus, timeout=3000)
    QTest.keyClick(page.timeline, Qt.Key.Key_Down)
    assert page.version().row_version == 3
    QTest.keyClick(page.timeline, Qt.Key.Key_PageDown)
    assert page.version().row_version == 1
    on_dialog(RestoreDialog, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    QTest.keyClick(page.timeline, Qt.Key.Key_R)
    showing(session, 5)
    assert stored(database, uid)[0] == "Nhà thuốc Một"


def test_closing_leaves_nothing(session: Session, uid: str) -> None:
    opened(session, uid)
    session.map_opened.emit()
    QCoreApplication.processEvents()
    assert part_of(session).window is None

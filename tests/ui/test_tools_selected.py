"""The tools for selected features, driven through their windows; what they did is read back from PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from qgis.PyQt.QtCore import QDate, QDateTime, QObject, Qt, QTime
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit

from ncovy_qgis.gis.values import VIETNAM
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.tools_desk import on_map, part_of, project, select, session, show_place, told, window

__all__ = ["project", "session"]
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
NAMES = "SELECT name FROM ncovy.testing_site WHERE {} ORDER BY name"


def tick(tree: Any, label: str, state: Qt.CheckState = CHECKED) -> None:
    rows = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    next(row for row in rows if row.text(0) == label).setCheckState(0, state)


def faults(dialog: Any) -> list[tuple[str, str]]:
    rows = [dialog.faults.topLevelItem(row) for row in range(dialog.faults.topLevelItemCount())]
    return [(row.text(0), row.text(2)) for row in rows]


@pytest.mark.parametrize("deed", ["copy", "bulk", "end", "verify", "remove"])
def test_without_a_selection_each_tool_says_what_to_do(session: Session, deed: str) -> None:
    session.iface.setActiveLayer(session.layers()["testing_site"])
    getattr(part_of(session), deed)()
    assert part_of(session).windows == [] and "Hãy chọn" in told(session)


def test_the_menu_holds_every_tool_with_a_name_of_its_own(session: Session) -> None:
    owner = QObject()
    tools, remove = part_of(session).actions(owner)
    names = [action.objectName() for action in tools.menu().actions() if not action.isSeparator()]
    assert names == [
        "ncovyCopy", "ncovyBulk", "ncovyVerify", "ncovyEnd", "ncovyRemove",
        "ncovyCommunes", "ncovyBuffer", "ncovyRepair", "ncovySnapping", "ncovyZoneFacts",
    ]  # fmt: skip
    assert remove.objectName() == "ncovyRemove"
    assert all(not action.icon().isNull() or action.isCheckable() for action in tools.menu().actions() if not action.isSeparator())


# --- copy -----------------------------------------------------------------------------------------------------------


def test_ticked_fields_are_copied_from_a_selected_feature_to_the_others(session: Session, database: Database) -> None:
    layer = select(session)
    part_of(session).copy()
    dialog = window(session)
    assert not dialog.ok.isEnabled() and "Hãy chọn nguồn" in dialog.note.text()
    dialog.source.setCurrentText("Trạm Lê Mao")
    assert "Chép vào 2 đối tượng" in dialog.head.text()
    assert "2 đối tượng sẽ đổi" in dialog.note.text()
    dialog.accept()
    layer.undoStack().undo()
    assert not layer.isModified()
    layer.undoStack().redo()
    session.save_all()
    assert "Đã lưu 2 thay đổi" in told(session)
    rows = database.run("SELECT name, phone, contact_phone, row_version FROM ncovy.testing_site ORDER BY name")
    assert {(phone, version) for name, phone, _, version in rows if name != "Trạm Lê Mao"} == {("02383844528", 2)}
    assert len({name for name, *_ in rows}) == 3


def test_a_field_without_its_tick_is_left_alone(session: Session) -> None:
    select(session)
    part_of(session).copy()
    dialog = window(session)
    dialog.source.setCurrentText("Trạm Lê Mao")
    tick(dialog.fields, "Điện thoại", UNCHECKED)
    assert not dialog.ok.isEnabled() and "2 đã như vậy" in dialog.note.text()
    tick(dialog.fields, "Tên")
    assert {tuple(values) for values in dialog.plan.changes.values()} == {("name",)}


def test_the_source_may_be_clicked_on_the_map_in_another_layer(session: Session, database: Database) -> None:
    database.run(
        "INSERT INTO ncovy.quarantine_site (name, geom, status, active_from, decision_no, decision_authority)"
        " VALUES ('Trung đoàn 764', 'SRID=4326;POINT(105.69 18.67)', 'active', '2021-08-24', '99/KH-UBND', 'UBND TP Vinh')",
        person="lan",
    )
    canvas = show_place(session)
    before = canvas.mapTool()
    select(session, "testing_site", "Trạm Cửa Nam")
    part_of(session).copy()
    dialog = window(session)
    assert dialog.source.count() == 1
    dialog.map_button.click()
    assert dialog.map_button.picker.active
    dialog.map_button.picker.tool.canvasClicked.emit(on_map(105.5, 18.6), Qt.MouseButton.LeftButton)
    assert "Không có đối tượng" in dialog.note.text()
    dialog.map_button.picker.tool.canvasClicked.emit(on_map(105.69, 18.67), Qt.MouseButton.LeftButton)
    assert dialog.source.currentText() == "Trung đoàn 764"
    dialog.accept()
    assert canvas.mapTool() is before
    session.save_all()
    stored = database.run("SELECT decision_no, decision_authority, name FROM ncovy.testing_site WHERE row_version = 2")
    assert stored == [("99/KH-UBND", "UBND TP Vinh", "Trạm Cửa Nam")]


def test_the_commune_of_the_source_is_told_by_its_name(session: Session, database: Database) -> None:
    select(session)
    part_of(session).copy()
    dialog = window(session)
    dialog.source.setCurrentText("Trạm Lê Mao")
    rows = [dialog.fields.topLevelItem(row) for row in range(dialog.fields.topLevelItemCount())]
    asked = "SELECT u.name FROM ncovy.unit u JOIN ncovy.testing_site s ON u.code = s.commune_code AND u.era = s.commune_era WHERE s.name = 'Trạm Lê Mao'"
    assert [row.text(1) for row in rows if row.text(0) == "Mã xã"] == [name for (name,) in database.run(asked)]


# --- the same change to many ----------------------------------------------------------------------------------------


def test_one_value_from_the_fields_own_widget_goes_to_all_selected(session: Session, database: Database) -> None:
    layer = select(session)
    part_of(session).bulk()
    dialog = window(session)
    assert dialog.field.currentData() == "status" and not dialog.ok.isEnabled()
    editor = dialog.wrapper.widget()
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.findText("Tạm dừng"))
    assert dialog.note.text().startswith("3 đối tượng sẽ đổi")
    steps = layer.undoStack().count() if layer.isEditable() else 0
    dialog.accept()
    assert layer.undoStack().count() == steps + 1
    session.save_all()
    assert database.run("SELECT status, count(*), max(row_version) FROM ncovy.testing_site GROUP BY 1") == [("suspended", 3, 2)]


def test_a_value_that_is_refused_names_the_features_and_changes_nothing(session: Session) -> None:
    layer = select(session)
    part_of(session).bulk()
    dialog = window(session)
    dialog.field.setCurrentIndex(dialog.field.findData("phone"))
    dialog.wrapper.widget().setText("gọi chị Lan")
    assert not dialog.ok.isEnabled() and "3 không đổi được" in dialog.note.text()
    assert {name for name, _ in faults(dialog)} == {"Trạm Lê Mao", "Trạm Hưng Bình", "Trạm Cửa Nam"}
    assert all("Điện thoại" in text for _, text in faults(dialog))
    dialog.accept()
    assert not layer.isModified()


def test_a_field_can_be_emptied_on_purpose_only(session: Session, database: Database) -> None:
    select(session)
    part_of(session).bulk()
    dialog = window(session)
    dialog.field.setCurrentIndex(dialog.field.findData("phone"))
    assert not dialog.ok.isEnabled()
    dialog.empty.setChecked(True)
    assert "1 đối tượng sẽ đổi; 2 đã như vậy" in dialog.note.text()
    dialog.accept()
    session.save_all()
    assert database.run("SELECT count(phone) FROM ncovy.testing_site") == [(0,)]


def test_every_field_of_every_layer_has_a_widget(session: Session, database: Database) -> None:
    from ncovy_qgis.gis.tools.closing import time_of
    from ncovy_qgis.ui.tools.bulk import BulkDialog
    from ncovy_qgis.ui.tools.frame import Chosen

    source = session.source()
    assert source is not None
    for stem, layer in session.layers().items():
        dialog = BulkDialog(session, Chosen(layer, session.catalogue.layer(stem), ()), time_of(source))
        for row in range(dialog.field.count()):
            dialog.field.setCurrentIndex(row)
            assert dialog.wrapper is not None and dialog.wrapper.widget() is not None
            assert dialog.value() is None, (stem, dialog.field.currentData())
        dialog.deleteLater()


# --- ending ---------------------------------------------------------------------------------------------------------


def test_ending_starts_at_the_moment_of_the_exercise_and_stores_the_number_as_it_should_be(session: Session, database: Database) -> None:
    select(session, "testing_site", "Trạm Lê Mao", "Trạm Cửa Nam")
    part_of(session).end()
    dialog = window(session)
    assert dialog.end.dateTime().toString("dd/MM/yyyy HH:mm") == "17/09/2021 18:00"
    dialog.decision.setText("số 4213/qd-ubnd")
    assert dialog.stored.text() == "Lưu là 4213/QĐ-UBND"
    dialog.end.setDateTime(QDateTime(QDate(2021, 9, 16), QTime(17, 0)))
    dialog.accept()
    session.save_all()
    ended = database.run("SELECT DISTINCT status, active_to, lift_decision_no FROM ncovy.testing_site WHERE row_version = 2")
    assert ended == [("lifted", datetime(2021, 9, 16, 17, tzinfo=VIETNAM), "4213/QĐ-UBND")]
    assert database.run(NAMES.format("status <> 'lifted'")) == [("Trạm Hưng Bình",)]


def test_an_end_before_the_start_is_refused_with_the_names(session: Session) -> None:
    layer = select(session)
    part_of(session).end()
    dialog = window(session)
    dialog.end.setDateTime(QDateTime(QDate(2021, 8, 1), QTime(0, 0)))
    assert not dialog.ok.isEnabled() and len(faults(dialog)) == 3
    dialog.reject()
    assert not layer.isEditable()


def test_a_facility_is_closed_for_a_time_or_for_good(session: Session, database: Database) -> None:
    database.run("INSERT INTO ncovy.pharmacy (name, geom, operating_state) VALUES ('Nhà thuốc An', 'SRID=4326;POINT(105.68 18.67)', 'open')", person="lan")
    select(session, "pharmacy")
    part_of(session).end()
    dialog = window(session)
    assert [dialog.state.itemText(row) for row in range(dialog.state.count())] == ["Ngừng hoạt động", "Tạm đóng cửa"]
    assert dialog.decision.isHidden() and dialog.end.isHidden()
    dialog.state.setCurrentIndex(1)
    dialog.accept()
    session.save_all()
    assert database.run("SELECT operating_state FROM ncovy.pharmacy") == [("closed_temporarily",)]


# --- verified -------------------------------------------------------------------------------------------------------


def test_each_feature_gets_its_own_answer_and_only_the_note_is_written(session: Session, database: Database) -> None:
    select(session)
    part_of(session).verify()
    dialog = window(session)
    database.run("UPDATE ncovy.testing_site SET phone = '113', base_version = 1 WHERE name = 'Trạm Cửa Nam'", person="minh")
    tick(dialog.list, "Trạm Hưng Bình", UNCHECKED)
    dialog.accept()
    answers = {dialog.list.topLevelItem(row).text(0): dialog.list.topLevelItem(row).text(3) for row in range(3)}
    assert answers["Trạm Lê Mao"] == "Đã xác nhận" and answers["Trạm Hưng Bình"] == ""
    assert "minh đã sửa" in answers["Trạm Cửa Nam"]
    assert dialog.note.text() == "Đã xác nhận 1 trong 2."
    assert database.run("SELECT name, verified_by, row_version FROM ncovy.testing_site WHERE verified_by IS NOT NULL") == [("Trạm Lê Mao", "lan", 1)]
    assert not session.edits.edited()


def test_a_feature_with_unsaved_edits_is_listed_but_not_asked(session: Session, database: Database) -> None:
    layer = select(session, "testing_site", "Trạm Lê Mao", "Trạm Cửa Nam")
    assert layer.startEditing()
    fid = next(item.id() for item in layer.getFeatures() if item["name"] == "Trạm Lê Mao")
    layer.changeAttributeValue(fid, layer.fields().indexOf("phone"), "115")
    part_of(session).verify()
    dialog = window(session)
    assert "1 đối tượng có sửa đổi chưa lưu" in dialog.note.text()
    dialog.accept()
    assert database.run(NAMES.format("verified_by IS NOT NULL")) == [("Trạm Cửa Nam",)]
    assert layer.isModified()


def test_a_dead_server_is_a_sentence_and_every_tick_stays(session: Session, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from ncovy_qgis.gis.source import Source

    select(session)
    part_of(session).verify()
    dialog = window(session)
    monkeypatch.setattr("ncovy_qgis.ui.tools.verify.source_of", lambda layer: Source(service="no_such_service"))
    dialog.accept()
    assert dialog.note.text() and "service" not in dialog.note.text()
    assert all(dialog.list.topLevelItem(row).checkState(0) == CHECKED for row in range(3))


# --- removed --------------------------------------------------------------------------------------------------------


def test_selected_features_are_removed_with_a_reason(session: Session, database: Database) -> None:
    select(session, "testing_site", "Trạm Lê Mao")
    part_of(session).remove()
    dialog = window(session)
    assert not dialog.ok.isEnabled() and "«Trạm Lê Mao»" in dialog.head.text()
    dialog.reason.findChild(QLineEdit).setText("  Nhập trùng ")
    dialog.accept()
    assert "Đã đánh dấu gỡ bỏ" in told(session)
    session.save_all()
    assert "Đã lưu 1 thay đổi" in told(session)
    assert database.run("SELECT name, removed_reason FROM ncovy.testing_site WHERE removed") == [("Trạm Lê Mao", "Nhập trùng")]


def test_without_a_reason_nothing_is_removed(session: Session) -> None:
    layer = select(session)
    part_of(session).remove()
    dialog = window(session)
    dialog.reason.findChild(QLineEdit).setText("   ")
    dialog.accept()
    assert dialog.isVisible() and not layer.isModified()


def test_closing_the_session_closes_the_windows(session: Session) -> None:
    select(session)
    part_of(session).remove()
    dialog = window(session)
    part_of(session).close()
    assert part_of(session).windows == [] and not dialog.isVisible()

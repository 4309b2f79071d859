"""The validation dock on Lan's real map: what is listed, how it is filtered, where a click leads, what a fix does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QItemSelectionModel, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QComboBox, QHeaderView, QLineEdit, QPushButton, QTabWidget, QWidget

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.text import fold
from ncovy_qgis.gis.fixes import Proposal
from ncovy_qgis.gis.values import VIETNAM
from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.validation.look import NAME, SENTENCE
from ncovy_qgis.ui.validation.preview import AcceptDialog, FixPreview
from tests.server import Database
from tests.ui.open_forms import keys
from tests.ui.validating import checked, choose, groups, listed, make_findings, settled, until
from tests.ui.window import Window, let_go


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    make_findings(database)
    window = Window(qgis_iface, seen=True)
    made = Session(window, tmp_path / "journal")
    yield made
    window.shut()
    let_go(made)


@pytest.fixture
def dock(session: Session) -> Any:
    return checked(session)


def answer(kind: type, act: Any) -> None:
    """When a window of this kind opens, do something with it."""

    def look() -> None:
        window = QApplication.activeModalWidget()
        if isinstance(window, kind):
            act(window)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def combo(dock: Any, name: str) -> QComboBox:
    return dock.findChild(QComboBox, f"ncovyValidation{name}")


def button(dock: Any, name: str) -> QPushButton:
    return dock.findChild(QPushButton, f"ncovyValidation{name}")


def codes(dock: Any) -> set[str]:
    return {row.finding.code for row in listed(dock)}


def test_errors_warnings_and_notes_are_grouped_by_rule_with_their_counts(dock: Any) -> None:
    assert {"point_unlinked", "gpp_expiry__not_past", "phone__stored_form", "operating_state__required"} <= codes(dock)
    severities = [group.severity for group in dock.model.groups]
    assert severities == sorted(severities, key=("error", "warning", "note").index)
    title = next(text for text in groups(dock) if "chưa được liên kết" in text)
    assert title.startswith("(1) ")
    assert "lỗi" in dock.summary.text() and "1 gợi ý" in dock.summary.text()


def test_other_groupings_show_layers_and_communes(dock: Any) -> None:
    combo(dock, "Grouping").setCurrentIndex(1)
    assert {text.split(") ", 1)[1] for text in groups(dock)} == {"Vùng phong tỏa", "Điểm phong tỏa", "Hiệu thuốc"}
    combo(dock, "Grouping").setCurrentIndex(2)
    assert all("Vinh" in text for text in groups(dock))
    assert dock.tree.isColumnHidden(1)


def test_under_the_heading_of_a_rule_names_get_the_room_else_sentences(dock: Any) -> None:
    header, stretch = dock.tree.header(), QHeaderView.ResizeMode.Stretch
    for grouping, widest in (("rule", NAME), ("layer", SENTENCE), ("commune", SENTENCE), ("rule", NAME)):
        combo = dock.filters.findChild(QComboBox, "ncovyValidationGrouping")
        combo.setCurrentIndex(combo.findData(grouping))
        assert [column for column in (NAME, SENTENCE) if header.sectionResizeMode(column) == stretch] == [widest]
    header.resizeSection(SENTENCE, 130)
    dock.refresh()
    assert header.sectionSize(SENTENCE) == 130, "a width one has given stays"


def test_layer_severity_commune_and_words_without_accents_filter(dock: Any) -> None:
    combo(dock, "Layer").setCurrentIndex(combo(dock, "Layer").findData("pharmacy"))
    assert {row.finding.layer for row in listed(dock)} == {"pharmacy"}
    combo(dock, "Severity").setCurrentIndex(combo(dock, "Severity").findData("warning"))
    assert codes(dock) == {"gpp_expiry__not_past"}
    combo(dock, "Severity").setCurrentIndex(0)
    dock.findChild(QLineEdit, "ncovyValidationSearch").setText("hong ngoc")
    until(lambda: {row.finding.name for row in listed(dock)} == {"Nhà thuốc Hồng Ngọc"})
    dock.findChild(QLineEdit, "ncovyValidationSearch").setText("")
    commune = until(lambda: next((row.finding.commune for row in listed(dock) if row.finding.name == "Quầy thuốc số 5"), ""))
    combo(dock, "Commune").setEditText(commune.split()[-1].lower())
    until(lambda: {row.finding.commune for row in listed(dock)} == {commune})


def test_ones_own_area_is_checked_by_default_and_the_whole_province_on_request(session: Session, database: Database, dock: Any) -> None:
    database.run(
        "INSERT INTO ncovy.pharmacy (name, geom, reported_at) VALUES ('Ở Quỳnh Lưu', 'SRID=4326;POINT(105.62806 19.14167)', '2021-09-17')", person="hoa"
    )
    mine = dock.findChild(QCheckBox, "ncovyValidationMine")
    assert mine.isEnabled() and mine.isChecked()
    mine.click()
    settled(session)
    assert "Ở Quỳnh Lưu" in {row.finding.name for row in listed(dock)}
    mine.click()
    settled(session)
    assert "Ở Quỳnh Lưu" not in {row.finding.name for row in listed(dock)}


def test_one_click_goes_to_the_feature_and_leaves_the_map_tool_alone(session: Session, dock: Any, qtbot: Any) -> None:
    canvas = session.iface.mapCanvas()
    tool = QgsMapToolPan(canvas)
    canvas.setMapTool(tool)
    index = choose(dock, "operating_state__required")
    dock.tree.scrollTo(index)
    qtbot.mouseClick(dock.tree.viewport(), Qt.MouseButton.LeftButton, pos=dock.tree.visualRect(index).center())
    assert [item["name"] for item in session.layers()["pharmacy"].selectedFeatures()] == ["Quầy thuốc số 5"]
    assert canvas.mapTool() is tool
    assert round(min(canvas.extent().width(), canvas.extent().height()), -1) in range(700, 900)
    assert dock.detail.text().startswith("Quầy thuốc số 5 · Hiệu thuốc")


def test_the_keyboard_goes_there_too(session: Session, dock: Any, qtbot: Any) -> None:
    choose(dock, "operating_state__required")
    session.iface.mainWindow().activateWindow()
    dock.tree.setFocus()
    qtbot.keyClick(dock.tree, Qt.Key.Key_Return)
    assert [item["name"] for item in session.layers()["pharmacy"].selectedFeatures()] == ["Quầy thuốc số 5"]


@pytest.mark.parametrize(
    ("code", "name", "field", "tab"),
    [
        ("source_org__required", "Quầy thuốc số 5", "source_org", "Liên hệ"),
        ("gpp_expiry__not_past", "Nhà thuốc Hồng Ngọc", "gpp_expiry", "Hiệu thuốc"),
        ("operating_state__required", "Quầy thuốc số 5", "operating_state", "Hiệu thuốc"),
        ("reported_at__required", "Khối 3", "reported_at", "Liên hệ"),
    ],
)
def test_two_clicks_open_the_form_with_the_focus_in_the_field_on_its_tab(session: Session, dock: Any, code: str, name: str, field: str, tab: str) -> None:
    index = choose(dock, code, name)
    stem = dock.model.row_at(index).finding.layer
    dock.tree.doubleClicked.emit(index)
    (dialog,) = session.iface.forms
    form = dialog.attributeForm()
    editor = form.findChild(QWidget, field)
    QApplication.setActiveWindow(dialog)

    def focused() -> bool:
        now = QApplication.focusWidget()
        return now is not None and (now is editor or editor.isAncestorOf(now)) and now.isVisible()

    until(focused)
    tabs = form.findChild(QTabWidget)
    assert tabs.tabText(tabs.currentIndex()).startswith(tab)
    assert session.layers()[stem].isEditable()


def test_a_certain_fix_is_shown_applied_undone_redone_and_saved(session: Session, database: Database, dock: Any) -> None:
    choose(dock, "phone__stored_form")
    shown: list[str] = []

    def agree(window: FixPreview) -> None:
        item = window.list.topLevelItem(0)
        shown.extend(item.text(column) for column in range(4))
        window.accept()

    answer(FixPreview, agree)
    button(dock, "Fix").click()
    assert shown == ["Nhà thuốc Hồng Ngọc", "Điện thoại", "0238 3844 528", "02383844528"]
    layer = session.layers()["pharmacy"]

    def phone() -> str:
        return next(str(item["phone"]) for item in layer.getFeatures() if item["name"] == "Nhà thuốc Hồng Ngọc")

    assert phone() == "02383844528"
    layer.undoStack().undo()
    assert phone() == "0238 3844 528"
    layer.undoStack().redo()
    session.save_all()
    assert database.run("SELECT phone, row_version FROM ncovy.pharmacy WHERE name = 'Nhà thuốc Hồng Ngọc'") == [("02383844528", 2)]
    settled(session)  # a save is checked again by itself
    assert "phone__stored_form" not in codes(dock)


def test_a_point_is_linked_to_the_one_zone_it_lies_in_and_what_is_not_ticked_stays(session: Session, dock: Any) -> None:
    choose(dock, "point_unlinked")
    said: list[str] = []

    def refuse(window: FixPreview) -> None:
        said.append(window.list.topLevelItem(0).text(3))
        window.list.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
        window.accept()

    answer(FixPreview, refuse)
    button(dock, "Fix").click()
    assert said == ["Khối 3"]
    assert not session.layers()["lockdown_point"].isModified()


def test_where_nothing_is_certain_there_is_no_fix(dock: Any) -> None:
    choose(dock, "source_org__required", "Quầy thuốc số 5")
    assert not button(dock, "Fix").isEnabled()
    assert not button(dock, "Accept").isEnabled()


def test_an_accepted_warning_shows_who_when_and_why_and_lets_the_feature_be_submitted(session: Session, database: Database, dock: Any) -> None:
    ink = Qt.ItemDataRole.ForegroundRole
    assert dock.model.data(choose(dock, "gpp_expiry__not_past"), ink) is None

    def explain(window: AcceptDialog) -> None:
        assert not window.buttons.button(window.buttons.StandardButton.Ok).isEnabled()
        window.reason.setPlainText("Đang gia hạn")
        window.accept()

    answer(AcceptDialog, explain)
    button(dock, "Accept").click()
    settled(session)
    accepted = choose(dock, "gpp_expiry__not_past")
    assert 0.6 < dock.model.data(accepted, ink).alphaF() < 0.7, "it steps back, and can still be read"
    assert "lan chấp nhận lúc" in dock.detail.text() and dock.detail.text().endswith("Đang gia hạn")
    assert not button(dock, "Accept").isEnabled()
    dock.findChild(QCheckBox, "ncovyValidationHide").click()
    assert "gpp_expiry__not_past" not in codes(dock)
    uid = next(row.finding.uid for row in listed(dock) if row.finding.code == "phone__stored_form")
    database.run("SELECT ncovy_app.submit('pharmacy', %s, 1)", (uid,), person="lan")
    assert database.run("SELECT reason FROM ncovy.decision") == [("Đang gia hạn (lan)",)]


def test_unsaved_edits_come_before_accepting(session: Session, dock: Any) -> None:
    layer = session.layers()["pharmacy"]
    index = choose(dock, "gpp_expiry__not_past")
    assert layer.startEditing()
    layer.changeAttributeValue(dock.model.row_at(index).finding.id, layer.fields().indexOf("name"), "Tên khác")
    button(dock, "Accept").click()
    assert "Hãy lưu" in dock.summary.text()


def test_a_group_stands_for_all_its_rows(dock: Any) -> None:
    number = next(row for row, group in enumerate(dock.model.groups) if group.key.startswith("error|") and len(group.rows) > 1)
    dock.tree.selectionModel().select(dock.model.index(number, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows)
    assert dock.selected() == list(dock.model.groups[number].rows)


def test_a_commune_is_proposed_without_accents_and_named_exactly_it_is_that_one_alone(dock: Any, qtbot: Any) -> None:
    names = ("Xã Châu Bình", "Xã Châu Bính", "Xã Quỳ Châu")
    dock.show_rows([replace(row, finding=replace(row.finding, commune=name), place=fold(name)) for row, name in zip(dock._rows, names)])
    box = combo(dock, "Commune")
    keys(box.lineEdit(), "chau bin")
    proposed = box.completer().model()
    assert proposed.stringList() == ["Xã Châu Bình", "Xã Châu Bính"]
    until(lambda: {row.finding.commune for row in listed(dock)} == {"Xã Châu Bình", "Xã Châu Bính"})
    box.completer().activated.emit(proposed.stringList()[1])
    box.setEditText("Xã Châu Bính")
    until(lambda: {row.finding.commune for row in listed(dock)} == {"Xã Châu Bính"})


def test_what_a_fix_takes_away_is_shown_as_the_form_shows_it(dock: Any, catalogue: Catalogue, qtbot: Any) -> None:
    layer = catalogue.layer("testing_site")
    status = catalogue.list_of(layer.field("status"))
    found = [
        Proposal("testing_site", 1, "Trạm", "status", "active", None),
        Proposal("testing_site", 1, "Trạm", "active_to", datetime(2021, 9, 17, 18, tzinfo=VIETNAM), None),
        Proposal("testing_site", 1, "Trạm", "confirmatory", True, None),
    ]
    preview = FixPreview(dock, found, catalogue, {})
    qtbot.addWidget(preview)
    assert [preview.list.topLevelItem(row).text(2) for row in range(3)] == [status.label("active").vi, "17/09/2021 18:00", "Có"]
    assert {preview.list.topLevelItem(row).text(3) for row in range(3)} == {"(để trống)"}


def test_who_may_only_look_is_told_so_instead_of_being_thanked(session: Session, dock: Any) -> None:
    choose(dock, "phone__stored_form")
    session.layers()["pharmacy"].setReadOnly(True)
    try:
        answer(FixPreview, FixPreview.accept)
        button(dock, "Fix").click()
    finally:
        session.layers()["pharmacy"].setReadOnly(False)
    assert "chỉ được xem" in dock.summary.text() and "hãy lưu" not in dock.summary.text()


def test_a_name_with_signs_of_html_is_shown_letter_by_letter(dock: Any) -> None:
    row = listed(dock)[0]
    dock.show_rows([replace(row, finding=replace(row.finding, name="<h1>Chợ</h1> <img src='x'>"))])
    choose(dock, row.finding.code)
    assert dock.detail.textFormat() == Qt.TextFormat.PlainText and dock.detail.text().startswith("<h1>Chợ</h1>")

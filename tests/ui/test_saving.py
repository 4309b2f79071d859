"""The panel of a save and the question before it: driven as a person would, rows read back from the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsProject, QgsSettings, QgsVectorLayerUtils
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QDockWidget, QLineEdit, QMessageBox

from ncovy_qgis.gis.values import to_qgis
from ncovy_qgis.ui.saving.panel import SavePanel
from ncovy_qgis.ui.saving.policy import KEY, Policy, policy, remember_policy
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.rows import GIVEN
from tests.ui.window import Window, let_go, the_part

INSERT = "INSERT INTO ncovy.testing_site (name, geom, active_from) VALUES ('Trạm y tế Lê Mao', 'SRID=4326;POINT(105.68 18.67)', '2021-08-22')"


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    QgsSettings().remove(KEY)
    made = Session(Window(qgis_iface), tmp_path / "journal")
    yield made
    let_go(made)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QgsSettings().remove(KEY)


def panel(session: Session) -> SavePanel:
    return the_part(session, SavePanel)


def add(session: Session, name: str, where: str = "Point(105.68 18.67)", **values: Any) -> None:
    layer = session.layers()["testing_site"]
    assert layer.isEditable() or layer.startEditing()
    feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt(where), {}, layer.createExpressionContext())
    for field, value in {"name": name, "commune_code": None, "active_from": to_qgis(GIVEN["active_from"]), **values}.items():
        feature[field] = value
    assert layer.addFeature(feature)


def answer(button: QMessageBox.StandardButton, remember: bool = False) -> list[str]:
    """Press a button of the question that is about to come; what it said."""
    seen: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):  # still waiting for the server
            QTimer.singleShot(20, press)
            return
        seen.extend([box.text(), box.informativeText(), box.button(button).text()])
        box.checkBox().setChecked(remember)
        box.button(button).click()

    QTimer.singleShot(0, press)
    return seen


def rows(session: Session) -> list[list[str]]:
    model = panel(session).model
    return [[str(model.data(model.index(row, column))) for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_the_question_counts_both_sides_and_saving_the_rest_does_so(session: Session, database: Database) -> None:
    add(session, "Trạm y tế Lê Mao")
    add(session, "Trạm y tế Hưng Dũng", "Point(105.69 18.68)", phone="không có")
    seen = answer(QMessageBox.StandardButton.Save)
    session.save_all()
    assert seen[0] == "1 đối tượng chưa lưu được; 1 thay đổi khác lưu được."
    assert "«Điện thoại»" in seen[1]
    assert seen[2] == "Lưu 1 thay đổi, giữ phần còn lại"
    assert database.run("SELECT name FROM ncovy.testing_site") == [("Trạm y tế Lê Mao",)]


def test_the_panel_lists_what_was_not_saved_with_its_reason_and_opens_it(session: Session) -> None:
    add(session, "Trạm y tế Lê Mao")
    add(session, "Trạm y tế Hưng Dũng", "Point(105.69 18.68)", phone="không có")
    answer(QMessageBox.StandardButton.Cancel)
    session.save_all()
    own = panel(session)
    assert not own.dock.isHidden()
    ((result, layer, name, field, reason),) = rows(session)
    assert (result, layer, name, field) == ("Bị từ chối", "Điểm xét nghiệm", "Trạm y tế Hưng Dũng", "Điện thoại")
    assert "«Điện thoại»" in reason
    assert own.sentence.text() == "Chưa lưu thay đổi nào; 1 bị từ chối; còn giữ 2 trong QGIS."
    own.zoom_to(own.model.index(0, 0))
    chosen = session.layers()["testing_site"].selectedFeatures()
    assert [item["name"] for item in chosen] == ["Trạm y tế Hưng Dũng"]
    session.layers()["testing_site"].removeSelection()
    own.list.activated.emit(own.model.index(0, 0))
    assert session.iface.asked_for == [("Điểm xét nghiệm", "Trạm y tế Hưng Dũng")]
    assert session.layers()["testing_site"].selectedFeatureCount() == 1, "by keyboard, too, the map goes there"


def test_a_remembered_choice_is_not_asked_again(session: Session, database: Database) -> None:
    add(session, "Trạm y tế Lê Mao")
    add(session, "Trạm y tế Hưng Dũng", "Point(105.69 18.68)", phone="không có")
    answer(QMessageBox.StandardButton.Save, remember=True)
    session.save_all()
    assert policy() is Policy.REST
    add(session, "Trạm y tế Bến Thủy", "Point(105.70 18.65)")
    session.save_all()
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(2,)]
    assert panel(session).policy.currentData() in (Policy.ASK.value, Policy.REST.value)


def test_nothing_is_saved_for_who_wants_all_or_nothing(session: Session, database: Database) -> None:
    remember_policy(Policy.NOTHING)
    add(session, "Trạm y tế Lê Mao")
    add(session, "Trạm y tế Hưng Dũng", "Point(105.69 18.68)", phone="không có")
    session.save_all()
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(0,)]


def test_the_comment_typed_in_the_panel_goes_into_the_history_once(session: Session, database: Database) -> None:
    own = panel(session)
    own.comment.setText("Theo CDC sáng 17/9")
    add(session, "Trạm y tế Lê Mao")
    session.save_all()
    assert own.comment.text() == ""
    add(session, "Trạm y tế Hưng Dũng", "Point(105.69 18.68)")
    session.save_all()
    assert database.run("SELECT comment FROM ncovy.changeset WHERE application = 'ncovy qgis' ORDER BY id") == [("Theo CDC sáng 17/9",), (None,)]


def test_a_good_save_clears_the_list(session: Session) -> None:
    add(session, "Trạm y tế Lê Mao", phone="không có")
    session.save_all()
    assert len(rows(session)) == 1
    layer = session.layers()["testing_site"]
    fid = next(iter(layer.editBuffer().addedFeatures()))
    layer.changeAttributeValue(fid, layer.fields().indexOf("phone"), None)
    session.save_all()
    assert rows(session) == []
    assert panel(session).sentence.text() == "Đã lưu 1 thay đổi, máy chủ đã xác nhận."


def test_the_reason_can_be_read_as_a_tool_tip_too(session: Session) -> None:
    add(session, "Trạm y tế Lê Mao", phone="không có")
    session.save_all()
    model = panel(session).model
    assert "«Điện thoại»" in model.data(model.index(0, 4), Qt.ItemDataRole.ToolTipRole)
    assert not model.data(model.index(0, 1), Qt.ItemDataRole.DecorationRole).isNull()


def test_the_dock_goes_with_the_session(qgis_iface: Any, tmp_path: Path) -> None:
    made = Session(Window(qgis_iface), tmp_path)
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert qgis_iface.mainWindow().findChild(QDockWidget, "ncovySaveDock") is None


@pytest.mark.parametrize("agreed", [True, False])
def test_a_removal_that_says_no_reason_is_asked_for_one_in_vietnamese(session: Session, database: Database, agreed: bool) -> None:
    database.run(INSERT, person="lan")
    layer, seen = session.layers()["testing_site"], list[str]()
    assert layer.startEditing()
    assert layer.changeAttributeValue(next(layer.getFeatures()).id(), layer.fields().indexOf("removed"), True)

    def press() -> None:
        window = QApplication.activeModalWidget()
        assert window is not None
        buttons = window.findChild(QDialogButtonBox)
        ok, cancel = (buttons.button(kind) for kind in (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel))
        seen.extend([ok.text(), cancel.text(), str(ok.isEnabled())])
        for line in window.findChildren(QLineEdit):
            line.setText("Nhập trùng")
        (ok if agreed else cancel).click()

    QTimer.singleShot(0, press)
    session.save_all()
    assert seen == ["Gỡ bỏ", "Hủy", "False"]
    assert database.run("SELECT removed_reason FROM ncovy.testing_site") == [("Nhập trùng" if agreed else None,)]

"""What goes on beside a tool's window: its map is closed, features are saved or drawn on, the source is changed; nothing is lost or claimed in vain."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer, QgsVectorLayerUtils
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QLineEdit

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.layers import open_layer
from ncovy_qgis.gis.tools.zones import add_zone
from ncovy_qgis.gis.values import to_qgis
from ncovy_qgis.ui.session import Session
from tests.gis.editors import own_service
from tests.server import Database
from tests.ui.rows import GIVEN
from tests.ui.tools_desk import on_map, part_of, project, select, session, show_place, told, window

__all__ = ["project", "session"]
BOW_TIE = "MultiPolygon(((105.678 18.668, 105.682 18.672, 105.682 18.668, 105.678 18.672, 105.678 18.668)))"
SQUARE = "MultiPolygon(((105.678 18.668, 105.682 18.668, 105.682 18.672, 105.678 18.672, 105.678 18.668)))"


def own_layer(session: Session, database: Database, catalogue: Catalogue, stem: str) -> QgsVectorLayer:
    """A layer of a map that is about to be closed, with everything selected."""
    layer = open_layer(own_service(database, "lan"), catalogue.layer(stem), "vi")
    layer.selectAll()
    session.iface.setActiveLayer(layer)
    return layer


def new_site(session: Session, name: str = "Điểm mới") -> int:
    """Added and selected, not saved."""
    layer = session.layers()["testing_site"]
    assert layer.isEditable() or layer.startEditing()
    feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt("Point(105.70 18.70)"), {}, layer.createExpressionContext())
    for field, value in {"name": name, "active_from": to_qgis(GIVEN["active_from"]), "commune_code": None}.items():
        feature[field] = value
    assert layer.addFeature(feature)
    (fid,) = layer.editBuffer().addedFeatures()
    layer.selectByIds([fid])
    session.iface.setActiveLayer(layer)
    return int(fid)


def new_zone(session: Session, wkt: str) -> int:
    layer = session.layers()["lockdown_zone"]
    assert layer.isEditable() or layer.startEditing()
    made = add_zone(layer, QgsGeometry.fromWkt(wkt), {"name": "Khối 5", "active_from": GIVEN["active_from"], "commune_code": None}, "x")
    assert made is not None
    return int(made.id())


# --- the map is closed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["copy", "bulk", "end", "verify", "remove"])
def test_a_window_goes_with_the_layer_it_works_on(session: Session, database: Database, catalogue: Catalogue, deed: str) -> None:
    layer = own_layer(session, database, catalogue, "testing_site")
    getattr(part_of(session), deed)()
    dialog = window(session)
    sip.delete(layer)
    assert part_of(session).windows == [] and not dialog.isVisible()


@pytest.mark.parametrize("deed", ["from_communes", "around_point", "repair"])
def test_a_zone_window_goes_too_and_takes_its_outlines_off_the_map(
    session: Session, database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    canvas = show_place(session)
    items, tool = len(canvas.scene().items()), canvas.mapTool()
    layer = own_layer(session, database, catalogue, "lockdown_zone")
    monkeypatch.setattr(session, "layers", lambda: {"lockdown_zone": layer})
    getattr(part_of(session), deed)()
    assert len(part_of(session).windows) == 1
    monkeypatch.undo()
    sip.delete(layer)
    assert part_of(session).windows == []
    assert len(canvas.scene().items()) == items and canvas.mapTool() is tool


def test_a_closed_window_leaves_no_map_tool_behind(session: Session) -> None:
    show_place(session)
    part_of(session).around_point()
    dialog = window(session)
    tool = dialog.map_button.picker.tool
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(tool)


# --- saved meanwhile ------------------------------------------------------------------------------------------------


def test_a_new_feature_saved_beside_the_window_is_not_said_to_be_changed(session: Session, database: Database) -> None:
    new_site(session)
    part_of(session).bulk()
    dialog = window(session)
    dialog.field.setCurrentIndex(dialog.field.findData("phone"))
    dialog.wrapper.widget().setText("115")
    session.save_all()
    session.iface.messageBar().clearWidgets()
    dialog.accept()
    assert dialog.isVisible() and "1 đối tượng chưa đổi được vì vừa được lưu" in dialog.note.text()
    assert told(session) == "" and not dialog.ok.isEnabled()
    session.save_all()
    assert database.run("SELECT phone FROM ncovy.testing_site WHERE name = 'Điểm mới'") == [(None,)]


def test_it_is_not_said_to_be_removed_either(session: Session, database: Database) -> None:
    new_site(session)
    part_of(session).remove()
    dialog = window(session)
    dialog.reason.findChild(QLineEdit).setText("Nhập trùng")
    session.save_all()
    session.iface.messageBar().clearWidgets()
    dialog.accept()
    assert dialog.isVisible() and "vừa được lưu" in dialog.note.text() and told(session) == ""
    assert database.run("SELECT removed FROM ncovy.testing_site WHERE name = 'Điểm mới'") == [(False,)]


def test_a_zone_saved_beside_the_window_keeps_its_outline_and_the_new_one_stays_in_the_window(session: Session, database: Database) -> None:
    show_place(session)
    zones = session.layers()["lockdown_zone"]
    zones.selectByIds([new_zone(session, SQUARE)])
    part_of(session).around_point()
    dialog = window(session)
    dialog.replace.setChecked(True)
    dialog.take(on_map(105.70, 18.70))
    session.save_all()
    dialog.accept()
    assert dialog.isVisible() and "vừa được lưu" in dialog.note.text() and not dialog.shape.isEmpty()
    dialog.replace.setChecked(False)
    dialog.accept()
    assert not dialog.isVisible() and len(zones.editBuffer().addedFeatures()) == 1


def test_what_is_drawn_while_the_repair_is_looked_at_is_not_overwritten(session: Session) -> None:
    show_place(session)
    fid = new_zone(session, BOW_TIE)
    zones = session.layers()["lockdown_zone"]
    part_of(session).repair()
    dialog = window(session)
    drawn = QgsGeometry.fromWkt(BOW_TIE.replace("105.682", "105.690"))
    zones.changeGeometry(fid, drawn)
    dialog.accept()
    assert zones.editBuffer().addedFeatures()[fid].geometry().equals(drawn)
    assert dialog.isVisible() and "vẽ tiếp" in dialog.note.text()
    assert dialog.found[0].repair.before.equals(drawn) and dialog.ok.isEnabled()
    dialog.accept()
    assert not dialog.isVisible() and zones.editBuffer().addedFeatures()[fid].geometry().isGeosValid()


def test_a_repair_after_editing_has_ended_says_there_is_nothing_left(session: Session) -> None:
    show_place(session)
    new_zone(session, BOW_TIE)
    part_of(session).repair()
    dialog = window(session)
    session.layers()["lockdown_zone"].rollBack()
    dialog.accept()
    assert dialog.isVisible() and "Không có vùng nào lỗi" in dialog.head.text() and not dialog.ok.isEnabled()


# --- changed one's mind ---------------------------------------------------------------------------------------------


def test_the_source_is_the_one_that_is_shown_also_when_it_is_chosen_again(session: Session, database: Database) -> None:
    database.run("UPDATE ncovy.testing_site SET phone = '113', base_version = 1 WHERE name = 'Trạm Cửa Nam'", person="lan")
    show_place(session, metres=300)
    select(session, "testing_site", "Trạm Lê Mao", "Trạm Hưng Bình")
    part_of(session).copy()
    dialog = window(session)
    dialog.map_button.click()
    dialog.map_button.picker.tool.canvasClicked.emit(on_map(105.684, 18.67), Qt.MouseButton.LeftButton)
    assert dialog.source.currentText() == "Trạm Cửa Nam"
    dialog.source.setCurrentText("Trạm Lê Mao")
    dialog.source.setCurrentIndex(0)
    assert dialog.source.currentText() == "Trạm Cửa Nam"
    dialog.accept()
    session.save_all()
    assert database.run("SELECT DISTINCT phone FROM ncovy.testing_site") == [("113",)]


def test_no_source_is_chosen_again(session: Session) -> None:
    select(session)
    part_of(session).copy()
    dialog = window(session)
    dialog.source.setCurrentText("Trạm Lê Mao")
    dialog.source.setCurrentIndex(0)
    assert dialog.fields.topLevelItemCount() == 0 and not dialog.ok.isEnabled() and "Hãy chọn nguồn" in dialog.note.text()


def test_nothing_ticked_cannot_be_confirmed(session: Session) -> None:
    select(session, "testing_site", "Trạm Lê Mao")
    part_of(session).verify()
    dialog = window(session)
    row = dialog.list.topLevelItem(0)
    assert dialog.ok.isEnabled()
    row.setCheckState(0, Qt.CheckState.Unchecked)
    assert not dialog.ok.isEnabled()
    row.setCheckState(0, Qt.CheckState.Checked)
    dialog.accept()
    assert row.text(3) == "Đã xác nhận" and not dialog.ok.isEnabled()


def test_a_name_with_signs_of_html_is_shown_letter_by_letter(session: Session, qtbot: Any) -> None:
    """The database refuses such a name; before the save it is in the windows all the same."""
    name = "<b>Chợ</b> & <img src='x'>"
    new_site(session, name)
    part_of(session).remove()
    assert name in window(session).head.text() and window(session).head.textFormat() == Qt.TextFormat.PlainText
    layer = session.layers()["testing_site"]
    beside = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt("Point(105.7001 18.70)"), {}, layer.createExpressionContext())
    assert layer.addFeature(beside)
    qtbot.waitUntil(lambda: "&lt;b&gt;Chợ&lt;/b&gt; &amp; &lt;img" in told(session), timeout=6000)

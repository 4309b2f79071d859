"""The tools for zones, driven as a person drives them: lists, clicks on the map, a capture tool; stored rows are read back."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsProject
from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapMouseEvent, QgsMapToolDigitizeFeature
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt

from ncovy_qgis.gis.layers import MARK
from ncovy_qgis.gis.tools.shapes import area_m2
from ncovy_qgis.gis.tools.zones import add_zone
from ncovy_qgis.gis.values import to_qgis
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.rows import GIVEN
from tests.ui.tools_desk import on_map, part_of, project, session, show_place, told, window

__all__ = ["project", "session"]
SQUARE = "MultiPolygon(((105.678 18.668, 105.682 18.668, 105.682 18.672, 105.678 18.672, 105.678 18.668)))"
BOW_TIE = "MultiPolygon(((105.678 18.668, 105.682 18.672, 105.682 18.668, 105.678 18.672, 105.678 18.668)))"
CHECKED = Qt.CheckState.Checked
pytestmark = pytest.mark.usefixtures("drawn")


def complete(session: Session, fid: int) -> None:
    """What the form would ask for before a zone can be stored."""
    layer = session.layers()["lockdown_zone"]
    for name, value in (("active_from", to_qgis(GIVEN["active_from"])), ("name", "Vùng thử"), ("commune_code", None)):
        layer.changeAttributeValue(fid, layer.fields().indexOf(name), value)


def new_zone(session: Session, wkt: str = SQUARE, name: str = "Khối 5") -> int:
    layer = session.layers()["lockdown_zone"]
    assert layer.isEditable() or layer.startEditing()
    feature = add_zone(layer, QgsGeometry.fromWkt(wkt), {"name": name, "active_from": GIVEN["active_from"], "commune_code": None}, "x")
    assert feature is not None
    return int(feature.id())


def click(tool: Any, canvas: Any, lon: float, lat: float, button: Any = Qt.MouseButton.LeftButton) -> None:
    """A click of the mouse at a place."""
    pixel = canvas.mapSettings().mapToPixel().transform(on_map(lon, lat))
    place = QPoint(round(pixel.x()), round(pixel.y()))
    tool.cadCanvasReleaseEvent(QgsMapMouseEvent(canvas, QEvent.Type.MouseButtonRelease, place, button))


# --- from communes --------------------------------------------------------------------------------------------------


def test_communes_found_without_accents_become_one_zone_with_their_names(session: Session, database: Database) -> None:
    show_place(session)
    part_of(session).from_communes()
    dialog = window(session)
    assert dialog.list.count() == 460 and not dialog.ok.isEnabled()
    dialog.search.setText("le mao")
    shown = [item for item in dialog._items() if not item.isHidden()]
    assert [item.text() for item in shown] == ["Phường Lê Mao, Thành phố Vinh"]
    shown[0].setCheckState(CHECKED)
    dialog.search.setText("truong thi vinh")
    next(item for item in dialog._items() if item.text().startswith("Phường Trường Thi")).setCheckState(CHECKED)
    assert not shown[0].isHidden()
    wanted = area_m2(dialog.shape)
    assert "Diện tích" in dialog.note.text() and "ha" in dialog.note.text()
    dialog.accept()
    assert session.iface.asked_for == [("Vùng phong tỏa", "Phường Lê Mao, Phường Trường Thi")]
    zones = session.layers()["lockdown_zone"]
    (fid,) = zones.selectedFeatureIds()
    assert zones.undoStack().count() == 1
    complete(session, fid)
    session.save_all()
    assert "Đã lưu 1 thay đổi" in told(session)
    ((area, valid, extent),) = database.run("SELECT ST_Area(geom::geography), ST_IsValid(geom), extent FROM ncovy.lockdown_zone")
    units = database.run("SELECT sum(ST_Area(geom::geography)) FROM ncovy.unit WHERE era = 2021 AND name IN ('Phường Lê Mao', 'Phường Trường Thi')")
    assert valid and extent == "multi_commune"
    assert area == pytest.approx(units[0][0], rel=0.001) and area == pytest.approx(wanted, rel=0.001)


def test_a_click_on_the_map_ticks_a_commune_and_a_second_one_unticks_it(session: Session) -> None:
    canvas = show_place(session)
    part_of(session).from_communes()
    dialog = window(session)
    dialog.map_button.click()
    spot = on_map(105.68, 18.67)
    dialog.map_button.picker.tool.canvasClicked.emit(spot, Qt.MouseButton.LeftButton)
    (item,) = dialog.ticked()
    assert item.text().endswith("Thành phố Vinh") and not dialog.shape.isEmpty()
    dialog.map_button.picker.tool.canvasClicked.emit(spot, Qt.MouseButton.LeftButton)
    assert dialog.ticked() == [] and dialog.shape.isEmpty() and not dialog.ok.isEnabled()
    scene = len(canvas.scene().items())
    dialog.reject()
    assert len(canvas.scene().items()) == scene - 1 and canvas.mapTool() is not dialog.map_button.picker.tool


def test_the_selected_zone_can_take_the_new_outline(session: Session) -> None:
    show_place(session)
    fid = new_zone(session)
    zones = session.layers()["lockdown_zone"]
    zones.selectByIds([fid])
    part_of(session).around_point()
    dialog = window(session)
    assert "«Khối 5»" in dialog.replace.text()
    dialog.replace.setChecked(True)
    dialog.take(on_map(105.70, 18.70))
    dialog.accept()
    assert zones.editBuffer().addedFeatures()[fid].geometry().contains(QgsPointXY(105.70, 18.70))
    assert len(zones.editBuffer().addedFeatures()) == 1 and session.iface.asked_for == []


# --- around a point -------------------------------------------------------------------------------------------------


def test_a_clicked_place_and_a_radius_make_a_zone_of_so_many_metres(session: Session, database: Database) -> None:
    canvas = show_place(session)
    session.iface.setActiveLayer(session.layers()["lockdown_zone"])
    part_of(session).around_point()
    dialog = window(session)
    assert dialog.map_button.picker.active and not dialog.ok.isEnabled()
    dialog.map_button.picker.tool.canvasClicked.emit(on_map(105.68, 18.67), Qt.MouseButton.LeftButton)
    assert "18,67" in dialog.head.text()
    dialog.radius.setValue(300)
    assert dialog.note.text() == "Diện tích 28,23 ha"
    dialog.accept()
    assert canvas.mapTool() is not dialog.map_button.picker.tool
    (fid,) = session.layers()["lockdown_zone"].selectedFeatureIds()
    complete(session, fid)
    session.save_all()
    furthest = "SELECT max(ST_Distance(c.geom::geography, 'SRID=4326;POINT(105.68 18.67)'::geography)) FROM ncovy.lockdown_zone, ST_DumpPoints(geom) AS c"
    assert database.run(furthest)[0][0] == pytest.approx(300, rel=0.01)


def test_selected_points_are_the_centres(session: Session) -> None:
    show_place(session)
    layer = session.layers()["testing_site"]
    layer.selectAll()
    session.iface.setActiveLayer(layer)
    part_of(session).around_point()
    dialog = window(session)
    assert len(dialog.centres) == 3 and "3 điểm" in dialog.head.text() and dialog.ok.isEnabled()


# --- repair ---------------------------------------------------------------------------------------------------------


def test_a_crossing_outline_is_shown_before_and_after_and_mended_on_request_only(session: Session, database: Database) -> None:
    canvas = show_place(session)
    new_zone(session, BOW_TIE)
    zones = session.layers()["lockdown_zone"]
    session.save_all()
    assert "Đã lưu" not in told(session)
    steps = zones.undoStack().index()
    part_of(session).repair()
    dialog = window(session)
    row = dialog.list.topLevelItem(0)
    assert (row.text(0), row.text(1)) == ("Khối 5", "Ranh giới tự cắt hoặc tự chạm")
    assert row.text(3).startswith("9,3") and "Diện tích thay đổi +" in dialog.note.text()
    assert dialog._before.numberOfVertices() > 0 and dialog._after.numberOfVertices() > 0
    dialog.reject()
    assert zones.undoStack().index() == steps and len(canvas.scene().items()) > 0
    part_of(session).repair()
    window(session).accept()
    assert zones.undoStack().index() == steps + 1
    session.save_all()
    assert "Đã lưu 1 thay đổi" in told(session)
    assert database.run("SELECT ST_IsValid(geom), ST_NumGeometries(geom) FROM ncovy.lockdown_zone") == [(True, 2)]


def test_without_a_broken_outline_there_is_nothing_to_mend(session: Session) -> None:
    new_zone(session)
    part_of(session).repair()
    dialog = window(session)
    assert "Không có vùng nào lỗi" in dialog.head.text() and not dialog.ok.isEnabled()


# --- while drawing --------------------------------------------------------------------------------------------------


def test_the_panel_follows_the_outline_that_is_being_drawn(session: Session, qtbot: Any) -> None:
    canvas = show_place(session, metres=120)  # the canvas of the tests is 98 pixels wide
    part_of(session).zones.set_snaps(False)  # so that the corners lie where they are clicked
    zones = session.layers()["lockdown_zone"]
    session.iface.setActiveLayer(zones)
    canvas.setCurrentLayer(zones)
    assert zones.startEditing()
    dock = QgsAdvancedDigitizingDockWidget(canvas)
    tool = QgsMapToolDigitizeFeature(canvas, dock, QgsMapToolDigitizeFeature.CapturePolygon)
    canvas.setMapTool(tool)
    panel = part_of(session).zones.panel
    click(tool, canvas, 105.678, 18.668)
    canvas.xyCoordinates.emit(on_map(105.682, 18.668))
    assert panel.isHidden()
    click(tool, canvas, 105.682, 18.668)
    canvas.xyCoordinates.emit(on_map(105.682, 18.672))
    assert not panel.isHidden()
    assert panel.area.text().startswith("Diện tích 9,")
    click(tool, canvas, 105.682, 18.672)
    canvas.xyCoordinates.emit(on_map(105.678, 18.672))
    assert panel.area.text().startswith("Diện tích 18,")
    qtbot.waitUntil(lambda: "Điểm xét nghiệm: " in panel.contents.text(), timeout=6000)
    assert "không có số dân theo xã" in panel.people.text()
    canvas.unsetMapTool(tool)
    zones.rollBack()
    assert panel.isHidden()
    dock.deleteLater()


def test_the_panel_shows_a_zone_that_was_added_or_reshaped_and_can_be_switched_off(session: Session) -> None:
    show_place(session)
    desk = part_of(session).zones
    fid = new_zone(session)
    assert desk.panel.area.text() == "Diện tích 18,68 ha"
    zones = session.layers()["lockdown_zone"]
    zones.changeGeometry(fid, QgsGeometry.fromWkt(BOW_TIE))
    assert "tự cắt" in desk.panel.area.text()
    desk.set_tells(False)
    assert desk.panel.isHidden()
    zones.changeGeometry(fid, QgsGeometry.fromWkt(SQUARE))
    assert desk.panel.isHidden()


def test_zones_snap_to_communes_and_zones_while_edited_and_then_as_before(session: Session) -> None:
    project = QgsProject.instance()
    before = project.snappingConfig()
    zones, sites = session.layers()["lockdown_zone"], session.layers()["testing_site"]
    (communes,) = [layer for layer in project.mapLayers().values() if layer.customProperty(MARK) == "commune"]
    assert zones.startEditing()
    config = project.snappingConfig()
    assert config.enabled() and not project.topologicalEditing()
    assert [config.individualLayerSettings(layer).enabled() for layer in (zones, communes, sites)] == [True, True, False]
    part_of(session).zones.set_snaps(False)
    assert project.snappingConfig() == before
    part_of(session).zones.set_snaps(True)
    assert project.snappingConfig() != before
    zones.rollBack()
    assert project.snappingConfig() == before


def test_without_a_map_the_zone_tools_say_so(qgis_iface: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.ui.window import Window

    made = Session(Window(qgis_iface), tmp_path)
    monkeypatch.setattr(made, "layers", dict)
    part_of(made).from_communes()
    assert "Hãy mở bản đồ" in told(made) and part_of(made).windows == []
    made.close()
    QCoreApplication.processEvents()

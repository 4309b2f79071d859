"""«Thêm tại tọa độ»: what people paste becomes a feature at the right place, named before it is stored; outside the province nothing is begun."""

from __future__ import annotations

import gc
from threading import Event
from typing import Any

import pytest
from qgis.core import QgsPointXY
from qgis.gui import QgsAttributeDialog
from qgis.PyQt.QtCore import Qt

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.layers import open_layer
from ncovy_qgis.gis.new_feature import new_feature
from ncovy_qgis.ui.entry.part import EntryPart
from ncovy_qgis.ui.session import Session
from tests.gis.editors import own_service
from tests.server import Database
from tests.ui.entering import accept, look, part, project, said, session, tidy, until

__all__ = ["part", "project", "session"]
LON, LAT = 105.681389, 18.679722
STORED = "SELECT ST_X(geom), ST_Y(geom), location_method FROM ncovy.testing_site WHERE name = %s"
VN2000 = "SELECT ST_X(t), ST_Y(t) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), 9208) AS t"
METRE = 1 / 110_000  # degrees


def notations(database: Database) -> dict[str, tuple[str, int | None, str]]:
    """What is typed, the system declared, the location method it means."""
    ((east, north),) = database.run(VN2000, (LON, LAT))
    return {
        "decimal": (f"{LAT}, {LON}", None, "reported"),
        "dms": ("18°40'47\"B 105°40'53\"Đ", None, "reported"),
        "metres": (f"X={north:.2f} Y={east:.2f}", 9208, "survey"),
        "link": (f"https://www.google.com/maps/place/X/@18.1,105.1,9z/data=!3d{LAT}!4d{LON}", None, "reported"),
        "swapped": (f"{LON}; {LAT}".replace(".", ","), None, "reported"),
    }


@pytest.mark.parametrize("notation", ["decimal", "dms", "metres", "link", "swapped"])
def test_each_notation_ends_as_a_row_at_its_place(
    part: EntryPart, session: Session, database: Database, catalogue: Catalogue, qtbot: Any, notation: str
) -> None:
    text, epsg, method = notations(database)[notation]
    part.dock.layers.setCurrentItem(part.dock.layers.topLevelItem([layer.name for layer in catalogue.layers].index("testing_site")))
    assert "Thành phố Vinh" in look(part, text, qtbot, epsg)
    part.dock.position.add.click()
    accept(part, "testing_site", catalogue, f"Trạm {notation}", qtbot)
    session.save_all()
    assert "Đã lưu 1 thay đổi" in said(session)
    ((lon, lat, stored),) = database.run(STORED, (f"Trạm {notation}",))
    assert (lon, lat) == pytest.approx((LON, LAT), abs=METRE)
    assert stored == method


def test_swapped_axes_are_said(part: EntryPart, qtbot: Any) -> None:
    assert "đã đổi chỗ: vĩ độ 18.679722, kinh độ 105.681389" in look(part, f"{LON}, {LAT}", qtbot)
    assert "đổi chỗ" not in look(part, f"{LAT}, {LON}", qtbot)


@pytest.mark.parametrize("text", ["21.0285, 105.8542", "https://www.openstreetmap.org/#map=17/21.0285/105.8542", "0, 0"])
def test_outside_the_province_is_said_and_cannot_be_added(part: EntryPart, session: Session, database: Database, qtbot: Any, text: str) -> None:
    assert "Ngoài tỉnh, cách" in look(part, text, qtbot)
    box = part.dock.position
    assert not box.add.isEnabled()
    box.text.returnPressed.emit()
    assert part._adding.forms == ()
    assert not any(layer.isEditable() for layer in session.layers().values())
    assert database.run("SELECT count(*) FROM ncovy.version") == [(0,)]


def test_the_zone_of_metres_is_asked_and_stays_chosen(part: EntryPart, qtbot: Any) -> None:
    box = part.dock.position
    assert "hãy chọn múi chiếu" in look(part, "2068123.4 571234.5", qtbot)
    assert (box.system.currentData(), box.add.isEnabled(), part._mark.visible) == (None, False, False)
    first = look(part, "2068123.4 571234.5", qtbot, 9208)
    second = look(part, "2068123.4 571234.5", qtbot, 3405)
    assert first != second
    assert box.system.currentData() == 3405
    look(part, "2068124 571235", qtbot)
    assert box.system.currentData() == 3405
    look(part, "18.6796, 105.6813", qtbot)
    assert box.system.currentData() == 4326


def test_vn_2000_degrees_are_another_place(part: EntryPart, qtbot: Any) -> None:
    look(part, f"{LAT}, {LON}", qtbot)
    wgs84 = part.dock.position._spot
    look(part, f"{LAT}, {LON}", qtbot, 4756)
    assert part.dock.position._spot.distance(wgs84) * 105_000 == pytest.approx(224, abs=8)


@pytest.mark.parametrize(("text", "words"), [
    ("Vinh", "Chưa phải là tọa độ"),
    ("18.6", "Chưa phải là tọa độ"),
    ("https://maps.app.goo.gl/abc", "Liên kết rút gọn"),
    ("", ""),
])  # fmt: skip
def test_what_is_no_position_is_said(part: EntryPart, qtbot: Any, text: str, words: str) -> None:
    assert words in look(part, text, qtbot)
    assert not part.dock.position.add.isEnabled()


def test_the_place_blinks_on_the_map_and_the_map_goes_there(part: EntryPart, session: Session, qtbot: Any) -> None:
    canvas = session.iface.mapCanvas()
    canvas.setExtent(canvas.extent().buffered(-canvas.extent().width() * 0.45))
    look(part, f"{LAT}, {LON}", qtbot)
    assert part._mark.visible
    cross = part._mark._cross
    assert canvas.extent().contains(QgsPointXY(cross.center()))
    shown = cross.isVisible()
    until(qtbot, lambda: cross.isVisible() != shown)
    part.dock.position.text.clear()
    until(qtbot, lambda: not part._mark.visible)


def test_the_map_does_not_follow_a_place_outside_the_province(part: EntryPart, session: Session, qtbot: Any) -> None:
    before = session.iface.mapCanvas().extent()
    look(part, "21.0285, 105.8542", qtbot)
    assert session.iface.mapCanvas().extent() == before


def test_a_server_that_is_away_does_not_hold_anybody_up(part: EntryPart, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    box = part.dock.position
    here = box._dsn()
    monkeypatch.setattr(box, "_dsn", lambda: {**{name: value for name, value in here.items() if name != "service"}, "host": "127.0.0.1", "port": "1"})
    assert "máy chủ kiểm tra khi lưu" in look(part, f"{LAT}, {LON}", qtbot)
    assert box.add.isEnabled()


def test_only_the_newest_question_is_answered(part: EntryPart, qtbot: Any) -> None:
    box = part.dock.position
    box.text.setText("21.0285, 105.8542")
    box.look()
    assert "Thành phố Vinh" in look(part, f"{LAT}, {LON}", qtbot)
    qtbot.wait(300)
    assert "Thành phố Vinh" in box.preview.text()
    assert box.add.isEnabled()


def test_a_click_on_the_map_opens_the_form_there(part: EntryPart, session: Session, database: Database, catalogue: Catalogue, qtbot: Any) -> None:
    part.dock.layers.choose("testing_site")
    part.dock.show_layer("testing_site")
    part.dock.here.click()
    canvas = session.iface.mapCanvas()
    assert canvas.mapTool() is part._tool
    assert part.dock.here.isChecked()
    look(part, f"{LAT}, {LON}", qtbot)
    spot = canvas.getCoordinateTransform().transform(part._mark._cross.center())
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=spot.toQPointF().toPoint())
    accept(part, "testing_site", catalogue, "Trạm bấm chuột", qtbot)
    session.save_all()
    ((lon, lat, method),) = database.run(STORED, ("Trạm bấm chuột",))
    pixel = canvas.mapUnitsPerPixel() / 100_000
    assert (lon, lat) == pytest.approx((LON, LAT), abs=pixel * 2)
    assert method == "imagery"
    part.dock.here.click()
    assert canvas.mapTool() is not part._tool
    assert not part.dock.here.isChecked()


def test_a_click_outside_the_province_opens_no_form_and_says_why(part: EntryPart, session: Session, qtbot: Any) -> None:
    part.dock.show_layer("testing_site")
    part._picked(QgsPointXY(105.8542, 21.0285))
    until(qtbot, lambda: "Ngoài tỉnh" in said(session))
    assert part._adding.forms == ()


def test_a_form_that_is_cancelled_leaves_nothing(part: EntryPart, session: Session, qtbot: Any) -> None:
    part.dock.show_layer("testing_site")
    look(part, f"{LAT}, {LON}", qtbot)
    part.dock.position.add.click()
    (form,) = part._adding.forms
    form.reject()
    assert part._adding.forms == ()
    assert not session.layers()["testing_site"].isModified()


def test_a_form_closes_with_its_layer(part: EntryPart, database: Database, catalogue: Catalogue) -> None:
    layer = open_layer(own_service(database, "lan"), catalogue.layer("pharmacy"), "vi")
    assert layer.startEditing()
    part._adding._show(layer, new_feature(layer, QgsPointXY(LON, LAT), {}))
    assert len(part._adding.forms) == 1
    del layer
    gc.collect()
    tidy()
    assert part._adding.forms == ()


def test_without_a_map_nothing_can_be_added(part: EntryPart, session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "layers", dict)
    part.dock.position.text.setText(f"{LAT}, {LON}")
    part.dock.position.look()
    assert part.dock.position.preview.text() == "Hãy mở bản đồ Ncovy trước."
    assert not part.dock.position.add.isEnabled()


def test_a_link_is_wgs_84_whatever_was_chosen_for_the_surveyors_degrees(part: EntryPart, qtbot: Any) -> None:
    box = part.dock.position
    look(part, f"{LAT}, {LON}", qtbot, 4756)
    surveyed = box._spot
    look(part, f"https://www.google.com/maps?q={LAT},{LON}", qtbot)
    assert (box._spot.x(), box._spot.y()) == pytest.approx((LON, LAT), abs=METRE / 10)
    assert [box.system.itemData(place) for place in range(box.system.count())] == [4326]
    look(part, f"{LAT}; {LON}", qtbot)
    assert box.system.currentData() == 4756 and box._spot == surveyed, "what was chosen for degrees is still chosen"


def test_a_form_that_is_closed_is_gone(part: EntryPart, session: Session, qtbot: Any) -> None:
    part.dock.show_layer("testing_site")
    look(part, f"{LAT}, {LON}", qtbot)
    before = len(session.iface.mainWindow().findChildren(QgsAttributeDialog))
    for _ in range(3):
        part.dock.position.add.click()
        (form,) = part._adding.forms
        form.reject()
        del form
    tidy()
    assert len(session.iface.mainWindow().findChildren(QgsAttributeDialog)) == before


def test_putting_the_tool_down_takes_the_last_click_back(part: EntryPart, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer = Event(), Event()
    monkeypatch.setattr("ncovy_qgis.ui.entry.part.commune_at", lambda *_: asked.set() or answer.wait(5))
    part.dock.show_layer("testing_site")
    part.dock.here.click()
    part._picked(QgsPointXY(LON, LAT))
    until(qtbot, asked.is_set)
    part.dock.here.click()
    answer.set()
    qtbot.wait(300)
    assert part._adding.forms == ()


def test_a_click_keeps_its_layer_and_its_values_though_another_layer_is_chosen_before_the_answer(
    part: EntryPart, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer, begun = Event(), Event(), []
    monkeypatch.setattr("ncovy_qgis.ui.entry.part.commune_at", lambda *_: asked.set() or (answer.wait(5) and None))
    monkeypatch.setattr(part._adding, "at", lambda *given: begun.append(given))
    part.dock.show_layer("testing_site")
    monkeypatch.setattr(part.dock.reuse, "values", lambda: {"source_org": f"of {part.dock.layers.stem()}"})
    part._picked(QgsPointXY(LON, LAT))
    until(qtbot, asked.is_set)
    part.choose("pharmacy")
    answer.set()
    until(qtbot, lambda: len(begun) == 1)
    assert (begun[0][0], begun[0][2]) == ("testing_site", {"source_org": "of testing_site", "location_method": "imagery"})

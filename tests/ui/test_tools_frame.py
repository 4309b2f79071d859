"""What the windows of the tools share: sentences with counts, the list of faults, clicks on the map, the panel in its corner."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QWidget

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.gis.source import Source
from ncovy_qgis.gis.tools.plan import Fault, Plan
from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.tools.frame import FaultList, ToolDialog, chosen, names_of, ready, summary
from ncovy_qgis.ui.tools.outline import hectares
from ncovy_qgis.ui.tools.pick import Picker, feature_at, place_of
from tests.server import Database
from tests.ui.tools_desk import on_map, part_of, project, select, session, show_place, told

__all__ = ["project", "session"]
SQUARE = "MultiPolygon(((105.678 18.668, 105.682 18.668, 105.682 18.672, 105.678 18.672, 105.678 18.668)))"
LEFT = Qt.MouseButton.LeftButton


def fault(fid: int, blocks: bool, field: str = "phone") -> Fault:
    return Fault(fid, f"Điểm {fid}", field, Text("Câu", "Sentence"), blocks)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan({1: {}, 2: {}}, 0, ()), "2 đối tượng sẽ đổi."),
        (Plan({1: {}}, 4, ()), "1 đối tượng sẽ đổi; 4 đã như vậy."),
        (Plan({}, 0, (fault(1, True), fault(1, True, "name"))), "0 đối tượng sẽ đổi; 1 không đổi được, xem lý do trên."),
        (Plan({1: {}}, 0, (fault(1, False), fault(2, True), fault(2, False))), "sẽ đổi; 1 không đổi được, xem lý do trên; 1 sẽ còn điều"),
    ],
)
def test_a_plan_is_one_sentence_with_counts(plan: Plan, words: str) -> None:
    assert words in summary(plan)


def test_many_names_are_a_few_names_and_a_number() -> None:
    assert names_of(["A", "B"]) == "«A», «B»"
    assert names_of(list("ABCDE")) == "«A», «B», «C» và 2 đối tượng khác"


def test_faults_that_block_come_first_and_an_empty_list_hides(qgis_app: Any, catalogue: Catalogue) -> None:
    owner = QWidget()
    shown = FaultList(owner, catalogue.layer("testing_site"))
    shown.show_faults([fault(1, False), fault(2, True)])
    assert [shown.topLevelItem(row).text(0) for row in range(2)] == ["Điểm 2", "Điểm 1"]
    assert shown.topLevelItem(0).text(1) == "Điện thoại" and not shown.isHidden()
    shown.show_faults([])
    assert shown.isHidden()


def test_a_window_grows_when_faults_come_in_so_that_its_sentence_stays_in_sight(qgis_app: Any, qtbot: Any, catalogue: Catalogue) -> None:
    owner = QWidget()
    window = ToolDialog(owner, "any", "Kết thúc", "Kết thúc")
    qtbot.addWidget(owner)
    faults = FaultList(window, catalogue.layer("testing_site"))
    window.setMinimumWidth(400)
    window.head.setText("Điểm xét nghiệm: «Trung tâm Kiểm soát bệnh tật tỉnh Nghệ An», «Bệnh viện Hữu nghị Đa khoa Nghệ An».")
    window.fill(faults)
    window.show()
    before = window.height()
    faults.show_faults([fault(1, True)])
    window.note.setText("0 đối tượng sẽ đổi; 1 không đổi được, xem lý do trên; 1 sẽ còn điều phải bổ sung trước khi gửi duyệt.")
    qtbot.waitUntil(lambda: window.height() > before and faults.geometry().bottom() < window.note.geometry().top())
    assert window.note.height() >= window.note.heightForWidth(window.note.width())
    assert window.note.geometry().bottom() < window.buttons.geometry().top()


def test_a_name_that_is_cut_can_be_read_in_its_tooltip(qgis_app: Any, catalogue: Catalogue) -> None:
    owner = QWidget()
    shown = FaultList(owner, catalogue.layer("testing_site"))
    shown.show_faults([fault(1, True)])
    assert (shown.topLevelItem(0).toolTip(0), shown.topLevelItem(0).toolTip(2)) == ("Điểm 1", "Câu")


def test_a_layer_that_is_not_ours_is_no_target(session: Session) -> None:
    other = QgsVectorLayer("Point?crs=EPSG:4326", "khác", "memory")
    session.iface.setActiveLayer(other)
    assert chosen(session, "Hãy chọn gì đó") is None and told(session) == "Hãy chọn gì đó"
    session.iface.setActiveLayer(None)
    assert chosen(session, "Chưa có lớp") is None and told(session).startswith("Chưa có lớp")


def test_what_is_chosen_is_read_once_in_the_order_of_its_ids(session: Session) -> None:
    select(session)
    found = chosen(session, "")
    assert found is not None
    assert found.fids == sorted(found.fids) and [str(item["name"]) for item in found.features] == ["Trạm Lê Mao", "Trạm Hưng Bình", "Trạm Cửa Nam"]
    assert found.names() == "«Trạm Lê Mao», «Trạm Hưng Bình», «Trạm Cửa Nam»"


def test_a_layer_that_cannot_be_edited_says_so(session: Session) -> None:
    other = QgsVectorLayer("Point?crs=EPSG:4326", "khác", "memory")
    other.setReadOnly(True)
    assert not ready(session, other) and "Không sửa được lớp «khác»" in told(session)


def test_a_click_finds_the_nearest_point_before_the_zone_under_it(session: Session, database: Database) -> None:
    database.run(
        "INSERT INTO ncovy.lockdown_zone (name, geom, active_from) VALUES ('Khối 5', ST_GeomFromText(%s, 4326), '2021-08-22')", (SQUARE,), person="lan"
    )
    canvas = show_place(session, metres=300)
    layers = session.layers()
    assert [(stem, str(item["name"])) for stem, item in [feature_at(canvas, layers, on_map(105.68, 18.67)) or ("", {})]] == [("testing_site", "Trạm Lê Mao")]
    stem, zone = feature_at(canvas, layers, on_map(105.6785, 18.6715)) or ("", None)
    assert stem == "lockdown_zone" and zone is not None
    assert feature_at(canvas, layers, on_map(105.60, 18.60)) is None
    canvas.setLayers([layers["testing_site"]])
    assert feature_at(canvas, layers, on_map(105.6785, 18.6715)) is None


def test_the_map_tool_of_before_comes_back(session: Session) -> None:
    canvas = show_place(session)
    before, heard, ended = QgsMapToolPan(canvas), [], []
    canvas.setMapTool(before)
    picker = Picker(canvas, heard.append, lambda: ended.append(True))
    picker.start()
    picker.start()
    picker.tool.canvasClicked.emit(on_map(105.68, 18.67), LEFT)
    assert picker.active and place_of(heard[0]).x() == pytest.approx(105.68)
    picker.stop()
    picker.stop()
    assert canvas.mapTool() is before and ended
    picker.start()
    canvas.setMapTool(before)
    assert not picker.active and len(ended) == 2
    canvas.unsetMapTool(before)


def test_areas_are_read_as_vietnamese_write_them(qgis_app: Any) -> None:
    assert hectares(QgsGeometry.fromWkt(SQUARE)) == "18,68"
    assert hectares(QgsGeometry.fromWkt("Polygon((105 18, 106 18, 106 19, 105 19, 105 18))"))[:6] == "1.168."


def test_the_panel_says_when_the_server_does_not_answer_and_stays_in_its_corner(session: Session, qtbot: Any) -> None:
    canvas = show_place(session)
    panel = part_of(session).zones.panel
    panel.show_shape(QgsGeometry.fromWkt(SQUARE), Source(service="no_such_service"))
    qtbot.waitUntil(lambda: "Máy chủ chưa trả lời" in panel.contents.text(), timeout=6000)
    assert panel.area.text() == "Diện tích 18,68 ha" and panel.people.isHidden()
    assert panel.x() == 10
    canvas.resize(500, 400)
    QCoreApplication.sendEvent(canvas, QResizeEvent(canvas.size(), canvas.size()))  # Qt keeps it back from a window that is not shown
    assert panel.y() + panel.height() + 10 == 400
    canvas.resize(600, 600)
    panel.show_shape(QgsGeometry.fromWkt("MultiPolygon EMPTY"), Source(service="no_such_service"))
    assert panel.isHidden() and panel.contents.text() == ""


def test_the_clock_of_this_computer_serves_when_the_server_is_silent(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime, timedelta

    from ncovy_qgis.gis.values import VIETNAM
    from ncovy_qgis.ui.tools.clock import now_of

    assert now_of(session, session.iface.mainWindow()) == datetime(2021, 9, 17, 18, tzinfo=VIETNAM)
    monkeypatch.setattr(session, "source", lambda: Source(service="no_such_service"))
    assert abs(now_of(session, session.iface.mainWindow()) - datetime.now(VIETNAM)) < timedelta(minutes=2)
    assert "dùng giờ của máy này" in told(session)

"""The window in which looks are saved: what changed is ticked, what came of it is said in words."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsFillSymbol, QgsProject, QgsShapeburstFillSymbolLayer
from qgis.PyQt.QtGui import QColor

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.layers import find_layers
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.ui.restyle import RestyleDialog, not_shown
from tests.gis.editors import own_service
from tests.server import Database


@pytest.fixture
def window(database: Database, catalogue: Catalogue, qgis_iface: Any) -> Any:
    """The window over a map whose zones under Directive 19 were given a look that the web cannot show."""
    source, project, symbol = own_service(database, "admin"), QgsProject(), QgsFillSymbol()
    open_project(source, catalogue, project)
    layers = find_layers(project, catalogue)
    symbol.changeSymbolLayer(0, QgsShapeburstFillSymbolLayer(QColor("red"), QColor("blue")))
    renderer = layers["lockdown_zone"].renderer().clone()
    renderer.rootRule().findRuleByKey("active-ct19").setSymbol(symbol)
    layers["lockdown_zone"].setRenderer(renderer)
    dialog = RestyleDialog(qgis_iface.mainWindow(), source, catalogue, layers)
    dialog.start()
    yield dialog
    dialog.deleteLater()
    project.clear()


def test_what_changed_is_ticked_saved_and_what_the_web_cannot_show_is_named(window: RestyleDialog, database: Database) -> None:
    assert [window.list.item(row).text() for row in range(2)] == ["Vùng phong tỏa (đã đổi)", "Điểm phong tỏa"]
    assert (window.list.count(), window.chosen()) == (10, ("lockdown_zone",))
    window.keep.click()
    assert window.answer.text().splitlines() == [
        "Đã lưu kiểu của Vùng phong tỏa. Lần phát hành tiếp theo sẽ dùng.",
        "Bản đồ công khai chưa thể hiện được:",
        "• Vùng phong tỏa: «Chỉ thị 19»: lớp ký hiệu «ShapeburstFill»",
    ]
    assert database.run("SELECT layer, version FROM ncovy.layer_style") == [("lockdown_zone", 1)]
    assert window.chosen() == ()
    window.keep.click()
    assert window.answer.text() == "Chưa chọn lớp nào."


def test_who_comes_second_reads_a_sentence(window: RestyleDialog, database: Database) -> None:
    database.run("INSERT INTO ncovy.layer_style (layer, version, qml, by) VALUES ('lockdown_zone', 1, '<qgis/>', 'lan')")
    window.save()
    assert window.answer.text().startswith("lan đã lưu kiểu khác cho lớp này lúc ")


def test_a_file_that_is_no_layer_keeps_its_name(catalogue: Catalogue) -> None:
    assert not_shown(catalogue, ()) == ()
    assert not_shown(catalogue, ["unit.qml: thiếu tệp / file is missing"])[1] == "• unit: thiếu tệp"

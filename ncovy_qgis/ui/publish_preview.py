"""What a release would change: a table in the publishing window, and two layers on the map that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateTransform,
    QgsFeature,
    QgsRectangle,
    QgsRendererCategory,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ..gis.compat import the_project

OPENED, CHANGED, LIFTED, WITHDRAWN = KINDS = ("opened", "changed", "lifted", "withdrawn")
COLOURS: Mapping[str, str] = {OPENED: "#2e7d32", CHANGED: "#ef6c00", LIFTED: "#1565c0", WITHDRAWN: "#c62828"}  # told apart in grey, too: by their words
PLACE = Qt.ItemDataRole.UserRole
NEAR = 0.004  # degrees around a point


def kind_word(kind: str) -> str:
    """As the daily summary says it."""
    translate = QCoreApplication.translate
    return {
        OPENED: translate("Ncovy", "Mở mới"),
        CHANGED: translate("Ncovy", "Thay đổi"),
        LIFTED: translate("Ncovy", "Dỡ bỏ"),
        WITHDRAWN: translate("Ncovy", "Không còn hiển thị"),
    }[kind]


class ChangeTable(QTreeWidget):
    """One line a feature; `place_wanted` carries where it is (EPSG:4326)."""

    place_wanted = pyqtSignal(object)  # QgsRectangle

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("ncovyPublishChanges")
        heads = (translate("Ncovy", "Trên bản đồ"), translate("Ncovy", "Lớp"), translate("Ncovy", "Đối tượng"), translate("Ncovy", "Xã"))
        self.setHeaderLabels([*heads, translate("Ncovy", "Trường")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.itemActivated.connect(lambda item, _: self.place_wanted.emit(item.data(0, PLACE)))
        self.itemClicked.connect(lambda item, _: self.place_wanted.emit(item.data(0, PLACE)))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def show_changes(self, features: Iterable[QgsFeature]) -> None:
        """Grouped by kind, as the summary is."""
        self.clear()
        rows = sorted(features, key=lambda each: KINDS.index(each["kind"]))
        self.addTopLevelItems([_row(feature) for feature in rows])
        for column, width in enumerate((130, 130, 220, 130)):
            self.setColumnWidth(column, width)


def _row(feature: QgsFeature) -> QTreeWidgetItem:
    words = (kind_word(feature["kind"]), feature["title"], feature["name"], feature["commune"], feature["fields"])
    row = QTreeWidgetItem([str(word or "") for word in words])
    row.setForeground(0, QColor(COLOURS[feature["kind"]]))
    row.setToolTip(4, str(feature["fields"] or ""))
    row.setData(0, PLACE, feature.geometry().boundingBox())
    return row


class PreviewLayers:
    """The two layers in the project, above all others; gone with the next preview, or with the window."""

    def __init__(self) -> None:
        self._ids: list[str] = []

    def show(self, layers: Sequence[QgsVectorLayer]) -> None:
        """Styled by kind; an empty one is not shown."""
        self.clear()
        title = QCoreApplication.translate("Ncovy", "Xem trước bản phát hành")
        for layer in layers:
            if layer.featureCount():
                layer.setName(title)
                layer.setCustomProperty("skipMemoryLayersCheck", 1)  # nobody need be asked whether to keep it
                layer.setRenderer(_renderer(layer))
                the_project().addMapLayer(layer, False)
                the_project().layerTreeRoot().insertLayer(0, layer)
                self._ids.append(layer.id())

    def clear(self) -> None:
        """Take them away, those that somebody else has not taken already."""
        there = [key for key in self._ids if the_project().mapLayer(key) is not None]
        self._ids.clear()
        the_project().removeMapLayers(there)


def _renderer(layer: QgsVectorLayer) -> QgsCategorizedSymbolRenderer:
    categories = []
    for kind in KINDS:
        symbol: Optional[QgsSymbol] = QgsSymbol.defaultSymbol(layer.geometryType())
        if symbol is not None:
            symbol.setColor(QColor(COLOURS[kind]))
            symbol.setOpacity(0.75)
            categories.append(QgsRendererCategory(kind, symbol, kind_word(kind)))
    return QgsCategorizedSymbolRenderer("kind", categories)


def around(place: QgsRectangle, target: QgsCoordinateTransform) -> QgsRectangle:
    """What the map is to show of it; a point gets surroundings."""
    wide = QgsRectangle(place)
    wide.grow(max(NEAR, wide.width() * 0.2, wide.height() * 0.2))
    return target.transformBoundingBox(wide)


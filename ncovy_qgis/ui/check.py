"""Findings of the row rules and the set rules: a list beside the map; a click goes to the feature."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ..core.catalogue import Catalogue
from ..db.checks import Finding, check
from ..db.connection import connect
from ..gis.source import Source
from . import waiting
from .messages import sentence_of
from .words import icon, said

NEAR_M = 400.0  # half the width of what is shown around a finding


def findings(source: Source, catalogue: Catalogue) -> tuple[Finding, ...]:
    """All findings of all layers."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        return tuple(check(connection, catalogue))


class CheckDialog(QDialog):
    """Not modal: the map stays usable."""

    def __init__(
        self, parent: QWidget, source: Source, catalogue: Catalogue, canvas: QgsMapCanvas, layers: Mapping[str, QgsVectorLayer]
    ) -> None:
        super().__init__(parent)
        self._source, self._catalogue, self._canvas, self._layers = source, catalogue, canvas, layers
        self.setObjectName("ncovyCheck")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Kiểm tra dữ liệu"))
        self.resize(980, 460)
        self.summary = QLabel(self)
        self.list = self._tree()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(QCoreApplication.translate("Ncovy", "Đóng"))
        again = buttons.addButton(QCoreApplication.translate("Ncovy", "Kiểm tra lại"), QDialogButtonBox.ButtonRole.ActionRole)
        again.clicked.connect(self.start)
        buttons.rejected.connect(self.reject)
        self.detail = QLabel(self)
        self.detail.setWordWrap(True)
        self.list.currentItemChanged.connect(lambda row, _: self.detail.setText(row.text(4) if row else ""))
        layout = QVBoxLayout(self)
        for widget in (self.summary, self.list, self.detail, buttons):
            layout.addWidget(widget)

    def start(self) -> None:
        """Run the checks and list what they find."""
        text = QCoreApplication.translate("Ncovy", "Đang kiểm tra…")
        try:
            found = waiting.run(lambda: findings(self._source, self._catalogue), self, text)
        except Exception as error:  # an edge: the sentence is shown above the list
            self.summary.setText(sentence_of(error))
            return
        self.show_findings(found)

    def show_findings(self, found: tuple[Finding, ...]) -> None:
        """Errors first."""
        self.list.clear()
        errors = sum(item.severity == "error" for item in found)
        text = QCoreApplication.translate("Ncovy", "{errors} lỗi, {warnings} cảnh báo. Bấm vào một dòng để tới đối tượng.")
        self.summary.setText(text.format(errors=errors, warnings=len(found) - errors))
        for item in sorted(found, key=lambda item: item.severity != "error"):
            self.list.addTopLevelItem(self._row(item))

    def _row(self, item: Finding) -> QTreeWidgetItem:
        error, warning = QCoreApplication.translate("Ncovy", "Lỗi"), QCoreApplication.translate("Ncovy", "Cảnh báo")
        layer = self._catalogue.layer(item.layer)
        field = said(layer.field(item.field).label) if item.field and layer.has(item.field) else ""
        words = [error if item.severity == "error" else warning, said(layer.title), item.name or "", field, said(item.text)]
        row = QTreeWidgetItem(words)
        row.setIcon(1, icon(item.layer))
        row.setToolTip(4, words[4])
        row.setData(0, Qt.ItemDataRole.UserRole, item)
        return row

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        translate = QCoreApplication.translate
        tree.setHeaderLabels(
            [
                translate("Ncovy", "Mức"),
                translate("Ncovy", "Lớp"),
                translate("Ncovy", "Tên"),
                translate("Ncovy", "Trường"),
                translate("Ncovy", "Nội dung"),
            ]
        )
        tree.setRootIsDecorated(False)
        tree.setSortingEnabled(True)
        tree.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((80, 170, 190, 130)):
            tree.setColumnWidth(column, width)
        tree.itemClicked.connect(lambda row, _: self.go_to(row.data(0, Qt.ItemDataRole.UserRole)))
        return tree

    def go_to(self, item: Any) -> None:
        """Centre the map on a finding and select its feature."""
        if item.lon is not None:
            self._canvas.setExtent(_around(QgsPointXY(item.lon, item.lat)))
            self._canvas.refresh()
        layer: Optional[QgsVectorLayer] = self._layers.get(item.layer)
        if layer is not None:
            layer.selectByExpression(f"\"uid\" = '{item.uid}'")


def _around(point: QgsPointXY) -> QgsRectangle:
    project = QgsProject.instance()
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project.transformContext())
    spot = transform.transform(point)
    return QgsRectangle(spot.x() - NEAR_M, spot.y() - NEAR_M, spot.x() + NEAR_M, spot.y() + NEAR_M)

"""What «từ các xã» and «vùng đệm» share: the outline is shown on the map, then becomes a new zone or that of the selected one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QCheckBox

from ...core.numbers import show_number
from ...gis.tools.plan import features_of, title_of
from ...gis.tools.shapes import area_m2, to_project
from ...gis.tools.zones import add_zone, reshape
from .frame import ToolDialog, ready
from .pick import band, discard, draw
from .planned import saved_meanwhile

if TYPE_CHECKING:
    from ..session import Session

COLOUR = "#1565C0"
LEAST_SHARE = 0.15  # of the map, below which an outline is zoomed to
EMPTY = "MultiPolygon EMPTY"


class OutlineDialog(ToolDialog):
    """A shape in EPSG:4326 in the making; `zones` is the layer it goes to."""

    def __init__(self, session: Session, zones: QgsVectorLayer, name: str, title: str) -> None:
        super().__init__(session.iface.mainWindow(), name, title, QCoreApplication.translate("Ncovy", "Tạo vùng"))
        self._session, self._zones, self._canvas = session, zones, session.iface.mapCanvas()
        self.shape = QgsGeometry.fromWkt(EMPTY)
        self._band = band(self._canvas, COLOUR)
        self.replace = QCheckBox(self)
        chosen = features_of(zones, zones.selectedFeatureIds()) if zones.selectedFeatureCount() == 1 else []
        self._target = chosen[0].id() if chosen else None
        self.replace.setVisible(bool(chosen))
        if chosen:
            text = QCoreApplication.translate("Ncovy", "Thay hình của vùng đang chọn «{name}»")
            self.replace.setText(text.format(name=title_of(chosen[0])))
        self.finished.connect(lambda _: discard(self._canvas, self._band))

    def show_shape(self, shape: QgsGeometry) -> None:
        """On the map, with its area."""
        self.shape = shape
        draw(self._band, shape)
        self.ok.setEnabled(not shape.isEmpty())
        text = QCoreApplication.translate("Ncovy", "Diện tích {area} ha")
        self.note.setText("" if shape.isEmpty() else text.format(area=hectares(shape)))

    def zoom(self) -> None:
        """Bring the outline into view when it is not there, or too small to be seen."""
        box = to_project(self.shape, QgsProject.instance()).boundingBox()
        seen = self._canvas.extent()
        if not self.shape.isEmpty() and (not seen.contains(box) or max(box.width() / seen.width(), box.height() / seen.height()) < LEAST_SHARE):
            box.scale(2)
            self._canvas.setExtent(box)
            self._canvas.refresh()

    def put(self, values: Mapping[str, Any]) -> bool:
        """Into the edit buffer; a new zone is selected and its form opened."""
        if self.shape.isEmpty() or not ready(self._session, self._zones):
            return False
        if self._target is not None and self.replace.isChecked():
            done = reshape(self._zones, {self._target: self.shape}, self.windowTitle())
            self.note.setText("" if done else saved_meanwhile(1))
            return done
        feature = add_zone(self._zones, self.shape, values, self.windowTitle())
        if feature is None:
            self.note.setText(QCoreApplication.translate("Ncovy", "QGIS không nhận hình này."))
            return False
        self._zones.selectByIds([feature.id()])
        self._session.iface.setActiveLayer(self._zones)
        self._session.open_form(self._zones, feature)
        return True


def hectares(shape: QgsGeometry) -> str:
    """The area of a shape in EPSG:4326, as people read it."""
    area = area_m2(shape) / 10_000
    return show_number(round(area, 0 if area >= 100 else 2))

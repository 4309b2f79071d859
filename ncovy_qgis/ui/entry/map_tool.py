"""On the map: one click gives the place of the next feature; a mark blinks where a typed place lies."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsVertexMarker
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ...gis.positions import from_map, to_map

COLOUR = "#D81B60"
BLINK_MS = 450


class PointTool(QgsMapTool):
    """Emits `picked` (degrees WGS 84) for every left click, snapped as the project says; Escape gives the tool back."""

    picked = pyqtSignal(object)  # QgsPointXY
    given_back = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # the name QGIS calls
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(from_map(event.snapPoint(), QgsProject.instance()))
        elif event.button() == Qt.MouseButton.RightButton:
            self.given_back.emit()

    def keyPressEvent(self, event: Any) -> None:  # the name Qt calls
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.given_back.emit()


class Mark:
    """A cross that blinks on the map until it is hidden."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._cross: Optional[QgsVertexMarker] = None
        self._timer = QTimer()
        self._timer.setInterval(BLINK_MS)
        self._timer.timeout.connect(self._blink)

    @property
    def visible(self) -> bool:
        return self._cross is not None

    def show(self, spot: QgsPointXY, follow: bool) -> None:
        """Blink at a place in degrees WGS 84; the map moves only if it may and the place is not on it."""
        point = to_map(spot, QgsProject.instance())
        if self._cross is None:
            self._cross = QgsVertexMarker(self._canvas)
            self._cross.setIconType(QgsVertexMarker.IconType.ICON_CROSS)
            self._cross.setColor(QColor(COLOUR))
            self._cross.setIconSize(18)
            self._cross.setPenWidth(3)
        self._cross.setCenter(point)
        self._cross.show()
        self._timer.start()
        if follow and not self._canvas.extent().contains(point):
            self._canvas.setCenter(point)
            self._canvas.refresh()

    def hide(self) -> None:
        """Take it off the map."""
        self._timer.stop()
        if self._cross is not None:
            self._canvas.scene().removeItem(self._cross)
            self._cross = None

    def _blink(self) -> None:
        if self._cross is not None:
            self._cross.setVisible(not self._cross.isVisible())

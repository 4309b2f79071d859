"""The map of QGIS follows the item under the cursor; the server is asked for nothing but what the map draws."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtGui import QColor

from ..live.marks import go_to
from .rows import Row

AREA_DEGREES = 0.012  # about 1.3 km: what is shown around the middle of an area
BRIGHT, GONE = QColor(245, 124, 0, 255), QColor(245, 124, 0, 0)
FLASHES, FLASH_MS = 3, 350


def show_place(canvas: QgsMapCanvas, row: Row, is_area: bool) -> None:
    """Move there and flash it."""
    crs, point = QgsCoordinateReferenceSystem("EPSG:4326"), QgsPointXY(row.item.lon, row.item.lat)
    spot = QgsGeometry.fromPointXY(point)
    around = QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(point, AREA_DEGREES, AREA_DEGREES)) if is_area else spot
    go_to(canvas, around, crs)
    canvas.flashGeometries([spot], crs, BRIGHT, GONE, FLASHES, FLASH_MS)

"""Rings and outlines on the canvas around what somebody else changed under the person's hands; and going there."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

from ...gis.arrivals import Overtaken

COLOUR = QColor(245, 124, 0)
HALO = QColor(255, 255, 255, 230)
RING_PX, WIDTH_PX = 26, 3
NEAR_DEGREES = 0.0036  # half the width of what is shown around a point, about 400 m


class Marks:
    """Redrawn when what is marked has changed."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._bands: list[QgsRubberBand] = []
        self.shown: tuple[tuple[str, int, str], ...] = ()  # layer id, feature id, place

    def show(self, found: Sequence[Overtaken]) -> None:
        """Mark these and no others."""
        wanted = tuple((each.layer.id(), each.fid, each.geometry.asWkt(6)) for each in found)
        if wanted == self.shown:
            return
        self.clear()
        self.shown = wanted
        self._bands = [self._band(each) for each in found]

    def clear(self) -> None:
        """Nothing is marked."""
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands, self.shown = [], ()

    def _band(self, item: Overtaken) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, item.geometry.type())
        band.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
        band.setIconSize(RING_PX)
        band.setStrokeColor(COLOUR)
        band.setSecondaryStrokeColor(HALO)
        band.setFillColor(QColor(0, 0, 0, 0) if item.geometry.type() == QgsWkbTypes.GeometryType.PointGeometry else QColor(245, 124, 0, 40))
        band.setWidth(WIDTH_PX)
        band.setToGeometry(item.geometry, item.layer)
        return band


def go_to(canvas: QgsMapCanvas, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
    """Show a place of a layer (degrees) without asking the database for it."""
    if geometry.isEmpty():
        return
    project = QgsProject.instance()
    transform = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), project.transformContext())
    place = geometry.boundingBox()
    place.grow(max(NEAR_DEGREES, place.width() / 3, place.height() / 3))
    canvas.setExtent(transform.transformBoundingBox(place))
    canvas.refresh()

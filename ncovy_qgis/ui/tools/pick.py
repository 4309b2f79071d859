"""Clicks on the map for the tools: a place in EPSG:4326, or the feature of a Ncovy layer that lies there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Callable, Optional

from qgis.core import QgsCoordinateTransform, QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMapToolEmitPoint, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QDialog, QPushButton

from ...gis.tools.shapes import from_project, to_project

REACH_PX = 8  # how far from the click a feature is still meant


class Picker:
    """Holds the map tool while something is picked; the tool that was there before comes back."""

    def __init__(self, canvas: QgsMapCanvas, picked: Callable[[QgsPointXY], None], ended: Callable[[], None]) -> None:
        self._canvas, self._picked, self._ended = canvas, picked, ended
        self._before: Optional[QgsMapTool] = None
        self.tool = QgsMapToolEmitPoint(canvas)
        self.tool.setCursor(Qt.CursorShape.CrossCursor)
        self.tool.canvasClicked.connect(self._clicked)
        self.tool.deactivated.connect(self._left)

    @property
    def active(self) -> bool:
        return bool(self._canvas.mapTool() is self.tool)

    def start(self) -> None:
        """Wait for clicks."""
        if not self.active:
            self._before = self._canvas.mapTool()
            self._canvas.setMapTool(self.tool)

    def stop(self) -> None:
        """Give the map back."""
        if self.active:
            self._canvas.unsetMapTool(self.tool)
            if self._before is not None:
                self._canvas.setMapTool(self._before)
        self._before = None

    def close(self) -> None:
        """Nothing is picked any more."""
        self.stop()
        self.tool.deleteLater()

    def _clicked(self, point: QgsPointXY, *_: object) -> None:
        self._picked(QgsPointXY(point))

    def _left(self) -> None:
        self._ended()


class PickButton(QPushButton):
    """Down while the window waits for clicks on the map."""

    def __init__(self, window: QDialog, text: str, canvas: QgsMapCanvas, picked: Callable[[QgsPointXY], None]) -> None:
        super().__init__(text, window)
        self.setCheckable(True)
        self.picker = Picker(canvas, picked, lambda: self.setChecked(False))
        self.toggled.connect(lambda on: self.picker.start() if on else self.picker.stop())
        window.finished.connect(lambda _: self.picker.close())


def place_of(point: QgsPointXY) -> QgsPointXY:
    """A point of the map in EPSG:4326."""
    return from_project(QgsGeometry.fromPointXY(point), QgsProject.instance()).asPoint()


def feature_at(canvas: QgsMapCanvas, layers: Mapping[str, QgsVectorLayer], point: QgsPointXY) -> Optional[tuple[str, QgsFeature]]:
    """The visible feature nearest to a point of the map, points before zones; (stem, feature)."""
    reach = REACH_PX * canvas.mapUnitsPerPixel()
    box = QgsRectangle(point.x() - reach, point.y() - reach, point.x() + reach, point.y() + reach)
    here = QgsGeometry.fromPointXY(point)
    shown = {layer.id() for layer in canvas.layers()}
    found = []
    for stem, layer in layers.items():
        if layer.id() not in shown:
            continue
        transform = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), layer.crs(), QgsProject.instance().transformContext())
        request = QgsFeatureRequest().setFilterRect(transform.transformBoundingBox(box)).setFlags(QgsFeatureRequest.Flag.ExactIntersect)
        for feature in layer.getFeatures(request):
            found.append((layer.geometryType(), to_project(feature.geometry(), QgsProject.instance()).distance(here), stem, feature))
    best = min(found, key=lambda each: (int(each[0]), each[1]), default=None)
    return (best[2], best[3]) if best else None


def band(canvas: QgsMapCanvas, colour: str, dashed: bool = False) -> QgsRubberBand:
    """An outline over the map, filled faintly."""
    made = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
    line, fill = QColor(colour), QColor(colour)
    fill.setAlpha(45)
    made.setStrokeColor(line)
    made.setFillColor(fill)
    made.setWidth(2)
    if dashed:
        made.setLineStyle(Qt.PenStyle.DashLine)
    return made


def draw(made: QgsRubberBand, shape: QgsGeometry) -> None:
    """Show a shape of EPSG:4326 in a band; an empty one clears it."""
    if shape.isEmpty():
        made.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
    else:
        made.setToGeometry(to_project(shape, QgsProject.instance()), None)


def discard(canvas: QgsMapCanvas, *bands: QgsRubberBand) -> None:
    """Take bands off the map for good."""
    for each in bands:
        canvas.scene().removeItem(each)

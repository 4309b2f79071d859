"""Sheets of features, one in each cell, drawn by QGIS with the QML and described for the browser: the same pixels on the same ground."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QPointF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF

from ncovy_qgis.core.catalogue import LABELS
from tests.gis.styled_layers import as_array, own_icons, styled

PAPER = "#a9b4b8"
"""Behind the signs: neither white nor dark, so that both show."""
RADIUS = 6378137.0
VINH = (105.68, 18.68)
ZONE = [(0.1, 0.14), (0.5, 0.06), (0.9, 0.24), (0.8, 0.55), (0.9, 0.9), (0.3, 0.88), (0.16, 0.55)]


@dataclass(frozen=True)
class Cell:
    """One feature, and what it is called in the tests."""

    layer: str
    point: bool
    row: Mapping[str, Any]
    name: str


@dataclass(frozen=True)
class Sheet:
    """Cells in rows at one zoom; `width` and `height` of a cell in CSS pixels."""

    name: str
    zoom: float
    cells: Sequence[Cell]
    labels: bool = False
    width: int = 72
    height: int = 72
    columns: int = 12
    style: str = "style.json"

    @property
    def size(self) -> tuple[int, int]:
        """Pixels across and down, both even."""
        return self.columns * self.width, math.ceil(len(self.cells) / self.columns) * self.height

    def corner(self, index: int) -> tuple[int, int]:
        """Where a cell begins."""
        return index % self.columns * self.width, index // self.columns * self.height

    def metres(self) -> float:
        """Map units of web mercator in a pixel."""
        return 2 * math.pi * RADIUS / (512 * 2**self.zoom)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Web mercator of a pixel of the sheet."""
        left, top = _mercator(VINH)
        return left + x * self.metres(), top - y * self.metres()

    def shape(self, index: int) -> list[tuple[float, float]]:
        """The point, or the ring of the area, of a cell."""
        left, top = self.corner(index)
        if self.cells[index].point:
            return [self.place(left + min(self.width, self.height) / 2, top + self.height / 2)]
        return [self.place(left + x * self.width, top + y * self.height) for x, y in ZONE]

    def masks(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """Of an area's cell: along its outline, and well inside it."""
        ring = QPolygonF([QPointF(x * self.width, y * self.height) for x, y in ZONE])
        rim, whole = self._mask(ring, 9, Qt.BrushStyle.NoBrush), self._mask(ring, 9, Qt.BrushStyle.SolidPattern)
        return rim, whole & ~rim

    def _mask(self, ring: QPolygonF, width: float, brush: Qt.BrushStyle) -> np.ndarray:
        image = QImage(self.width, self.height, QImage.Format.Format_RGB888)
        image.fill(QColor("#000000"))
        painter = QPainter(image)
        painter.setPen(QPen(QColor("#ffffff"), width))
        painter.setBrush(QBrush(QColor("#ffffff"), brush))
        painter.drawPolygon(ring)
        painter.end()
        return as_array(image)[:, :, 0] > 0.5

    def cut(self, picture: np.ndarray, index: int) -> np.ndarray:
        """One cell of a drawn sheet."""
        left, top = self.corner(index)
        return picture[top : top + self.height, left : left + self.width]


def by_qgis(sheet: Sheet) -> np.ndarray:
    """The sheet as QGIS draws it with the QML of this checkout, in the reference system of the project."""
    settings = QgsMapSettings()
    width, height = sheet.size
    with own_icons():
        layers = [_layer(sheet, name) for name in dict.fromkeys(cell.layer for cell in sheet.cells)]
        settings.setLayers(layers)
        settings.setOutputSize(QSize(width, height))
        settings.setOutputDpi(96)
        settings.setBackgroundColor(QColor(PAPER))
        settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
        (left, top), (right, bottom) = sheet.place(0, 0), sheet.place(width, height)
        settings.setExtent(QgsRectangle(left, bottom, right, top))
        settings.setFlag(QgsMapSettings.Flag.DrawLabeling, sheet.labels)
        context = QgsExpressionContext()
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
        settings.setExpressionContext(context)
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        return as_array(job.renderedImage())


def _layer(sheet: Sheet, name: str) -> Any:
    chosen = [index for index, cell in enumerate(sheet.cells) if cell.layer == name]
    point = sheet.cells[chosen[0]].point
    rows = [(_geometry(sheet, index), sheet.cells[index].row) for index in chosen]
    return styled(name, "Point" if point else "MultiPolygon", rows)


def _geometry(sheet: Sheet, index: int) -> QgsGeometry:
    places = [QgsPointXY(*place) for place in sheet.shape(index)]
    return QgsGeometry.fromPointXY(places[0]) if len(places) == 1 else QgsGeometry.fromMultiPolygonXY([[[*places, places[0]]]])


def for_the_browser(sheet: Sheet) -> dict[str, Any]:
    """What likeness.mjs needs: one GeoJSON a layer, with the columns of the tiles."""
    width, height = sheet.size
    sources: dict[str, Any] = {}
    for index, cell in enumerate(sheet.cells):
        places = [_degrees(*place) for place in sheet.shape(index)]
        properties = {name: value for name, value in cell.row.items() if value is not None}
        geometry = {"type": "Point", "coordinates": places[0]} if cell.point else {"type": "Polygon", "coordinates": [[*places, places[0]]]}
        _add(sources, cell.layer, properties, geometry)
        if sheet.labels and not cell.point:
            left, top = sheet.corner(index)
            middle = _degrees(*sheet.place(left + sheet.width / 2, top + sheet.height / 2))
            _add(sources, cell.layer + LABELS, properties, {"type": "Point", "coordinates": middle})
    return {"name": sheet.name, "style": sheet.style, "zoom": sheet.zoom, "paper": PAPER, "width": width, "height": height,
            "center": _degrees(*sheet.place(width / 2, height / 2)), "sources": sources}  # fmt: skip


def _add(sources: dict[str, Any], name: str, properties: Mapping[str, Any], geometry: Mapping[str, Any]) -> None:
    source = sources.setdefault(name, {"type": "FeatureCollection", "features": []})
    source["features"].append({"type": "Feature", "properties": properties, "geometry": geometry})


def _mercator(place: tuple[float, float]) -> tuple[float, float]:
    longitude, latitude = map(math.radians, place)
    return RADIUS * longitude, RADIUS * math.log(math.tan(math.pi / 4 + latitude / 2))


def _degrees(x: float, y: float) -> tuple[float, float]:
    return math.degrees(x / RADIUS), math.degrees(2 * math.atan(math.exp(y / RADIUS)) - math.pi / 2)

"""Outlines: colour, width in CSS pixels, dashes in line widths. Uses qgis.core alone."""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsSimpleFillSymbolLayer, QgsSimpleLineSymbolLayer, QgsUnitTypes
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from .scales import pixels

Dash = tuple[float, ...]
_STYLES: dict[int, Dash] = {
    Qt.PenStyle.SolidLine: (),
    Qt.PenStyle.DashLine: (4, 2),
    Qt.PenStyle.DotLine: (1, 2),
    Qt.PenStyle.DashDotLine: (4, 2, 1, 2),
    Qt.PenStyle.DashDotDotLine: (4, 2, 1, 2, 1, 2),
}


class Stroke(NamedTuple):
    colour: QColor
    width: float
    dash: Dash


def stroke_of_line(layer: QgsSimpleLineSymbolLayer) -> list[Stroke]:
    """The stroke of a line layer, none when it has no pen."""
    if layer.useCustomDashPattern():
        width = _pixels(layer.width(), layer.widthUnit())
        dash = tuple(round(pixels(length, layer.customDashPatternUnit()) / width, 2) for length in layer.customDashVector())
        return [Stroke(layer.color(), width, dash)]
    return _styled(layer.penStyle(), layer.color(), _pixels(layer.width(), layer.widthUnit()))


def stroke_of_fill(layer: QgsSimpleFillSymbolLayer) -> list[Stroke]:
    """The border of a simple fill, none when it has no pen."""
    return _styled(layer.strokeStyle(), layer.strokeColor(), _pixels(layer.strokeWidth(), layer.strokeWidthUnit()))


def _styled(style: Qt.PenStyle, colour: QColor, width: float) -> list[Stroke]:
    return [Stroke(colour, width, _STYLES[style])] if style in _STYLES else []


def _pixels(width: float, unit: QgsUnitTypes.RenderUnit) -> float:
    """A hairline of QGIS is one pixel."""
    return round(pixels(width, unit), 2) or 1.0

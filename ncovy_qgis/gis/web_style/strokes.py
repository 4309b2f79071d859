"""Outlines: colour, width in CSS pixels, dashes in line widths. Uses qgis.core alone."""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsSimpleFillSymbolLayer, QgsSimpleLineSymbolLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from .scales import PIXELS_PER_MM

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
        dash = tuple(round(length / layer.width(), 2) for length in layer.customDashVector())
        return [Stroke(layer.color(), _pixels(layer.width()), dash)]
    return _styled(layer.penStyle(), layer.color(), layer.width())


def stroke_of_fill(layer: QgsSimpleFillSymbolLayer) -> list[Stroke]:
    """The border of a simple fill, none when it has no pen."""
    return _styled(layer.strokeStyle(), layer.strokeColor(), layer.strokeWidth())


def _styled(style: Qt.PenStyle, colour: QColor, width: float) -> list[Stroke]:
    return [Stroke(colour, _pixels(width), _STYLES[style])] if style in _STYLES else []


def _pixels(millimetres: float) -> float:
    return round(millimetres * PIXELS_PER_MM, 2)

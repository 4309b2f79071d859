"""Markers, hatches and swatches drawn by QGIS and packed into MapLibre sprites, the same bytes every time. Uses qgis.core alone."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Callable

from qgis.core import (
    QgsFeature,
    QgsFillSymbol,
    QgsMarkerSymbol,
    QgsProperty,
    QgsRenderContext,
    QgsSymbol,
    QgsSymbolLayer,
)
from qgis.PyQt.QtCore import QBuffer, QIODevice, QPointF, QRect, QRectF, Qt
from qgis.PyQt.QtGui import QImage, QPainter, QPolygonF

from .scales import PIXELS_PER_MM, STRETCH

Draw = Callable[[int], QImage]
"""Draws one image at a pixel ratio."""
RATIOS = {1: "", 2: "@2x", 3: "@3x"}
SHEET_WIDTH = 512
_MARGIN = 1
SWATCH = (28, 18)


def pack(images: Mapping[str, Draw]) -> dict[str, bytes]:
    """The sprite files: sprite.png, sprite.json and their @2x, @3x."""
    files: dict[str, bytes] = {}
    for ratio, suffix in RATIOS.items():
        sheet, index = _sheet({name: images[name](ratio) for name in sorted(images)}, ratio)
        files[f"sprite{suffix}.png"] = _png(sheet)
        files[f"sprite{suffix}.json"] = json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return files


def _sheet(images: Mapping[str, QImage], ratio: int) -> tuple[QImage, dict[str, dict[str, int]]]:
    """Shelves of images, the highest first, so that a sheet wastes little."""
    order = sorted(images, key=lambda name: (-images[name].height(), name))
    gap, width, x, y, shelf = 2 * ratio, SHEET_WIDTH * ratio, 0, 0, 0
    index: dict[str, dict[str, int]] = {}
    for name in order:
        image = images[name]
        if x + image.width() > width:
            x, y, shelf = 0, y + shelf + gap, 0
        size = {"width": image.width(), "height": image.height()}
        index[name] = {"x": x, "y": y, "pixelRatio": ratio, **size}
        x, shelf = x + image.width() + gap, max(shelf, image.height())
    sheet = _blank(width, max(y + shelf, 1))
    painter = QPainter(sheet)
    for name, place in index.items():
        painter.drawImage(place["x"], place["y"], images[name])
    painter.end()
    return sheet, index


def marker(symbol: QgsMarkerSymbol, millimetres: float) -> Draw:
    """A marker of a fixed size, its anchor exactly in the middle."""
    still = _still(symbol, millimetres)
    half_width, half_height = half_size(symbol, millimetres)

    def draw(ratio: int) -> QImage:
        image = _blank(2 * half_width * ratio, 2 * half_height * ratio)
        middle = QPointF(half_width * ratio, half_height * ratio)
        _painted(image, still, ratio, lambda context: still.renderPoint(middle, QgsFeature(), context))
        return image

    return draw


def half_size(symbol: QgsMarkerSymbol, millimetres: float) -> tuple[int, int]:
    """Half of the smallest box around the anchor that holds all layers of the symbol, in CSS pixels."""
    bounds = box(symbol, millimetres)
    width = max(abs(bounds.left()), abs(bounds.right()))
    height = max(abs(bounds.top()), abs(bounds.bottom()))
    return math.ceil(width) + _MARGIN, math.ceil(height) + _MARGIN


def box(symbol: QgsMarkerSymbol, millimetres: float) -> QRectF:
    """The smallest box that holds all layers of the symbol, in CSS pixels from the anchor."""
    still, bounds = _still(symbol, millimetres), []
    _painted(_blank(1, 1), still, 1, lambda context: bounds.append(still.bounds(QPointF(0, 0), context)))
    return bounds[0]


def _still(symbol: QgsMarkerSymbol, millimetres: float) -> QgsMarkerSymbol:
    still = symbol.clone()
    still.setDataDefinedSize(QgsProperty())
    still.setSize(millimetres)
    return still


def pattern(symbol: QgsFillSymbol, width: int, height: int) -> Draw:
    """A tile of an endless fill that repeats every width × height CSS pixels, made smaller for MapLibre to stretch."""
    columns, across = _shrunk(width)
    rows, down = _shrunk(height)

    def draw(ratio: int) -> QImage:
        image = _filled(symbol, 3 * columns * width * ratio, 3 * rows * height * ratio, ratio)
        small = image.scaled(3 * across * ratio, 3 * down * ratio, transformMode=Qt.TransformationMode.SmoothTransformation)
        return small.copy(QRect(across * ratio, down * ratio, across * ratio, down * ratio))

    return draw


def _shrunk(period: int) -> tuple[int, int]:
    """How many periods make a tile that is nearly a whole number of pixels when smaller, and that number."""
    count = min(range(1, 5), key=lambda n: abs(round(n * period * STRETCH) / (n * period * STRETCH) - 1))
    return count, max(round(count * period * STRETCH), 1)


def seamless(symbol: QgsFillSymbol, width: int, height: int) -> bool:
    """Whether the fill really repeats with that tile, at every pixel ratio."""
    for ratio in RATIOS:
        across, down = width * ratio, height * ratio
        image = _filled(symbol, 4 * across, 4 * down, ratio)
        if image.copy(QRect(across, down, across, down)) != image.copy(QRect(2 * across, 2 * down, across, down)):
            return False
    return True


def swatch(symbol: QgsFillSymbol) -> Draw:
    """A small area with its outline, for legends."""

    def draw(ratio: int) -> QImage:
        width, height = SWATCH
        return _filled(symbol, width * ratio, height * ratio, ratio, inset=2.5 * ratio)

    return draw


def _filled(symbol: QgsFillSymbol, width: int, height: int, ratio: int, inset: float = 0) -> QImage:
    image = _blank(width, height)
    area = QPolygonF(QRectF(inset, inset, width - 2 * inset, height - 2 * inset))
    _painted(image, symbol, ratio, lambda context: symbol.renderPolygon(area, None, QgsFeature(), context))
    return image


def _painted(image: QImage, symbol: QgsSymbol, ratio: int, paint: Callable[[QgsRenderContext], None]) -> None:
    painter = QPainter(image)
    context = QgsRenderContext.fromQPainter(painter)
    context.setScaleFactor(PIXELS_PER_MM * ratio)
    context.setFlag(QgsRenderContext.Flag.Antialiasing, True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    symbol.startRender(context)
    paint(context)
    symbol.stopRender(context)
    painter.end()


def _blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_ARGB32).save(buffer, "PNG", 20)  # a fiftieth larger than the best, in a fifth of the time: somebody waits
    return bytes(buffer.data())


def layers_of(symbol: QgsSymbol) -> list[QgsSymbolLayer]:
    """The enabled symbol layers, the lowest first."""
    return [layer for layer in symbol.symbolLayers() if layer.enabled()]

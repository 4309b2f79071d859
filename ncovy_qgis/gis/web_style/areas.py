"""Area symbols as MapLibre fill, pattern and line layers. Uses qgis.core alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Optional

from qgis.core import (
    QgsCentroidFillSymbolLayer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsMarkerSymbol,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSymbolLayer,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from . import sprites
from .case import anything, case, painted_order, web_layer
from .points import Result, check_data_defined, sign_layer
from .rules import Drawn, Report
from .scales import PIXELS_PER_MM, STRETCH, fixed, pixels
from .strokes import Stroke, stroke_of_fill, stroke_of_line

TRANSPARENT = "rgba(0,0,0,0)"
_HAIR = 0.005


def area_layers(stem: str, source_layer: str, items: Sequence[Drawn], report: Report) -> Result:
    """Fills, then hatches, then outlines, then signs in the middle of areas, of symbols of which a feature gets one."""
    result = Result()
    for item in items:
        check_data_defined(item.symbol, item, report)
        _report_unknown(item, report)
        result.images[f"{stem}:legend-{item.code}"] = sprites.swatch(item.symbol)
    plain = [item for item in items if not _is_sign(item.symbol)]
    if plain:
        result.layers.append(_fills(stem, source_layer, plain))
        _add_hatches(result, stem, source_layer, plain, report)
        result.layers += _outlines(stem, source_layer, plain)
    signs = [(item, marker) for item in items for marker in _markers(item.symbol)]
    if signs:
        middle = sign_layer(stem, "centre", signs, report)
        result.layers += middle.layers
        result.images.update(middle.images)
    return result


def _fills(stem: str, source_layer: str, items: Sequence[Drawn]) -> dict[str, Any]:
    """Every area, those without a fill transparent: what is only outlined can still be tapped inside."""
    choices = [(item.where, TRANSPARENT if _hatches(item.symbol) else _colour_inside(item.symbol)) for item in items]
    return _layer(stem, "fill", "", source_layer, items, paint={"fill-color": case(choices)})


def _colour_inside(symbol: QgsFillSymbol) -> str:
    for layer in sprites.layers_of(symbol):
        if isinstance(layer, QgsSimpleFillSymbolLayer) and layer.brushStyle() == Qt.BrushStyle.SolidPattern and layer.fillColor().alpha():
            return css(layer.fillColor(), symbol.opacity())
    return TRANSPARENT


def _add_hatches(result: Result, stem: str, source_layer: str, items: Sequence[Drawn], report: Report) -> None:
    hatched = [item for item in items if _hatches(item.symbol)]
    for item in hatched:
        inside, width, height = _tile(item.symbol)
        if not sprites.seamless(inside, width, height):
            report(f"nét gạch của «{item.label}» không liền / hatch of «{item.label}» does not tile")
        result.images[f"{stem}:{item.code}"] = sprites.pattern(inside, width, height)
    if hatched:
        paint = {"fill-pattern": case([(item.where, f"{stem}:{item.code}") for item in hatched])}
        result.layers.append(_layer(stem, "fill", "hatch", source_layer, hatched, paint=paint))


def _tile(symbol: QgsFillSymbol) -> tuple[QgsFillSymbol, int, int]:
    """The symbol without outline, its hatches moved to whole pixels, and the size of the tile that repeats."""
    inside = symbol.clone()
    for index in reversed(range(inside.symbolLayerCount())):
        layer = inside.symbolLayer(index)
        if isinstance(layer, QgsSimpleFillSymbolLayer):
            layer.setStrokeStyle(Qt.PenStyle.NoPen)
        elif not isinstance(layer, QgsLinePatternFillSymbolLayer):
            inside.deleteSymbolLayer(index)
    periods = [_snap(layer) for layer in _hatches(inside)]
    return inside, math.lcm(*(x for x, _ in periods)), math.lcm(*(y for _, y in periods))


def _snap(hatch: QgsLinePatternFillSymbolLayer) -> tuple[int, int]:
    """Make the hatch repeat every whole number of pixels across and down; return both."""
    angle = math.radians(hatch.lineAngle())
    sine, cosine = abs(math.sin(angle)), abs(math.cos(angle))
    distance = pixels(hatch.distance(), hatch.distanceUnit())
    across = max(round(distance / sine), 2) if sine > 0.02 else None
    down = max(round(distance / cosine), 2) if cosine > 0.02 else None
    snapped = across * sine if across else (down or 2) * cosine
    # QGIS cuts to whole pixels, so stay a hair above.
    hatch.setDistanceUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    hatch.setDistance((snapped + _HAIR) / PIXELS_PER_MM)
    return across or down or 2, down or across or 2


def _outlines(stem: str, source_layer: str, items: Sequence[Drawn]) -> list[dict[str, Any]]:
    """A line layer for each dash pattern, because a web layer has only one."""
    strokes: list[tuple[Drawn, Stroke]] = [(item, stroke) for item in items for layer in sprites.layers_of(item.symbol) for stroke in _stroke(layer)]
    layers = []
    for dash in sorted({stroke.dash for _, stroke in strokes}):
        chosen = [(item, stroke) for item, stroke in strokes if stroke.dash == dash]
        paint: dict[str, Any] = {
            "line-color": case([(item.where, css(s.colour, item.symbol.opacity())) for item, s in chosen]),
            "line-width": case([(item.where, s.width) for item, s in chosen]),
        }
        if dash:
            paint["line-dasharray"] = [round(part * STRETCH, 2) for part in dash]
        shape = {"line-join": "round"} if dash else {"line-cap": "round", "line-join": "round"}
        owners = [item for item, _ in chosen]
        layers.append(_layer(stem, "line", "outline", source_layer, owners, layout=shape, paint=paint))
    return layers


def _stroke(layer: QgsSymbolLayer) -> list[Stroke]:
    if isinstance(layer, QgsSimpleLineSymbolLayer):
        return stroke_of_line(layer)
    return stroke_of_fill(layer) if isinstance(layer, QgsSimpleFillSymbolLayer) else []


def _layer(stem: str, kind: str, role: str, source_layer: str, items: Sequence[Drawn], *, paint: Any, layout: Any = None) -> dict[str, Any]:
    low, high = items[0].zooms
    where = anything([(item.where, None) for item in items])
    order = {f"{kind}-sort-key": painted_order([item.where for item in items])} if len(items) > 1 else {}
    parts = {"filter": where, "layout": {**order, **(layout or {})}, "paint": paint}
    return web_layer(stem, kind, role, source_layer, minzoom=low, maxzoom=high, **parts)


def _hatches(symbol: QgsFillSymbol) -> list[QgsLinePatternFillSymbolLayer]:
    return [layer for layer in sprites.layers_of(symbol) if isinstance(layer, QgsLinePatternFillSymbolLayer)]


def _markers(symbol: QgsFillSymbol) -> list[QgsMarkerSymbol]:
    layers = sprites.layers_of(symbol)
    return [layer.subSymbol() for layer in layers if isinstance(layer, QgsCentroidFillSymbolLayer)]


def _is_sign(symbol: QgsFillSymbol) -> bool:
    return all(isinstance(layer, QgsCentroidFillSymbolLayer) for layer in sprites.layers_of(symbol))


def _report_unknown(item: Drawn, report: Report) -> None:
    known = (
        QgsCentroidFillSymbolLayer,
        QgsLinePatternFillSymbolLayer,
        QgsSimpleFillSymbolLayer,
        QgsSimpleLineSymbolLayer,
    )
    for layer in sprites.layers_of(item.symbol):
        brush = layer.brushStyle() if isinstance(layer, QgsSimpleFillSymbolLayer) else None
        if not isinstance(layer, known) or brush not in (None, Qt.BrushStyle.SolidPattern, Qt.BrushStyle.NoBrush):
            kind = layer.layerType()
            report(f"«{item.label}»: lớp ký hiệu «{kind}» / symbol layer «{kind}»")
        for vi, en in _liberties(layer):
            report(f"«{item.label}»: {vi} / {en}")


def _liberties(layer: QgsSymbolLayer) -> Iterator[tuple[str, str]]:
    """What a known symbol layer may have that a web layer has not."""
    units = [unit() for unit in (getattr(layer, name, None) for name in ("widthUnit", "strokeWidthUnit", "distanceUnit")) if unit]
    if not all(map(fixed, units)):
        yield "kích thước theo đơn vị bản đồ", "a size in map units"
    if isinstance(layer, QgsSimpleLineSymbolLayer) and layer.offset():
        yield "đường viền lệch khỏi ranh giới", "an outline off the boundary"
    effect = layer.paintEffect()
    if effect is not None and effect.enabled() and effect.type() != "effectStack":
        yield "hiệu ứng vẽ", "a paint effect"


def css(colour: QColor, opacity: Optional[float] = 1) -> str:
    """A colour with its opacity as MapLibre writes it."""
    alpha = round(colour.alphaF() * (1 if opacity is None else opacity), 3)
    if alpha == 1:
        return str(colour.name())
    return f"rgba({colour.red()},{colour.green()},{colour.blue()},{alpha:g})"

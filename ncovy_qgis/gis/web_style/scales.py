"""Scales and millimetres of QGIS as zooms and CSS pixels of the web map. Uses qgis.core alone."""

from __future__ import annotations

import math
from typing import Optional

from qgis.core import QgsExpressionContext, QgsExpressionContextScope, QgsProperty, QgsUnitTypes

PIXELS_PER_MM = 96 / 25.4
_WORLD_METRES = 40075016.685578488
_TILE_PIXELS = 512
_SCALE_AT_ZOOM_0 = _WORLD_METRES / _TILE_PIXELS * 96 / 0.0254  # as QGIS counts in EPSG:3857, the project's: without regard to the latitude
_PIXELS = {
    QgsUnitTypes.RenderUnit.RenderMillimeters: PIXELS_PER_MM,
    QgsUnitTypes.RenderUnit.RenderPoints: 96 / 72,
    QgsUnitTypes.RenderUnit.RenderInches: 96.0,
    QgsUnitTypes.RenderUnit.RenderPixels: 1.0,
}
STRETCH = 2**-0.5
"""MapLibre stretches patterns and dashes with their tile, up to twice their size at the next whole zoom: so they are right half way, and off by √2 at most."""
ZOOMS = tuple(range(4, 20))

Stops = tuple[tuple[float, float], ...]


def pixels(size: float, unit: QgsUnitTypes.RenderUnit) -> float:
    """CSS pixels of a size; of one on the ground as if it were millimetres, which `fixed` finds out before."""
    return size * _PIXELS.get(unit, PIXELS_PER_MM)


def fixed(unit: QgsUnitTypes.RenderUnit) -> bool:
    """Whether a unit is one of the screen and not of the ground."""
    return unit in _PIXELS


def zoom_of(scale: float) -> float:
    """The zoom at which the web map shows what QGIS shows at this scale denominator."""
    return math.log2(_SCALE_AT_ZOOM_0 / scale)


def scale_of(zoom: float) -> float:
    """The scale denominator at a zoom."""
    return _SCALE_AT_ZOOM_0 / 2**zoom


def zoom_range(minimum_scale: float, maximum_scale: float) -> tuple[Optional[float], Optional[float]]:
    """QGIS' scale range (0 = open) as minzoom, maxzoom."""
    return (
        round(zoom_of(minimum_scale), 2) if minimum_scale > 0 else None,
        round(zoom_of(maximum_scale), 2) if maximum_scale > 0 else None,
    )


def sizes_by_zoom(size: QgsProperty, fallback: float) -> Stops:
    """(zoom, millimetres) of a size that may depend on @map_scale; stops on a straight line are left out."""
    context, scope = QgsExpressionContext(), QgsExpressionContextScope()
    context.appendScope(scope)
    stops = []
    for zoom in ZOOMS:
        scope.setVariable("map_scale", scale_of(zoom))
        millimetres, known = size.valueAsDouble(context, fallback)
        stops.append((float(zoom), round(millimetres if known else fallback, 3)))
    return _simplified(stops)


def _simplified(stops: list[tuple[float, float]]) -> Stops:
    kept = stops[:1]
    for current, following in zip(stops[1:], stops[2:]):
        (z0, v0), (z1, v1), (z2, v2) = kept[-1], current, following
        if abs(v0 + (v2 - v0) * (z1 - z0) / (z2 - z0) - v1) > 0.005:
            kept.append(current)
    return (*kept, stops[-1])


def largest(stops: Stops) -> float:
    """The size sprites are drawn at, so that the web map only ever shrinks them."""
    return max(size for _, size in stops)


def interpolated(stops: Stops, factor: float) -> object:
    """The MapLibre value of a size over zooms."""
    if len({value for _, value in stops}) == 1:
        return round(stops[0][1] * factor, 3)
    flat: list[float] = [number for zoom, value in stops for number in (zoom, round(value * factor, 3))]
    return ["interpolate", ["linear"], ["zoom"], *flat]

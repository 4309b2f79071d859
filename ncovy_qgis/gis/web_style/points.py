"""Point symbols as MapLibre symbol layers: one sprite image per symbol, sizes following the zoom. Uses qgis.core alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsMarkerSymbol, QgsSymbolLayer

from . import sprites
from .case import anything, case, painted_order, web_layer
from .expressions import Filter, every
from .rules import Drawn, Report
from .scales import Stops, interpolated, largest, sizes_by_zoom

NOT_CLUSTER = ["!", ["has", "count"]]
LABEL_PADDING = 1
RIM = 2
"""CSS pixels at the edge of a sprite that hold no more than smoothing: labels may come so near."""
CLEAR = LABEL_PADDING - RIM + 0.5
_TRANSLATED = frozenset({QgsSymbolLayer.Property.PropertySize, QgsSymbolLayer.Property.PropertyOffset})


@dataclass
class Result:
    """Web layers in painting order and the images they use."""

    layers: list[dict[str, Any]] = field(default_factory=list)
    images: dict[str, sprites.Draw] = field(default_factory=dict)


def sizes(symbol: QgsMarkerSymbol) -> Stops:
    """Millimetres by zoom."""
    return sizes_by_zoom(symbol.dataDefinedSize(), symbol.size())


def reach(items: Sequence[Drawn], gap: float) -> tuple[tuple[Filter, Stops], ...]:
    """How far from the point a label begins, in CSS pixels by zoom: half the width of its sign as QGIS counts it, and the gap."""
    return tuple((item.where, _reach(item.symbol, gap)) for item in items)


def _reach(symbol: QgsMarkerSymbol, gap: float) -> Stops:
    """At least the half of the sprite, whose anchor is in its middle: MapLibre would find the label in the way of its own sign."""
    curve = sizes(symbol)
    full = largest(curve)
    wide, sprite = sprites.box(symbol, full).width() / 2, sprites.half_size(symbol, full)[0]
    return tuple((zoom, max(wide * size / full + gap, sprite * size / full + CLEAR)) for zoom, size in curve)


def by_zoom(curves: Sequence[tuple[Filter, Stops]], value: Callable[[float], float]) -> Any:
    """What follows from sizes that depend on the zoom, and where they differ on the symbol."""
    zooms = sorted({zoom for _, curve in curves for zoom, _ in curve})
    flat = [part for zoom in zooms for part in (zoom, case([(where, value(_at(curve, zoom))) for where, curve in curves]))]
    return ["interpolate", ["linear"], ["zoom"], *flat]


def sign_layer(stem: str, role: str, items: Sequence[tuple[Drawn, QgsMarkerSymbol]], report: Report) -> Result:
    """One symbol layer; each item with the marker that stands for it."""
    result = Result()
    for item, marker in items:
        check_data_defined(marker, item, report)
        result.images[f"{stem}:{item.code}"] = sprites.marker(marker, largest(sizes(marker)))
    choices = [(item.where, f"{stem}:{item.code}") for item, _ in items]
    low, high = items[0][0].zooms
    layout = {
        "icon-image": case(choices),
        "icon-size": _icon_size([sizes(marker) for _, marker in items], [item.where for item, _ in items]),
        "icon-allow-overlap": True,
        "icon-padding": [-RIM],
        "symbol-sort-key": painted_order([item.where for item, _ in items]),
    }
    where = every(NOT_CLUSTER, anything(choices))
    web = web_layer(stem, "symbol", role, stem, filter=where, minzoom=low, maxzoom=high, layout=layout)
    result.layers.append(web)
    return result


def _icon_size(curves: list[Stops], filters: list) -> Any:
    """Shares of the drawn size by zoom; one curve where all symbols grow alike."""
    shares = [tuple((zoom, round(size / largest(curve), 2)) for zoom, size in curve) for curve in curves]
    if len(set(shares)) == 1:
        return interpolated(shares[0], 1)
    return by_zoom(list(zip(filters, shares)), lambda share: share)


def _at(curve: Stops, zoom: float) -> float:
    """The value of a curve between its stops."""
    for (z0, v0), (z1, v1) in zip(curve, curve[1:]):
        if z0 <= zoom <= z1:
            return round(v0 + (v1 - v0) * (zoom - z0) / (z1 - z0), 3)
    return curve[-1][1] if zoom > curve[-1][0] else curve[0][1]


def check_data_defined(symbol: Any, item: Drawn, report: Report) -> None:
    """Report what depends on data beyond size: the sprite could not follow it."""
    for layer in sprites.layers_of(symbol):
        properties = layer.dataDefinedProperties()
        extra = [key for key in properties.propertyKeys() if properties.isActive(key) and key not in _TRANSLATED]
        for key in extra:
            name = layer.propertyDefinitions()[key].name()
            report(f"«{item.label}»: thuộc tính theo dữ liệu «{name}» / data-defined «{name}»")

"""What stands for several features at low zooms: the layer's sign and a count in a ring of its colour. Uses qgis.core alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsMarkerSymbol, QgsSvgMarkerSymbolLayer
from qgis.PyQt.QtGui import QColor

from ...core.catalogue import Layer
from . import sprites
from .case import web_layer
from .labels import FAMILY
from .points import Result

IS_CLUSTER = ["has", "count"]
SIGN_MM = 4.2
ENDED = ["lifted", "cancelled", "closed_permanently"]
ROOM = {5.0: 14, 5.99: 27, 6.0: 16, 6.99: 31, 7.0: 22, 7.99: 34, 8.0: 34}
"""CSS pixels a ring may take at a zoom: as far apart as publishing puts the counts of one place, which each zoom of the tiles sets anew."""
_STROKE = 1.5
_COUNT = ["to-number", ["get", "count"]]
_ENDED_COLOUR = "#757575"
_TEXT_COLOUR = "#263238"


def cluster_layers(layer: Layer, icon: Path) -> Result:
    """A ring, then sign and count in it; a single small area shows no number."""
    stem, state = layer.name, ["get", "state"]
    many = [">", _COUNT, 1]
    ring = {
        "circle-color": "rgba(255,255,255,0.92)",
        "circle-radius": _by_zoom(lambda room: ["case", many, room / 2 - _STROKE, round(room * 0.36, 2)]),
        "circle-stroke-color": ["match", state, ENDED, _ENDED_COLOUR, layer.colour],
        "circle-stroke-width": _STROKE,
    }
    content = {
        "icon-image": f"{stem}:sign",
        "icon-size": _by_zoom(lambda room: room / 34),
        "icon-allow-overlap": True,
        "icon-offset": ["case", many, ["literal", [0, -6]], ["literal", [0, 0]]],
        "text-field": ["case", many, ["to-string", ["get", "count"]], ""],
        "text-font": [f"{FAMILY} Bold", FAMILY, "sans-serif"],
        "text-size": _by_zoom(lambda room: ["step", _COUNT, room / 34 * 11, 1000, room / 34 * 9]),
        "text-offset": [0, 0.55],
        "text-allow-overlap": True,
    }
    count = {"filter": IS_CLUSTER, "layout": content, "paint": {"text-color": _TEXT_COLOUR}}
    return Result(
        [
            web_layer(stem, "circle", "cluster", stem, filter=IS_CLUSTER, paint=ring),
            web_layer(stem, "symbol", "cluster-count", stem, **count),
        ],
        {f"{stem}:sign": sprites.marker(_sign(icon, layer.colour), SIGN_MM)},
    )


def _by_zoom(size: Callable[[float], Any]) -> list[Any]:
    """A size that follows the room there is."""
    return ["interpolate", ["exponential", 2], ["zoom"], *(part for zoom, room in ROOM.items() for part in (zoom, _short(size(room))))]


def _short(value: Any) -> Any:
    return [_short(part) for part in value] if isinstance(value, list) else round(value, 2) if isinstance(value, float) else value


def _sign(icon: Path, colour: str) -> QgsMarkerSymbol:
    picture = QgsSvgMarkerSymbolLayer(str(icon), SIGN_MM)
    picture.setFillColor(QColor(colour))
    picture.setStrokeColor(QColor("#ffffff"))
    picture.setStrokeWidth(0.2)
    symbol = QgsMarkerSymbol()
    # Not QgsMarkerSymbol([picture]): both would own the picture, and QGIS 3.22 crashes.
    if not symbol.changeSymbolLayer(0, picture):
        raise ValueError(str(icon))
    return symbol

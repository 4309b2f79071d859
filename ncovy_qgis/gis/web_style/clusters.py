"""What stands for several features at low zooms: the layer's sign and a count in a ring of its colour. Uses qgis.core alone."""

from __future__ import annotations

from pathlib import Path

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
_ENDED_COLOUR = "#757575"
_TEXT_COLOUR = "#263238"


def cluster_layers(layer: Layer, icon: Path) -> Result:
    """A ring, then sign and count in it; a single small area shows no number."""
    stem, state = layer.name, ["get", "state"]
    many = [">", ["to-number", ["get", "count"]], 1]
    ring = {
        "circle-color": "rgba(255,255,255,0.92)",
        "circle-radius": ["step", ["to-number", ["get", "count"]], 11, 2, 16, 100, 18, 1000, 21],
        "circle-stroke-color": ["match", state, ENDED, _ENDED_COLOUR, layer.colour],
        "circle-stroke-width": 2,
    }
    content = {
        "icon-image": f"{stem}:sign",
        "icon-allow-overlap": True,
        "icon-offset": ["case", many, ["literal", [0, -6]], ["literal", [0, 0]]],
        "text-field": ["case", many, ["to-string", ["get", "count"]], ""],
        "text-font": [f"{FAMILY} Bold", FAMILY, "sans-serif"],
        "text-size": 11,
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


def _sign(icon: Path, colour: str) -> QgsMarkerSymbol:
    picture = QgsSvgMarkerSymbolLayer(str(icon), SIGN_MM)
    picture.setFillColor(QColor(colour))
    picture.setStrokeColor(QColor("#ffffff"))
    picture.setStrokeWidth(0.2)
    symbol = QgsMarkerSymbol()
    symbol.changeSymbolLayer(0, picture)
    return symbol

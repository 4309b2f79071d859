"""The look of the public map: the style QGIS stored in the database, completed with the administrative background."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Iterator, Mapping

from psycopg2 import errors

from .errors import BadWebStyle, NotPrepared, NoWebStyle
from .snapshot import Snapshot

SPRITES = ("sprite.json", "sprite.png", "sprite@2x.json", "sprite@2x.png")
_READ = "SELECT name, content FROM ncovy.web_style ORDER BY name"
_INK, _LAND, _LINE = "#37474f", "#f4f1ea", "#9e9788"
_FONT = ["Noto Sans Regular"]


@dataclass(frozen=True)
class WebStyle:
    """A MapLibre style and its sprites, ready to be written."""

    style: Mapping[str, Any]
    sprites: Mapping[str, bytes]

    def fields(self) -> Mapping[str, frozenset[str]]:
        """Source layer → the attributes its style layers read."""
        read: dict[str, frozenset[str]] = {}
        for layer in self.style["layers"]:
            source = layer.get("source-layer", "")
            read[source] = read.get(source, frozenset()) | frozenset(_attributes(layer))
        return read


def load(snapshot: Snapshot) -> WebStyle:
    """Read the stored style; there is no other: without it nothing is published."""
    try:
        snapshot.cursor.execute(_READ)
    except errors.UndefinedTable as error:
        raise NotPrepared("ncovy.web_style") from error
    stored = {name: bytes(content) for name, content in snapshot.cursor}
    if "style.json" not in stored:
        raise NoWebStyle
    return complete(_parse(stored["style.json"]), stored)


def _parse(data: bytes) -> dict[str, Any]:
    try:
        style = json.loads(data)
    except ValueError as error:
        raise BadWebStyle("style.json") from error
    if not isinstance(style, dict) or not isinstance(style.get("layers"), list):
        raise BadWebStyle("style.json")
    return style


def complete(style: Mapping[str, Any], stored: Mapping[str, bytes]) -> WebStyle:
    """Point the style at this release's tiles and sprites and put the units beneath the layers."""
    missing = [name for name in SPRITES if name not in stored]
    if missing:
        raise BadWebStyle(missing[0])
    own = [layer for layer in style["layers"] if layer.get("type") != "background"]
    has_units = any(layer.get("source-layer") in ("unit", "unit_label") for layer in own)
    finished = {
        "version": 8,
        "name": style.get("name", "Ncovy"),
        "sources": {"ncovy": {"type": "vector", "url": "pmtiles://tiles/ncovy.pmtiles"}},
        "sprite": "sprite",
        "layers": [_background(), *([] if has_units else _units()), *own],
    }
    sprites = {name: data for name, data in stored.items() if name.startswith("sprite")}
    return WebStyle(finished, sprites)


def _attributes(part: Any) -> Iterator[str]:
    """Names in ["get", name] and ["has", name] anywhere in a style layer."""
    if isinstance(part, dict):
        for child in part.values():
            yield from _attributes(child)
    elif isinstance(part, list):
        if len(part) >= 2 and part[0] in ("get", "has") and isinstance(part[1], str):
            yield part[1]
        for child in part:
            yield from _attributes(child)


def _background() -> dict[str, Any]:
    return {"id": "background", "type": "background", "paint": {"background-color": "#dfe7ea"}}


def _units() -> list[dict[str, Any]]:
    return [
        {**_unit("unit-land", "fill", 1, 1), "paint": {"fill-color": _LAND, "fill-antialias": False}},
        {**_unit("unit-commune", "line", 3, 3), "minzoom": 9, "paint": _line(0.4, 1.2)},
        {**_unit("unit-district", "line", 2, 2), "paint": _line(0.8, 2)},
        {**_unit("unit-province", "line", 1, 1), "paint": {**_line(1.4, 3), "line-color": "#6d6658"}},
        _name("unit-commune-label", 3, 10.5, 24, 11),
        _name("unit-district-label", 2, 7, 11, 12),
    ]


def _unit(name: str, kind: str, lowest: int, highest: int) -> dict[str, Any]:
    return {
        "id": name,
        "type": kind,
        "source": "ncovy",
        "source-layer": "unit",
        "filter": ["all", [">=", ["get", "level"], lowest], ["<=", ["get", "level"], highest]],
    }


def _line(near: float, far: float) -> dict[str, Any]:
    width = ["interpolate", ["linear"], ["zoom"], 7, near, 14, far]
    return {"line-color": _LINE, "line-width": width}


def _name(name: str, level: int, lowest: float, highest: float, size: int) -> dict[str, Any]:
    return {
        "id": name,
        "type": "symbol",
        "source": "ncovy",
        "source-layer": "unit_label",
        "minzoom": lowest,
        "maxzoom": highest,
        "filter": ["==", ["get", "level"], level],
        "layout": {"text-field": ["get", "name"], "text-font": _FONT, "text-size": size, "text-max-width": 7},
        "paint": {"text-color": _INK, "text-halo-color": "#ffffff", "text-halo-width": 1.4},
    }

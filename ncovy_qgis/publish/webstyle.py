"""The look of the public map: the style that QGIS drew and stored in the database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import errors

from .errors import BadWebStyle, NotPrepared, NoWebStyle
from .snapshot import Snapshot
from .tiles import NAME, UNIT_LAYERS, UNITS

SPRITES = ("sprite.json", "sprite.png", "sprite@2x.json", "sprite@2x.png")
_READ = "SELECT name, content FROM ncovy.web_style ORDER BY name"


@dataclass(frozen=True)
class WebStyle:
    """A MapLibre style and its sprites, ready to be written."""

    style: Mapping[str, Any]
    sprites: Mapping[str, bytes]
    stored: Mapping[str, bytes]
    """The files as the database has them."""

    def fields(self) -> Mapping[str, frozenset[str]]:
        """Source layer → the attributes its style layers read."""
        read: dict[str, frozenset[str]] = {}
        for layer in self.style["layers"]:
            source = layer.get("source-layer", "")
            read[source] = read.get(source, frozenset()) | frozenset(_attributes(layer))
        return read


def load(snapshot: Snapshot) -> WebStyle:
    """Read the stored style; there is no other: without it nothing is published."""
    stored = _stored(snapshot) if snapshot.style is None else snapshot.style
    if "style.json" not in stored:
        raise NoWebStyle
    return complete(_parse(stored["style.json"]), stored)


def _stored(snapshot: Snapshot) -> dict[str, bytes]:
    try:
        snapshot.cursor.execute(_READ)
    except errors.UndefinedTable as error:
        raise NotPrepared("ncovy.web_style") from error
    return {name: bytes(content) for name, content in snapshot.cursor}


def not_shown(stored: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the translator could not say of the looks in QGIS, kept beside the style and no part of a release."""
    told = json.loads(stored.get("problems.json", b"[]"))
    return tuple(str(problem) for problem in told)


def _parse(data: bytes) -> dict[str, Any]:
    try:
        style = json.loads(data)
    except ValueError as error:
        raise BadWebStyle("style.json") from error
    if not isinstance(style, dict) or not isinstance(style.get("layers"), list):
        raise BadWebStyle("style.json")
    return style


def complete(style: Mapping[str, Any], stored: Mapping[str, bytes]) -> WebStyle:
    """Point the style at this release's tiles and sprites, whatever addresses it was stored with."""
    missing = [name for name in SPRITES if name not in stored]
    if missing:
        raise BadWebStyle(missing[0])
    own = {key: value for key, value in style.items() if key not in ("sources", "sprite", "glyphs", "layers")}
    sources = {name: {"type": "vector", "url": f"pmtiles://tiles/{file}"} for name, file in (("ncovy", NAME), ("units", UNITS))}
    layers = [{**layer, "source": _source(layer)} if "source-layer" in layer else layer for layer in style["layers"]]
    finished = {**own, "sources": sources, "sprite": "sprite", "layers": layers}
    return WebStyle(finished, {name: data for name, data in stored.items() if name.startswith("sprite")}, stored)


def _source(layer: Mapping[str, Any]) -> str:
    return "units" if layer["source-layer"] in UNIT_LAYERS else "ncovy"


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

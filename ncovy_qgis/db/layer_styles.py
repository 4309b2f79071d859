"""How the layers look, as somebody saved it in QGIS: kept in the database, every version. Imports no QGIS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from .connection import fetch, value_of
from .errors import explained

_LATEST = "SELECT DISTINCT ON (layer) layer, version, qml, by, at FROM ncovy.layer_style ORDER BY layer, version DESC"


@dataclass(frozen=True)
class LayerStyle:
    """The style of a layer that counts now, and whose it is."""

    version: int
    qml: str
    by: str
    at: datetime


def latest(connection: Connection) -> Mapping[str, LayerStyle]:
    """By layer; those in the program's own style are not among them."""
    return {layer: LayerStyle(*rest) for layer, *rest in fetch(connection, _LATEST)}


def save(connection: Connection, layer: str, seen: int, qml: str) -> int:
    """Keep a new version after the one `seen` (0: the program's own); returns its number. DatabaseError NC001 when another came between.

    Nobody else saves a style until the caller commits.
    """
    with explained(layer=layer):
        return int(value_of(connection, "SELECT ncovy_app.save_style(%s, %s, %s)", (layer, seen, qml)))


def hold(connection: Connection) -> None:
    """Let nobody save a style until the caller commits."""
    with explained():
        value_of(connection, "SELECT ncovy_app.hold_styles()")

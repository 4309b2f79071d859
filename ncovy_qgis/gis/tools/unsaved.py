"""Near-duplicates among what is not saved yet, and what to ask the database about: read from the edit buffer alone, without the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import Any, Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer, QgsWkbTypes

from ...core.text import fold
from ...db.near import NEAR_M, SHORTEST, Alike, Asked
from ..readings import Readings
from ..values import to_python, to_wkb
from .shapes import metres_between

CELL = 0.0003  # degrees: more than 30 m either way
ONE_COMMUNE_M = 3000.0  # while a commune is not filled in yet: about the width of one


@dataclass(frozen=True)
class Pending:
    """A feature of the buffer as it would be saved; what was not touched is None."""

    fid: int
    uid: str
    name: Optional[str] = None
    commune: Optional[str] = None
    shape: Optional[QgsGeometry] = None
    gone: bool = False

    def supersedes(self, stored: Alike) -> bool:
        """Whether what the database says of the feature is no longer so."""
        renamed = self.name is not None and fold(self.name) != fold(stored.name)
        return self.uid == stored.uid and (self.gone or self.shape is not None or (renamed and stored.metres > NEAR_M))


def pending(layer: QgsVectorLayer, readings: Readings) -> tuple[Pending, ...]:
    """New, changed and deleted features of a layer."""
    buffer = layer.editBuffer()
    if buffer is None:
        return ()
    fields = layer.fields()
    name, commune, uid = (fields.indexOf(field) for field in ("name", "commune_code", "uid"))
    found = [
        Pending(fid, str(to_python(item[uid]) or ""), to_python(item[name]), to_python(item[commune]), item.geometry())
        for fid, item in buffer.addedFeatures().items()
    ]
    changed, moved = buffer.changedAttributeValues(), buffer.changedGeometries()
    for fid in {*changed, *moved, *buffer.deletedFeatureIds()}:
        seen = readings.of(fid)
        values = changed.get(fid, {})
        if seen is None or _is_gone(layer, fid, values):
            found.append(Pending(fid, seen.uid if seen else "", gone=True))
        else:
            found.append(Pending(fid, seen.uid, to_python(values.get(name)), to_python(values.get(commune)), moved.get(fid)))
    return tuple(found)


class Unsaved:
    """The features of a buffer by place and by name, so that many can be compared with many."""

    def __init__(self, layer: QgsVectorLayer, others: Iterable[Pending]) -> None:
        self._points = layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
        self._cells: dict[tuple[int, int], list[Pending]] = defaultdict(list)
        self._names: dict[str, list[Pending]] = defaultdict(list)
        for other in others:
            if other.shape is not None and not other.shape.isEmpty():
                self._cells[_cell(_spot(other.shape))].append(other)
                self._names[fold(other.name or "")].append(other)

    def alike(self, asked: Asked, commune: Optional[str], shape: QgsGeometry) -> tuple[Alike, ...]:
        """Of the same name in the commune, or within 30 m (points only)."""
        folded, spot, found = fold(asked.name), _spot(shape), {}
        column, row = _cell(spot)
        around = [(column + east, row + north) for east in (-1, 0, 1) for north in (-1, 0, 1)] if self._points else []
        candidates = [other for cell in around for other in self._cells.get(cell, ())]
        for other in [*candidates, *(self._names.get(folded, ()) if len(folded) >= SHORTEST else ())]:
            if other.fid == asked.key or other.shape is None or (asked.uid and other.uid == asked.uid):
                continue
            metres = metres_between(spot, _spot(other.shape))
            home = other.commune == commune if commune and other.commune else metres <= ONE_COMMUNE_M
            same = len(folded) >= SHORTEST and home and fold(other.name or "") == folded
            if same or (self._points and metres <= NEAR_M):
                found[other.fid] = Alike(asked.key, other.uid, other.name or "", metres, same)
        return tuple(found.values())


def asked_of(key: int, uid: str, name: Any, shape: QgsGeometry, multi: bool) -> Asked:
    """The question about one feature being entered."""
    return Asked(key, uid, str(to_python(name) or ""), None if shape.isEmpty() else to_wkb(shape, multi))


def _is_gone(layer: QgsVectorLayer, fid: int, values: dict[int, Any]) -> bool:
    return fid in layer.editBuffer().deletedFeatureIds() or to_python(values.get(layer.fields().indexOf("removed"))) is True


def _cell(spot: QgsPointXY) -> tuple[int, int]:
    return floor(spot.x() / CELL), floor(spot.y() / CELL)


def _spot(shape: QgsGeometry) -> QgsPointXY:
    return shape.pointOnSurface().asPoint() if shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry else shape.asPoint()

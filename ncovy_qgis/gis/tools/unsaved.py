"""Near-duplicates among what is not saved yet, and what to ask the database about: read from the edit buffer alone, without the network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsGeometry, QgsVectorLayer, QgsWkbTypes

from ...core.text import fold
from ...db.near import NEAR_M, Alike, Asked
from ..readings import Readings
from ..values import to_python, to_wkb
from .shapes import metres_between

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


def alike_unsaved(layer: QgsVectorLayer, asked: Asked, commune: Optional[str], spot: QgsGeometry, others: Iterable[Pending]) -> tuple[Alike, ...]:
    """Buffered features of the same name in the commune, or within 30 m (points only)."""
    points = layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
    folded, found = fold(asked.name), []
    for other in others:
        if other.fid == asked.key or other.shape is None or other.shape.isEmpty() or (asked.uid and other.uid == asked.uid):
            continue
        metres = metres_between(_spot(spot), _spot(other.shape))
        home = other.commune == commune if commune and other.commune else metres <= ONE_COMMUNE_M
        same = len(folded) > 2 and home and fold(other.name or "") == folded
        if same or (points and metres <= NEAR_M):
            found.append(Alike(asked.key, other.uid, other.name or "", metres, same))
    return tuple(found)


def asked_of(key: int, uid: str, name: Any, shape: QgsGeometry, multi: bool) -> Asked:
    """The question about one feature being entered."""
    return Asked(key, uid, str(to_python(name) or ""), None if shape.isEmpty() else to_wkb(shape, multi))


def _is_gone(layer: QgsVectorLayer, fid: int, values: dict[int, Any]) -> bool:
    return fid in layer.editBuffer().deletedFeatureIds() or to_python(values.get(layer.fields().indexOf("removed"))) is True


def _spot(shape: QgsGeometry) -> Any:
    return shape.pointOnSurface().asPoint() if shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry else shape.asPoint()

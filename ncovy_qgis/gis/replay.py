"""Changes put into the edit buffer of a layer as if typed: what a save could not store, what a crash left, what a conflict was resolved to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..db.change import Change, Insert, Remove
from .readings import FIRST, Reading, Readings
from .values import from_wkb, to_qgis
from .writing import write_values


def replay(layer: QgsVectorLayer, changes: Iterable[Change], readings: Readings) -> tuple[Change, ...]:
    """Each change is based on its own base_version, whatever the layer shows. Returns those whose feature the layer does not show.

    The layer must be in editing; geometries are in its CRS (EPSG:4326).
    """
    shown = {**readings.fids(), **_added(layer)}
    wanted = tuple(changes)
    missing = tuple(change for change in wanted if str(change.uid) not in shown and not isinstance(change, Insert))
    if len(missing) == len(wanted):
        return missing  # an empty edit command would make the layer count as modified
    layer.beginEditCommand(QCoreApplication.translate("Ncovy", "Đưa lại sửa đổi"))
    write_values(layer, {shown[str(change.uid)]: _values(change) for change in wanted if str(change.uid) in shown})
    for change in wanted:
        fid = shown.get(str(change.uid))
        if fid is not None:
            _move(layer, fid, change)
            _base(readings, fid, change)
        elif isinstance(change, Insert):
            _insert(layer, change)
    layer.endEditCommand()
    return missing


def _added(layer: QgsVectorLayer) -> dict[str, int]:
    """New features of the buffer, by uid."""
    buffer, index = layer.editBuffer(), layer.fields().indexOf("uid")
    return {str(feature[index]): fid for fid, feature in buffer.addedFeatures().items()} if buffer is not None else {}


def _insert(layer: QgsVectorLayer, change: Insert) -> None:
    feature = QgsFeature(layer.fields())
    feature["uid"] = str(change.uid)
    known = set(layer.fields().names())  # a journal may be older than the layer
    for name in known & change.values.keys():
        feature[name] = to_qgis(change.values[name])
    feature.setGeometry(from_wkb(change.wkb))
    layer.addFeature(feature)


def _values(change: Change) -> Mapping[str, Any]:
    return {"removed": True, "removed_reason": change.reason} if isinstance(change, Remove) else change.values


def _move(layer: QgsVectorLayer, fid: int, change: Change) -> None:
    if not isinstance(change, Remove) and change.wkb is not None:
        layer.changeGeometry(fid, from_wkb(change.wkb), True)


def _base(readings: Readings, fid: int, change: Change) -> None:
    """The version the change was made on, with the values read then when they are still known. Of what was new, that is the first."""
    known, version = readings.of(fid), FIRST if isinstance(change, Insert) else change.base_version
    if known is None or known.row_version != version:
        readings.adopt(fid, Reading(str(change.uid), version))

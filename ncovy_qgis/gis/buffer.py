"""The edit buffer of a layer as changes for the database, without asking the database anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Callable, Optional
from uuid import UUID

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import NULL, QCoreApplication

from ..core.catalogue import Layer
from ..core.normalise import normalise_row
from ..db.change import Change, Insert, Remove, Update
from .readings import UNSEEN, Reading, Readings
from .values import flag_to_python, list_to_python, nowhere, to_python, to_wkb
from .writing import write_values

Readers = dict[int, tuple[str, Callable[[Any], Any]]]  # of a layer: column → name and reader
READERS = {"lists": list_to_python, "boolean": flag_to_python}  # by the type of the field; of the others to_python
NO_SMALLINT = 1_000_000  # a new feature has no version to be wrong about: its type refuses this commune_era, a server's column


def changes_of(
    layer: QgsVectorLayer, schema: Layer, readings: Readings, reason: str, only: Optional[Collection[int]] = None
) -> dict[int, Change]:
    """Feature id → change, in the order added, changed, removed; `reason` explains the removals.

    `only` these features: then the buffer is looked at, else every new feature gets its own uid written into it.
    """
    buffer = layer.editBuffer()
    if buffer is None:
        return {}
    found: dict[int, Change] = {}
    added = buffer.addedFeatures()
    uids = _own_uids(layer, added, readings)
    if only is None:
        _write_uids(layer, added, uids)
    readers, removal = _readers(layer, schema), _removal_columns(layer)
    for fid in _wanted(added, only):
        found[fid] = _added(schema, readers, added[fid], readings.of(fid), uids[fid])
    attributes, geometries = buffer.changedAttributeValues(), buffer.changedGeometries()
    for fid in sorted(_wanted(set(attributes) | set(geometries), only)):
        taken_away = _removal(removal, attributes.get(fid, {}))
        if taken_away is not None:
            seen = _seen(readings, fid)
            found[fid] = Remove(schema.name, seen.uid, seen.row_version, taken_away or reason)
            continue
        values = _changed(schema, _values(readers, attributes.get(fid, {})), readings.of(fid))
        wkb = (to_wkb(geometries[fid], _is_multi(schema)) or nowhere(_is_multi(schema))) if fid in geometries else None
        if values or wkb is not None:
            seen = _seen(readings, fid)
            found[fid] = Update(schema.name, seen.uid, seen.row_version, values, wkb)
    for fid in _wanted(buffer.deletedFeatureIds(), only):
        seen = _seen(readings, fid)
        found[fid] = Remove(schema.name, seen.uid, seen.row_version, reason)
    return found


def mark_removed(layer: QgsVectorLayer, fids: Iterable[int], reason: str) -> None:
    """Take features away in the buffer. QGIS's own deletion needs a right nobody has: history is kept."""
    layer.beginEditCommand(QCoreApplication.translate("Ncovy", "Gỡ bỏ khỏi bản đồ"))
    write_values(layer, {fid: {"removed": True, "removed_reason": reason} for fid in fids}, {"removed": False, "removed_reason": NULL})
    layer.endEditCommand()


def removals(layer: QgsVectorLayer) -> int:
    """How many features the buffer takes away without saying why."""
    buffer = layer.editBuffer()
    if buffer is None:
        return 0
    columns = _removal_columns(layer)
    silent = [changed for changed in buffer.changedAttributeValues().values() if _removal(columns, changed) == ""]
    return len(buffer.deletedFeatureIds()) + len(silent)


def refuse_native_commit(layer: QgsVectorLayer) -> None:
    """Give the buffer a token the database refuses: QGIS then keeps the buffer. A removal needs none (NC007)."""
    buffer = layer.editBuffer()
    if buffer is None:
        return
    token = layer.fields().indexOf("base_version")
    touched = [*buffer.changedAttributeValues(), *buffer.changedGeometries(), *buffer.addedFeatures()]
    for fid in dict.fromkeys(touched):
        layer.changeAttributeValue(fid, token, UNSEEN, skipDefaultValues=True)
    era = layer.fields().indexOf("commune_era")
    for fid in list(buffer.addedFeatures()):
        layer.changeAttributeValue(fid, era, NO_SMALLINT, skipDefaultValues=True)


def _added(schema: Layer, readers: Readers, feature: QgsFeature, seen: Optional[Reading], uid: str) -> Change:
    """An insert; an update when an earlier save of the feature was stored and confirmed late."""
    values = normalise_row(schema, _values(readers, dict(enumerate(feature.attributes()))))
    wkb = to_wkb(feature.geometry(), _is_multi(schema))
    if seen is not None:
        return Update(schema.name, seen.uid, seen.row_version, values, wkb)
    present = {name: value for name, value in values.items() if value is not None}
    return Insert(schema.name, uid, present, wkb)


def _wanted(fids: Iterable[int], only: Optional[Collection[int]]) -> list[int]:
    return [fid for fid in fids if only is None or fid in only]


def _own_uids(layer: QgsVectorLayer, added: Mapping[int, QgsFeature], readings: Readings) -> dict[int, str]:
    """Every new feature's own uid, the same at every try. Oldest first: of two alike, the copy gets another."""
    index = layer.fields().indexOf("uid")
    uids: dict[int, str] = {}
    taken: set[str] = set()
    for fid in sorted(added, reverse=True):  # QGIS counts new features downwards
        uid = readings.given(fid) or to_python(added[fid][index])
        if uid is None or "(" in uid or uid in taken:  # no default, the server's default clause, or pasted twice
            uid = readings.give(fid)
        uids[fid] = str(uid)
        taken.add(str(uid))
    return uids


def _write_uids(layer: QgsVectorLayer, added: Mapping[int, QgsFeature], uids: Mapping[int, str]) -> None:
    index = layer.fields().indexOf("uid")
    for fid, uid in uids.items():
        if to_python(added[fid][index]) != uid:
            layer.changeAttributeValue(fid, index, uid, skipDefaultValues=True)


def _removal_columns(layer: QgsVectorLayer) -> tuple[int, int]:
    """Where a layer keeps that a feature is removed, and why."""
    return layer.fields().indexOf("removed"), layer.fields().indexOf("removed_reason")


def _removal(columns: tuple[int, int], changed: Mapping[int, Any]) -> Optional[str]:
    """The reason of a removal, "" without one; None when the feature stays."""
    if to_python(changed.get(columns[0])) is not True:
        return None
    return to_python(changed.get(columns[1])) or ""


def _seen(readings: Readings, fid: int) -> Reading:
    """What was read; a feature never read gets a token that cannot win, under a name of its own."""
    return readings.of(fid) or Reading(str(UUID(int=fid)), UNSEEN)


def _changed(schema: Layer, values: dict[str, Any], seen: Optional[Reading]) -> dict[str, Any]:
    """In its stored form, without what is as it was: a form writes back what nobody touched, and another spelling is no change."""
    known = seen.values if seen is not None else {}
    touched = {name: value for name, value in values.items() if name not in known or known[name] != value}
    stored = normalise_row(schema, touched)
    return {name: value for name, value in stored.items() if name not in known or known[name] != value}


def plain_values(layer: QgsVectorLayer, schema: Layer, feature: QgsFeature) -> dict[str, Any]:
    """A feature's catalogue fields as plain values."""
    return _values(_readers(layer, schema), dict(enumerate(feature.attributes())))


def _readers(layer: QgsVectorLayer, schema: Layer) -> Readers:
    """Column → name and reader of the catalogue fields alone: system columns are the server's."""
    known = {field.name: READERS.get(field.type, to_python) for field in schema.fields if not field.auto}
    return {index: (name, known[name]) for index, name in enumerate(layer.fields().names()) if name in known}


def _values(readers: Readers, changed: Mapping[int, Any]) -> dict[str, Any]:
    return {readers[index][0]: readers[index][1](value) for index, value in changed.items() if index in readers}


def _is_multi(schema: Layer) -> bool:
    return schema.geometry.startswith("Multi")

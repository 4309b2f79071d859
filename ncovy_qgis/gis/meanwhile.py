"""What was edited while a save was on its way: it is not in the database, so it must not leave the buffer with what is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qgis.core import QgsVectorLayer

from ..db.changes import Change, Insert, Receipt, Update
from .report import key_of

Moment = tuple[int, int]  # how many edits, and how many of them undone: any edit changes it


def moment_of(layer: QgsVectorLayer) -> Moment:
    """Where the edits of a layer stand."""
    stack = layer.undoStack()
    return stack.count(), stack.index()


def edited_since(sent: Iterable[Change], now: Sequence[Change], receipts: Iterable[Receipt]) -> list[Change]:
    """Changes of now that were not stored as they are now, on the versions the save has made."""
    stored = {key_of(change): change for change in sent}
    versions = {(each.layer, str(each.uid)): each.row_version for each in receipts}
    return [rebased(change, versions.get(key_of(change))) for change in now if stored.get(key_of(change)) != change]


def rebased(change: Change, version: int | None) -> Change:
    """The same wish on another version; a new feature that is stored meanwhile is changed. Without a version as it was."""
    if version is None:
        return change
    if isinstance(change, Insert):
        return Update(change.layer, change.uid, version, change.values, change.wkb)
    return replace(change, base_version=version)

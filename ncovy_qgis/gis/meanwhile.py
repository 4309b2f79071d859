"""What was edited while a save was on its way: it is not in the database, so it must not leave the buffer with what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from qgis.core import QgsVectorLayer

from ..db.change import Change, Insert, Receipt, Update, key_of


@contextmanager
def moving(layers: Iterable[QgsVectorLayer]) -> Iterator[set[str]]:
    """Ids of the layers that are edited while the block runs. Each edit is listened for: undone and made anew, their number is what it was."""
    found: set[str] = set()
    links = [(layer.undoStack().indexChanged, partial(_note, found, layer.id())) for layer in layers]
    for signal, slot in links:
        signal.connect(slot)
    try:
        yield found
    finally:
        for signal, slot in links:
            signal.disconnect(slot)


def _note(found: set[str], layer_id: str, *_: Any) -> None:
    found.add(layer_id)


def edited_since(sent: Iterable[Change], now: Sequence[Change], receipts: Iterable[Receipt]) -> list[Change]:
    """Changes of now that were not stored as they are now, on the versions the save has made."""
    stored = {key_of(change): change for change in sent}
    versions = {key_of(each): each.row_version for each in receipts}
    anew = [change for change in now if stored.get(key_of(change)) != change]
    return [rebased(change, stored[key_of(change)], versions[key_of(change)]) if key_of(change) in stored else change for change in anew]


def rebased(change: Change, before: Change, version: int) -> Change:
    """The same wish over what a save has stored of it as `version`: of a feature that was new then, what differs."""
    if not isinstance(change, Insert):
        return replace(change, base_version=version)
    known = before.values if isinstance(before, Insert) else {}
    wanted = {**dict.fromkeys(known), **change.values}
    values = {name: value for name, value in wanted.items() if name not in known or known[name] != value}
    same_place = isinstance(before, Insert) and before.wkb == change.wkb
    return Update(change.layer, change.uid, version, values, None if same_place else change.wkb)


def laid_over(older: Change, newer: Change) -> Change:
    """Two edits of one feature, of which the older waited outside the buffer, as one on the version of the older."""
    if isinstance(older, Insert) or isinstance(newer, Insert):
        return newer
    if isinstance(older, Update) and isinstance(newer, Update):
        return replace(newer, base_version=older.base_version, values={**older.values, **newer.values}, wkb=newer.wkb or older.wkb)
    return replace(newer, base_version=older.base_version)

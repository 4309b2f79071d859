"""Listens to the edits of the watched layers and keeps the journal: every edit, undo and redo is on the disk within a second.

Only touched features are looked at. The journal's own thread waits for the disk, so that typing never does.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional
from uuid import UUID

from qgis.core import QgsApplication, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.catalogue import Layer
from ..db.change import Change, Key, Receipt, key_of
from .buffer import changes_of
from .compat import the_project
from .journal import Journal
from .meanwhile import laid_over
from .readings import Readings
from .source import parameters_of, place_of

WRITE_AFTER_MS = 250  # edits of one gesture are one line
LONGEST_WAIT_S = 0.6  # where no timer can fire, because a long run of edits keeps QGIS busy


@dataclass
class _Watched:
    layer: QgsVectorLayer
    schema: Layer
    readings: Readings
    links: Sequence[tuple[Any, Any]] = ()
    touched: set[int] = field(default_factory=set)
    keys: dict[int, Key] = field(default_factory=dict)  # feature id → under which name the journal holds it
    noted: set[Key] = field(default_factory=set)  # all the journal holds of this layer
    place: str = ""


class Recorder(QObject):
    """Keeps one journal for each database. `beside`: layer id → uid → change that waits outside the edit buffer."""

    failed = pyqtSignal(str)  # the disk refuses; the text is the system's

    def __init__(self, folder: Path, beside: Mapping[str, Mapping[str, Change]]) -> None:
        super().__init__()
        self._folder, self._beside = folder, beside
        self._watched: dict[str, _Watched] = {}
        self._journals: dict[str, Journal] = {}
        self._closed = False
        self._since: Optional[float] = None  # when the oldest unwritten edit was made
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)
        the_project().layersWillBeRemoved.connect(self._last_chance)

    def watch(self, layer: QgsVectorLayer, schema: Layer, readings: Readings) -> None:
        """Listen to a layer; what its buffer holds already is written, too."""
        key = layer.id()
        mine = _Watched(layer, schema, readings)
        touched = partial(self._touch, mine)
        mine.links = (
            (layer.featureAdded, touched),
            (layer.featureDeleted, touched),
            (layer.attributeValueChanged, touched),
            (layer.geometryChanged, touched),
            (layer.editingStopped, partial(self._stopped, mine)),
        )
        for signal, slot in mine.links:
            signal.connect(slot)
        self._watched[key] = mine
        if layer.isEditable() and layer.isModified():
            self.look_again(layer)

    def forget(self, layer_id: str) -> None:
        """The layer goes away: what is unsaved of it stays in the journal."""
        self._watched.pop(layer_id, None)
        if not self._watched:
            self._close_journals()

    def close(self) -> None:
        """Stop listening; what is unsaved stays in the journal. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.write()
        self._timer.stop()
        the_project().layersWillBeRemoved.disconnect(self._last_chance)
        for mine in self._watched.values():
            for signal, slot in mine.links:
                signal.disconnect(slot)
        self._watched.clear()
        self._close_journals()

    # --- what was edited --------------------------------------------------------------------------------------------

    def look_again(self, layer: QgsVectorLayer) -> None:
        """All of the buffer may have changed, and what waits beside it."""
        mine, buffer = self._watched.get(layer.id()), layer.editBuffer()
        if mine is None:
            return
        found = [] if buffer is None else [*buffer.addedFeatures(), *buffer.changedAttributeValues(), *buffer.changedGeometries(), *buffer.deletedFeatureIds()]
        mine.touched.update(found, mine.keys)
        self._start()

    def write(self) -> None:
        """Write all that was touched now; the disk is waited for by `flush`."""
        self._timer.stop()
        self._since = None
        for mine in self._watched.values():
            self._write(mine)

    def flush(self) -> bool:
        """Write, and wait a moment for the disk; False when it did not obey."""
        self.write()
        obeyed = [journal.flush() for journal in self._journals.values()]
        return all(obeyed)

    def _last_chance(self, *_: Any) -> None:
        """A layer that is being deleted cannot be asked any more."""
        self.write()

    def _touch(self, mine: _Watched, fid: int, *_: Any) -> None:
        mine.touched.add(fid)
        self._start()
        if self._since is not None and time.monotonic() - self._since > LONGEST_WAIT_S:
            self.write()

    def _stopped(self, mine: _Watched) -> None:
        mine.touched.update(mine.keys)
        self._start()

    def _start(self) -> None:
        if self._since is None:
            self._since = time.monotonic()
            self._timer.start()

    def _write(self, mine: _Watched) -> None:
        if not mine.touched and not self._beside.get(mine.layer.id()) and mine.noted <= set(mine.keys.values()):
            return
        self._note(mine, changes_of(mine.layer, mine.schema, mine.readings, "", mine.touched))

    def collected(self, layer: QgsVectorLayer, found: Mapping[int, Change]) -> None:
        """Somebody has just read the whole buffer (feature id → change): it need not be read again for the journal."""
        mine = self._watched.get(layer.id())
        if mine is not None:
            mine.touched.update(found, mine.keys)
            self._note(mine, found)

    def _note(self, mine: _Watched, found: Mapping[int, Change]) -> None:
        """`found` is all that the touched features still have to be saved."""
        beside = {key_of(change): change for change in self._beside.get(mine.layer.id(), {}).values()}
        for fid in mine.touched:
            mine.keys.pop(fid, None)
        mine.keys.update({fid: key_of(change) for fid, change in found.items()})
        mine.touched.clear()
        held = set(mine.keys.values())
        now = {key: change for key, change in beside.items() if key not in held}  # what lies over another is in `found`, or written already
        for change in found.values():
            key = key_of(change)
            now[key] = laid_over(beside[key], change) if key in beside else change
        stale = mine.noted - held - set(beside)
        mine.noted = held | set(beside)
        self._journal(mine).write({**dict.fromkeys(stale), **now})

    # --- what was sent ----------------------------------------------------------------------------------------------

    def sent(self, place: str, client_uid: UUID, changes: Iterable[Change], settled: Iterable[UUID] = ()) -> Callable[[], bool]:
        """These changes go to the server under this number. Whoever calls what is returned, in any thread, waits until that is on the disk;
        False when the disk did not obey in time."""
        self.write()
        parcel = {key_of(change): change for change in changes}
        journal = self._of_place(place)
        journal.write(parcel, (client_uid, tuple(parcel)), tuple(settled))
        return journal.flush

    def stored(self, place: str, client_uid: UUID, receipts: Iterable[Receipt]) -> None:
        """The server has these: they are not unsaved any more."""
        self._of_place(place).write({key_of(each): None for each in receipts}, settled=(client_uid,))

    def _journal(self, mine: _Watched) -> Journal:
        if not mine.place:
            mine.place = place_of(parameters_of(mine.layer))
        return self._of_place(mine.place)

    def _of_place(self, place: str) -> Journal:
        if place not in self._journals:
            self._journals[place] = Journal(self._folder, place, lambda error: self.failed.emit(error.strerror or str(error)))
        return self._journals[place]

    def _close_journals(self) -> None:
        for journal in self._journals.values():
            journal.close()
        self._journals.clear()


def journal_folder() -> Path:
    """Where journals lie: in the profile of this QGIS."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "ncovy" / "journal"

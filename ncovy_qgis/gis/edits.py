"""Saving (design: concurrency): QGIS's save button writes every Ncovy buffer in one transaction, checked by receipts.

Order: journal on disk, one transaction, receipts, buffers emptied. When anything fails the buffers stay as they are,
and QGIS's own commit is made to be refused. What needs a person (waiting, a reason, a message) comes in through `Desk`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Callable, Optional
from uuid import UUID, uuid4

from qgis.core import QgsApplication, QgsFeature, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from ..core.catalogue import Catalogue
from ..core.messages import Refusal
from ..db.changes import Change, Receipt
from . import compat, journal
from .buffer import changes_of, plain_values, refuse_native_commit, removals
from .layers import stem_of
from .readings import Reading, Readings
from .refusals import local_refusal, refusal_of_error
from .sending import Outcome, Parcel, Sending
from .source import parameters_of
from .values import VIETNAM

PATIENCE_S = 20.0  # longest wait for an answer; windows stay alive meanwhile


def wait_headless(thread: Thread) -> bool:
    """Wait for the thread with events of the machine still served; False when patience ends."""
    end = time.monotonic() + PATIENCE_S
    while thread.is_alive() and time.monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 10)
        thread.join(0.005)
    return not thread.is_alive()


@dataclass(frozen=True)
class Desk:
    """What a save asks of the person; these defaults serve a QGIS without windows."""

    wait: Callable[[Thread], bool] = wait_headless
    reason: Callable[[int], Optional[str]] = lambda count: "Gỡ bỏ trong QGIS"
    refused: Callable[[Sequence[Refusal]], None] = lambda refusals: None
    saved: Callable[[Sequence[Receipt]], None] = lambda receipts: None


@dataclass(frozen=True)
class Batch:
    """All changes of one save, by layer and feature."""

    changes: Mapping[str, Mapping[int, Change]]  # layer id → feature id → change

    def all(self) -> tuple[Change, ...]:
        return tuple(change for found in self.changes.values() for change in found.values())


class Edits:
    """Watches the Ncovy layers of a project and saves them."""

    def __init__(self, catalogue: Catalogue, folder: Path, desk: Desk) -> None:
        self.catalogue, self._folder, self._desk = catalogue, folder, desk
        self._layers: dict[str, QgsVectorLayer] = {}
        self._readings: dict[str, Readings] = {}
        self._links: dict[str, tuple[tuple[Any, Any], ...]] = {}  # layer id → signals and slots
        self._open: dict[UUID, Sending] = {}  # sent, answer unknown
        self._journalled: set[UUID] = set()
        self._saving = False

    # --- which layers -----------------------------------------------------------------------------------------------

    def watch(self, layer: QgsVectorLayer) -> None:
        """Save this layer's edits; watching twice does no harm."""
        key = layer.id()
        if key in self._layers or stem_of(layer) is None:
            return
        self._layers[key] = layer
        self._readings[key] = Readings(layer)
        self._links[key] = (
            (layer.beforeCommitChanges, partial(self._before_commit, key)),
            (layer.afterRollBack, self._given_up),
            (layer.willBeDeleted, partial(self._forget, key)),
        )
        for signal, slot in self._links[key]:
            signal.connect(slot)

    def close(self) -> None:
        """Leave every layer as it was."""
        for key in list(self._layers):
            for signal, slot in self._links[key]:
                signal.disconnect(slot)
            self._readings[key].close()
            self._forget(key)

    def readings(self, layer: QgsVectorLayer) -> Optional[Readings]:
        """What was read of a watched layer."""
        return self._readings.get(layer.id())

    def saw(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        """A form shows this feature: its version and values are what the person builds on."""
        readings, fields = self._readings.get(layer.id()), layer.fields()
        uid, version = fields.indexOf("uid"), fields.indexOf("row_version")
        if readings is None or len(feature.attributes()) != fields.count() or not str(feature[version]).isdigit():
            return
        values = plain_values(layer, self.catalogue.layer(str(stem_of(layer))), feature)
        readings.saw(feature.id(), Reading(str(feature[uid]), int(feature[version]), values))

    def edited(self) -> tuple[QgsVectorLayer, ...]:
        """Layers with something to save."""
        return tuple(layer for layer in self._layers.values() if layer.isEditable() and layer.isModified())

    def _forget(self, key: str) -> None:
        for known in (self._layers, self._readings, self._links):
            known.pop(key, None)

    # --- saving -----------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save all edited layers in one transaction; False: nothing was stored, the buffers are kept."""
        edited = self.edited()
        if not edited or self._saving:
            return not self._saving
        self._saving = True
        try:
            return self._save(edited)
        finally:
            self._saving = False

    def _before_commit(self, key: str, *_: object) -> None:
        """QGIS is about to commit by itself: save first, and leave it nothing, or something the database refuses."""
        if self._saving:
            return
        try:
            saved = self.save()
        except Exception as error:  # an edge: else QGIS would go on with a commit nobody checks
            self._desk.refused([refusal_of_error(error)])
            saved = False
        if not saved:
            refuse_native_commit(self._layers[key])

    def _save(self, edited: Sequence[QgsVectorLayer]) -> bool:
        if not compat.transactions_disabled(QgsProject.instance()):
            return self._refuse([local_refusal("transaction_mode")])
        if len({place(parameters_of(layer)) for layer in edited}) > 1:  # one save is one transaction of one database
            return self._refuse([local_refusal("two_databases")])
        count = sum(removals(layer) for layer in edited)
        reason = self._desk.reason(count) if count else ""
        if reason is None:
            return self._refuse([local_refusal("cancelled")])
        batch = self._collect(edited, reason)
        if batch.all():
            outcome = self._send(edited[0], batch)
            if outcome.settled and any(outcome.settled.values()):
                self._adopt(edited, outcome.settled)
                outcome = self._send(edited[0], self._collect(edited, reason))
            if not outcome.receipts:
                return self._refuse(outcome.refusals or [refusal_of_error(outcome.error)])
            self._desk.saved(outcome.receipts)
        for layer in edited:
            layer.rollBack(False)  # the buffer is in the database: show that instead
        return True

    def _collect(self, edited: Sequence[QgsVectorLayer], reason: str) -> Batch:
        found = {}
        for layer in edited:
            schema = self.catalogue.layer(str(stem_of(layer)))
            found[layer.id()] = changes_of(layer, schema, self._readings[layer.id()], reason)
        return Batch(found)

    def _send(self, layer: QgsVectorLayer, batch: Batch) -> Outcome:
        parcel = Parcel(uuid4(), batch.all())
        dsn = parameters_of(layer)
        journal.write(self._folder, journal.Entry(parcel.client_uid, place(dsn), datetime.now(VIETNAM), parcel.changes))
        self._drop_journals()
        self._journalled.add(parcel.client_uid)
        sending = Sending(dsn, parcel, self.catalogue, tuple(self._open))
        self._open[parcel.client_uid] = sending  # until its end is known, whatever happens while we wait
        sending.start()
        if not self._desk.wait(sending):
            sending.give_up()
            return Outcome(refusals=(local_refusal("no_answer"),))
        outcome = sending.outcome
        known = outcome.settled if outcome.error is not None else (*outcome.settled, parcel.client_uid)
        for uid in known:
            self._open.pop(uid, None)
        if outcome.receipts:
            self._drop_journals()
        return outcome

    def _adopt(self, edited: Sequence[QgsVectorLayer], settled: Mapping[UUID, Sequence[Receipt]]) -> None:
        """An earlier save had been stored after all: its versions are what the person now builds on."""
        versions = {str(item.uid): item.row_version for found in settled.values() for item in found}
        for layer in edited:
            readings = self._readings[layer.id()]
            index = layer.fields().indexOf("uid")
            added = {str(item[index]): fid for fid, item in layer.editBuffer().addedFeatures().items()}
            for uid, version in versions.items():
                fid = added.get(uid, readings.find(uid))
                if fid is not None:
                    readings.adopt(fid, Reading(uid, version))

    def _refuse(self, refusals: Sequence[Refusal]) -> bool:
        self._mark(refusals)
        self._desk.refused(refusals)
        return False

    def _mark(self, refusals: Sequence[Refusal]) -> None:
        """Select the features that were refused, so that they are seen on the map and in the table."""
        for layer in self._layers.values():
            uids = {str(item.uid) for item in refusals if item.uid and item.layer == stem_of(layer)}
            found = self.features(layer, uids)
            if found:
                layer.selectByIds(found)

    def features(self, layer: QgsVectorLayer, uids: set[str]) -> list[int]:
        """Feature ids of these uids, new features among them."""
        readings, buffer = self._readings[layer.id()], layer.editBuffer()
        index = layer.fields().indexOf("uid")
        added = buffer.addedFeatures().items() if buffer is not None else ()
        new = [fid for fid, item in added if str(item[index]) in uids]
        return new + [fid for fid in map(readings.find, uids) if fid is not None]

    # --- the journal ------------------------------------------------------------------------------------------------

    def _drop_journals(self) -> None:
        """Older attempts of this session are superseded; those with an unknown end stay."""
        for uid in self._journalled - set(self._open):
            journal.remove(self._folder, uid)
            self._journalled.discard(uid)

    def _given_up(self) -> None:
        """The person threw the edits away."""
        if not self._saving and not self.edited():
            self._drop_journals()


def journal_folder() -> Path:
    """Where journals lie: in the profile of this QGIS."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "ncovy" / "journal"


def place(dsn: Mapping[str, str]) -> str:
    """Names a database in a journal, without secrets."""
    if dsn.get("service"):
        return dsn["service"]
    return f"{dsn.get('host', '')}:{dsn.get('port', '')}/{dsn.get('dbname', '')}"

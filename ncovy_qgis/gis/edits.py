"""Saving (design: concurrency): QGIS's save button writes every Ncovy buffer in one transaction, checked by receipts.

Order: journal on disk, one transaction, receipts, buffers emptied. What could not be stored stays in its buffer, and QGIS's own commit is
kept from running. What needs a person (waiting, a reason, a choice, a message) comes in through `Desk`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Optional
from uuid import UUID

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer

from ..core.catalogue import Catalogue
from ..core.messages import Refusal
from ..db.change import Change, Key, Receipt, key_of
from ..db.fresh import oldest
from .buffer import changes_of, plain_values, refuse_native_commit, removals
from .compat import the_project
from .desk import Desk
from .hindrance import hindrance_of
from .layers import stem_of
from .line import Line
from .meanwhile import edited_since, laid_over, moving
from .outbox import Outbox
from .readings import Reading, Readings
from .recorder import Recorder
from .refusals import local_refusal, refusal_of_error
from .replay import replay
from .report import Problem, Report, problems_of
from .source import parameters_of
from .token import hand_over, send_by_plugin, write_for_plain_qgis
from .veto import allow_commit


class Edits:
    """Watches the Ncovy layers of a project and saves them."""

    def __init__(self, catalogue: Catalogue, folder: Path, desk: Desk) -> None:
        self.catalogue, self._desk = catalogue, desk
        self._layers: dict[str, QgsVectorLayer] = {}
        self._readings: dict[str, Readings] = {}
        self._links: dict[str, tuple[tuple[Any, Any], ...]] = {}  # layer id → signals and slots
        self._beside: dict[str, dict[str, Change]] = {}  # layer id → uid → change of a feature the layer does not show (any more)
        self._saving = self._closed = False
        self.folder, self.recorder = folder, Recorder(folder, self._beside)
        self._outbox, self.line = Outbox(catalogue, self.recorder), Line()
        self._written = lambda _, element, *__: write_for_plain_qgis(element)  # a slot of its own: PyQt takes all away that are the same
        the_project().writeMapLayer.connect(self._written)

    # --- which layers -----------------------------------------------------------------------------------------------

    def watch(self, layer: QgsVectorLayer) -> None:
        """Save this layer's edits; watching twice does no harm."""
        key = layer.id()
        if key in self._layers or stem_of(layer) is None:
            return
        self._layers[key] = layer
        self._readings[key] = Readings(layer, self.line, str(stem_of(layer)))
        self._links[key] = (
            (layer.beforeCommitChanges, partial(self._before_commit, key)),
            (layer.afterRollBack, partial(self._given_up, key)),
            (layer.willBeDeleted, partial(self._forget, key)),
        )
        for signal, slot in self._links[key]:
            signal.connect(slot)
        send_by_plugin(layer, True)
        self.recorder.watch(layer, self.catalogue.layer(str(stem_of(layer))), self._readings[key])

    def close(self) -> None:
        """Leave every layer as it was; what is unsaved stays in the journal. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.recorder.close()
        self._outbox.close()
        the_project().writeMapLayer.disconnect(self._written)
        for key, layer in list(self._layers.items()):
            for signal, slot in self._links[key]:
                signal.disconnect(slot)
            readings = self._readings[key]
            readings.close()
            allow_commit(layer, True)
            hand_over(layer, readings)
            self._forget(key)

    @property
    def layers(self) -> Mapping[str, QgsVectorLayer]:
        """Stem → watched layer."""
        return {str(stem_of(layer)): layer for layer in self._layers.values()}

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
        return tuple(layer for key, layer in self._layers.items() if self._beside.get(key) or (layer.isEditable() and layer.isModified()))

    def sent(self, save: Optional[UUID]) -> bool:
        """Was this save (its client_uid) sent from here?"""
        return save in self._outbox.sent

    def _forget(self, key: str) -> None:
        self.recorder.forget(key)
        for known in (self._layers, self._readings, self._links, self._beside):
            known.pop(key, None)

    # --- what is in the buffers -------------------------------------------------------------------------------------

    def pending(self, reason: str = "") -> dict[str, dict[int, Change]]:
        """Layer id → feature id → change, as the buffers hold them now; `reason` explains removals that have none."""
        return {layer.id(): self._pending(layer, reason) for layer in self.edited()}

    def _pending(self, layer: QgsVectorLayer, reason: str = "") -> dict[int, Change]:
        return changes_of(layer, self.catalogue.layer(str(stem_of(layer))), self._readings[layer.id()], reason)

    def changes(self, reason: str = "") -> tuple[Change, ...]:
        """Everything that waits to be saved, also of features the layers do not show."""
        return self._collect(self.edited(), reason)

    def rewrite(self, layer: QgsVectorLayer, changes: Iterable[Change]) -> None:
        """The buffer becomes exactly these changes, each on its own base_version; those of features the layer does not show wait beside it."""
        readings, saving = self._readings[layer.id()], self._saving
        before = readings.all()
        self._saving = True
        try:
            if not layer.isEditable():
                layer.startEditing()
            layer.rollBack(False)
            missing = replay(layer, changes, readings)
        finally:
            self._saving = saving
        readings.recall(before)
        self._beside[layer.id()] = {str(change.uid): change for change in missing}
        self.recorder.look_again(layer)

    def settle(self, replacements: Mapping[Key, Optional[Change]]) -> None:
        """Let another change take the place of a pending one; None: nothing of the person's remains."""
        for stem, layer in self.layers.items():
            own = {key: change for key, change in replacements.items() if key[0] == stem}
            if own:
                now = {key_of(change): change for change in self._collect([layer], "")}
                self.rewrite(layer, [change for change in {**now, **own}.values() if change is not None])

    # --- saving -----------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save all edited layers in one transaction; False: something, or everything, is kept in the buffers."""
        edited = self.edited()
        if not edited or self._saving:
            return not self._saving
        self._saving = True
        try:
            return self._save(edited)
        finally:
            self._saving = False

    def _before_commit(self, key: str, *_: object) -> None:
        """QGIS is about to commit by itself: save first, and keep it from committing what is left."""
        layer = self._layers[key]
        try:
            saved = self.save()
        except Exception as error:  # an edge: else QGIS would go on with a commit nobody checks
            self._tell(Report((), (Problem(refusal_of_error(error)),), answered=False))
            saved = False
        if allow_commit(layer, saved):
            QTimer.singleShot(0, partial(self._allow, key))  # QGIS greys its buttons out meanwhile
        elif not saved:
            refuse_native_commit(layer)

    def _allow(self, key: str) -> None:
        if key in self._layers:
            allow_commit(self._layers[key], True)

    def _save(self, edited: Sequence[QgsVectorLayer]) -> bool:
        hindrance = hindrance_of(edited)
        count = sum(removals(layer) for layer in edited)
        reason = self._desk.reason(count) if count and hindrance is None else ""
        if reason is None:
            hindrance = "cancelled"
        if hindrance is not None:
            return self._tell(Report((), (Problem(local_refusal(hindrance)),)))
        for layer in edited:
            self._readings[layer.id()].complete()
        changes = self._collect(edited, str(reason))
        with moving(edited) as moved:
            report, withheld = self._deliver(edited, changes, str(reason)) if changes else (Report(), set())
        if report.problems and not report.receipts:
            return self._tell(report)
        stored = [change for change in changes if key_of(change) not in withheld]
        left = [self._empty(layer, str(reason), stored, withheld, report.receipts, layer.id() not in moved) for layer in edited]
        if changes:
            self._tell(report)
        return not any(left)

    def _collect(self, edited: Sequence[QgsVectorLayer], reason: str) -> tuple[Change, ...]:
        found: dict[Key, Change] = {}
        for layer in edited:
            pending = self._pending(layer, reason)
            self.recorder.collected(layer, pending)
            for change in (*self._beside.get(layer.id(), {}).values(), *pending.values()):
                key = key_of(change)
                found[key] = laid_over(found[key], change) if key in found else change
        return tuple(found.values())

    def _deliver(self, edited: Sequence[QgsVectorLayer], changes: tuple[Change, ...], reason: str) -> tuple[Report, set[Key]]:
        """Send all; when some are in the way and the person wants it so, send the others. Returns what is withheld too."""
        comment, withheld, problems = self._desk.comment(), set[Key](), []
        readings = [self._readings[layer.id()] for layer in edited]
        while changes:
            outcome = self._outbox.send(parameters_of(edited[0]), changes, comment, self._desk.wait, oldest(each.looked for each in readings))
            if any(outcome.settled.values()):  # an earlier save had been stored after all
                self._adopt(edited, outcome.settled)
                changes = tuple(each for each in self._collect(edited, reason) if key_of(each) not in withheld)
                continue
            if outcome.receipts:
                self.line.proved(edited[0], outcome.news)
                for each in readings:
                    each.learn(outcome.news)
                return Report(outcome.receipts, tuple(problems), len(withheld)), withheld
            problems += problems_of(outcome.refusals or [refusal_of_error(outcome.error)], changes)
            stopped = {key_of(each.change) for each in problems if each.change is not None}
            rest = tuple(each for each in changes if key_of(each) not in stopped)
            kept = Report((), tuple(problems), len(changes) + len(withheld), outcome.answered)
            general = any(each.change is None for each in problems)
            if general or not rest or (not withheld and not self._desk.partly(kept, len(rest))):
                return kept, set()
            withheld, changes = withheld | stopped, rest
        return Report((), tuple(problems), len(withheld)), withheld

    def _empty(self, layer: QgsVectorLayer, reason: str, stored: Sequence[Change], withheld: set[Key], receipts: Sequence[Receipt], still: bool) -> bool:
        """What is in the database leaves the buffer: that is shown instead. True: something is left, also what was edited meanwhile."""
        left: list[Change] = []
        if withheld or not still:
            now = self._collect([layer], reason)
            left = edited_since(stored, now, receipts) if not still else [change for change in now if key_of(change) in withheld]
        if left:
            self.rewrite(layer, left)
            return True
        if layer.isEditable():
            layer.rollBack(False)
        self._beside.pop(layer.id(), None)
        self.recorder.look_again(layer)
        return False

    def _adopt(self, edited: Sequence[QgsVectorLayer], settled: Mapping[UUID, Sequence[Receipt]]) -> None:
        """An earlier save had been stored after all: its versions are what the person now builds on."""
        versions = {str(item.uid): item.row_version for found in settled.values() for item in found}
        for layer in edited:
            readings, beside = self._readings[layer.id()], self._beside.get(layer.id(), {})
            index, known = layer.fields().indexOf("uid"), readings.fids()
            buffer = layer.editBuffer()
            added = {str(item[index]): fid for fid, item in buffer.addedFeatures().items()} if buffer is not None else {}
            for uid, version in versions.items():
                fid = added.get(uid, known.get(uid))
                if fid is not None:
                    readings.adopt(fid, Reading(uid, version))
            beside.update({uid: replace(change, base_version=versions[uid]) for uid, change in beside.items() if uid in versions})

    def _tell(self, report: Report) -> bool:
        self._mark(each.refusal for each in report.problems)
        self._desk.report(report)
        return not report.problems

    def _mark(self, refusals: Iterable[Refusal]) -> None:
        """Select the features that were refused, so that they are seen on the map and in the table."""
        found = [(str(item.layer), str(item.uid)) for item in refusals if item.uid]
        for layer in self._layers.values():
            fids = self.features(layer, {uid for stem, uid in found if stem == stem_of(layer)})
            if fids:
                layer.selectByIds(fids)

    def features(self, layer: QgsVectorLayer, uids: set[str]) -> list[int]:
        """Feature ids of these uids, new features among them."""
        known, buffer = self._readings[layer.id()].fids() if uids else {}, layer.editBuffer()
        index = layer.fields().indexOf("uid")
        added = buffer.addedFeatures().items() if buffer is not None else ()
        new = [fid for fid, item in added if str(item[index]) in uids]
        return new + [known[uid] for uid in uids if uid in known]

    def _given_up(self, key: str) -> None:
        """The person threw the edits away."""
        if not self._saving:
            self._beside.pop(key, None)
        self.recorder.look_again(self._layers[key])

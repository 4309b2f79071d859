"""Which version of a feature the person saw: the token of the lost-update check.

A form tells it exactly (`saw`). Else it is the version at the start of editing, when every view is refreshed. Of a feature that came
later nobody knows which version a view showed: unless there has only been one, its change is a conflict, never an overwriting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional
from uuid import uuid4

from qgis.core import QgsFeatureRequest, QgsVectorLayer, QgsVectorLayerEditBuffer
from qgis.PyQt.QtCore import QTimer

from ..db.fresh import Fresh, News
from .line import Line

FIRST = 1  # a feature never changed: whenever it was seen, this was seen
UNSEEN = -1  # what a view showed may be older than what is read now: a base_version no row ever has


@dataclass(frozen=True)
class Reading:
    """One feature as it was read."""

    uid: str
    row_version: int
    values: Mapping[str, Any] = field(default_factory=dict)  # plain values a form showed; {} = not known


class Readings:
    """What was read of one layer since its editing started."""

    def __init__(self, layer: QgsVectorLayer, line: Line, stem: str) -> None:
        """`line` knows whether the server may be asked now, and is told when editing cannot start because it may not; `stem`: the layer in the catalogue."""
        self._layer, self._line, self._stem = layer, line, stem
        self.looked: Optional[str] = None  # what was read is as new as this snapshot of the database, or newer
        self._news: Optional[News] = None
        self._read: dict[int, Reading] = {}
        self._edited: set[int] = set()
        self._given: dict[int, str] = {}  # new feature → uid, where the feature itself has none of its own
        self._links = (
            (layer.editingStarted, self._started),
            (layer.attributeValueChanged, self._touched),
            (layer.geometryChanged, self._touched),
            (layer.featureDeleted, self._touched),
            (layer.editingStopped, self._stopped),  # also when edits are thrown away and editing goes on
        )
        for signal, slot in self._links:
            signal.connect(slot)
        if layer.isEditable():
            self.refresh()
            self._distrust(layer.editBuffer())

    def close(self) -> None:
        """Stop listening."""
        for signal, slot in self._links:
            signal.disconnect(slot)

    def refresh(self) -> None:
        """Read every version anew and let every view (canvas, table, index) read the same; without a server all stays as it was read."""
        self._edited.clear()
        self._given.clear()
        self._news = None
        if not self._line.alive(self._layer):
            return
        self.looked = self._line.snapshot(self._layer)  # before the versions: what is stored between the two is told once more, never missed
        self._read = dict(self._query(_request()))
        self._reload()

    def learn(self, news: Optional[News]) -> None:
        """What is new since `looked`, told by a save: catch_up need not ask."""
        self._news = news

    def catch_up(self) -> None:
        """The same as refresh, reading only what was stored since all was read."""
        news = self._news or (self._line.news(self._layer, self.looked) if self.looked else None)
        if news is None:
            self.refresh()
            return
        self._take([each for each in news.features if each.layer == self._stem])
        self.looked = news.snapshot
        self._edited.clear()
        self._given.clear()
        self._news = None
        self._reload()

    def _take(self, stored: Sequence[Fresh]) -> None:
        """What was read becomes what these have made of it; a version that did not come from reading (adopt, UNSEEN) is read anew."""
        doubtful = {fid for fid in self._edited if fid >= 0} - {each.number for each in stored}
        for fid in doubtful.union(fid for fid in self._edited if fid < 0):
            self._read.pop(fid, None)
        if doubtful:
            self._read.update(self._query(_request().setFilterFids(list(doubtful))))
        for each in stored:
            seen = self._read.get(each.number)
            if each.removed:
                self._read.pop(each.number, None)
            elif seen is None or seen.row_version != each.row_version:
                self._read[each.number] = Reading(each.uid, each.row_version)

    def _reload(self) -> None:
        selected = self._layer.selectedFeatureIds()
        self._layer.dataProvider().reloadData()  # forgets the selection
        self._layer.selectByIds(selected)

    def saw(self, fid: int, reading: Reading) -> None:
        """A form shows this; once a feature is edited, what was seen first counts."""
        if fid >= 0 and fid not in self._edited:
            self._read[fid] = reading

    def adopt(self, fid: int, reading: Reading) -> None:
        """Take a version as read: our own save, confirmed late, or a journal restored."""
        self._edited.add(fid)
        self._read[fid] = reading

    def of(self, fid: int) -> Reading | None:
        """What was read of the feature; None when it was never in the database."""
        return self._read.get(fid)

    def given(self, fid: int) -> str | None:
        """The uid a new feature was given here; None when it has its own."""
        return self._given.get(fid)

    def give(self, fid: int) -> str:
        """A uid for a new feature."""
        return self._given.setdefault(fid, str(uuid4()))

    def fids(self) -> dict[str, int]:
        """uid → feature id of all that was read."""
        return {reading.uid: fid for fid, reading in self._read.items()}

    def all(self) -> dict[str, Reading]:
        """uid → what was read."""
        return {reading.uid: reading for reading in self._read.values()}

    def recall(self, before: Mapping[str, Reading]) -> None:
        """Values a form showed still hold where the version is the same."""
        for fid, reading in self._read.items():
            old = before.get(reading.uid)
            if old is not None and old.row_version == reading.row_version:
                self._read[fid] = old

    def _started(self) -> None:
        if self._line.alive(self._layer):
            self.refresh()
        else:
            QTimer.singleShot(0, self._give_back)  # when QGIS has finished starting

    def _give_back(self) -> None:
        if self._layer.isEditable() and not self._layer.isModified():
            self._layer.rollBack()
            self._line.dead.emit()

    def _touched(self, fid: int, *_: Any) -> None:
        self._edited.add(fid)
        if fid >= 0 and fid not in self._read:  # newer than our start, or the start was cut short
            self.complete()

    def complete(self) -> None:
        """Read what was edited while the server was away."""
        unread = [fid for fid in self._edited if fid >= 0 and fid not in self._read]
        if unread and self._line.alive(self._layer):
            self._read.update((fid, _doubted(reading)) for fid, reading in self._query(_request().setFilterFids(unread)))

    def _distrust(self, buffer: QgsVectorLayerEditBuffer) -> None:
        """Of edits older than our listening nobody knows which version they were made on."""
        self._edited.update(buffer.changedAttributeValues(), buffer.changedGeometries(), buffer.deletedFeatureIds())
        self._read.update((fid, _doubted(self._read[fid])) for fid in self._edited & self._read.keys())

    def _stopped(self) -> None:
        if self._layer.isEditable():
            self.catch_up()

    def _query(self, request: QgsFeatureRequest) -> list[tuple[int, Reading]]:
        fields = self._layer.fields()
        uid, version = fields.indexOf("uid"), fields.indexOf("row_version")
        request.setSubsetOfAttributes([uid, version])
        found = self._layer.dataProvider().getFeatures(request)
        return [(item.id(), Reading(str(item[uid]), int(item[version]))) for item in found]


def _doubted(reading: Reading) -> Reading:
    """A view may have shown an older version, unless there is none."""
    return reading if reading.row_version == FIRST else replace(reading, row_version=UNSEEN)


def _request() -> QgsFeatureRequest:
    return QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)

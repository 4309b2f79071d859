"""Which version of a feature the person saw: the token of the lost-update check.

A form tells it exactly (`saw`). Else it is the version at the start of editing, when every view is refreshed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable
from uuid import uuid4

from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer


@dataclass(frozen=True)
class Reading:
    """One feature as it was read."""

    uid: str
    row_version: int
    values: Mapping[str, Any] = field(default_factory=dict)  # plain values a form showed; {} = not known


class Readings:
    """What was read of one layer since its editing started."""

    def __init__(self, layer: QgsVectorLayer, alive: Callable[[], bool] = lambda: True, dead: Callable[[], None] = lambda: None) -> None:
        """`alive`: may the server be asked now? `dead` is called when editing cannot start because it may not."""
        self._layer, self._alive, self._dead = layer, alive, dead
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

    def close(self) -> None:
        """Stop listening."""
        for signal, slot in self._links:
            signal.disconnect(slot)

    def refresh(self) -> None:
        """Read every version anew and let every view (canvas, table, index) read the same; without a server all stays as it was read."""
        self._edited.clear()
        self._given.clear()
        if not self._alive():
            return
        self._read = dict(self._query(_request()))
        selected = self._layer.selectedFeatureIds()
        self._layer.dataProvider().reloadData()  # forgets the selection
        self._layer.selectByIds(selected)

    def saw(self, fid: int, reading: Reading) -> None:
        """A form shows this; once a feature is edited, what was seen first counts."""
        if fid >= 0 and fid not in self._edited:
            self._read[fid] = reading

    def adopt(self, fid: int, reading: Reading) -> None:
        """Take a version as read: our own save, confirmed late, or a journal restored."""
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
        if self._alive():
            self.refresh()
        else:
            QTimer.singleShot(0, self._give_back)  # when QGIS has finished starting

    def _give_back(self) -> None:
        if self._layer.isEditable() and not self._layer.isModified():
            self._layer.rollBack()
            self._dead()

    def _touched(self, fid: int, *_: Any) -> None:
        self._edited.add(fid)
        if fid >= 0 and fid not in self._read and self._alive():  # somebody else's feature, newer than our start
            self._read.update(self._query(_request().setFilterFid(fid)))

    def _stopped(self) -> None:
        if self._layer.isEditable():
            self.refresh()

    def _query(self, request: QgsFeatureRequest) -> list[tuple[int, Reading]]:
        fields = self._layer.fields()
        uid, version = fields.indexOf("uid"), fields.indexOf("row_version")
        request.setSubsetOfAttributes([uid, version])
        found = self._layer.dataProvider().getFeatures(request)
        return [(item.id(), Reading(str(item[uid]), int(item[version]))) for item in found]


def _request() -> QgsFeatureRequest:
    return QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)

"""What other people's saves mean for the layers of the map: shown soon where nobody edits, and never a touch on what is being edited.

A layer in editing is only painted anew: its buffer, selection, forms and tokens (gis/readings.py) stay as they are. Imports no widgets.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Optional

from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..db.change import Key
from ..db.live import Arrived
from .edits import Edits
from .values import from_wkb

BREATH_MS = 1000  # between two paintings of what arrived
SOON_MS = 150  # many signals of one deed are answered once
MOST_MARKS = 200


@dataclass(frozen=True)
class Overtaken:
    """A feature in the edit buffer that somebody else has changed since it was read."""

    layer: QgsVectorLayer
    fid: int
    news: Arrived
    geometry: QgsGeometry  # as the map shows it, in the layer's CRS


class Arrivals(QObject):
    """Keeps the watched layers of one map fresh."""

    changed = pyqtSignal()  # what is being edited, or what of it was overtaken, may have changed

    def __init__(self, edits: Edits) -> None:
        super().__init__()
        self._edits = edits
        self._news: dict[str, dict[str, Arrived]] = {}  # stem → uid → newest version of others, of layers in editing
        self._links: dict[str, tuple[tuple[Any, Any], ...]] = {}  # stem → signals and slots
        self._layers: dict[str, QgsVectorLayer] = {}
        self._unseen: set[str] = set()  # layers to be painted
        self._painted = 0.0
        self._paint_timer, self._change_timer = QTimer(self), QTimer(self)
        for timer, slot in ((self._paint_timer, self._paint), (self._change_timer, self.changed.emit)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)

    def follow(self) -> None:
        """Listen to the layers watched now; doing it again does no harm."""
        for stem, layer in self._edits.layers.items():
            if self._layers.get(stem) is not layer:
                self._leave(stem)
                links = (
                    (layer.layerModified, self._soon),
                    (layer.editingStarted, self._soon),
                    (layer.editingStopped, partial(self._stopped, stem)),
                    (layer.afterRollBack, self._soon),
                    (layer.selectionChanged, self._soon),
                    (layer.willBeDeleted, partial(self._forget, stem)),
                )
                self._layers[stem], self._links[stem] = layer, links
                for signal, slot in links:
                    signal.connect(slot)

    def close(self) -> None:
        """Leave the layers alone."""
        self._paint_timer.stop()
        self._change_timer.stop()
        for stem in list(self._links):
            self._leave(stem)
        self._layers.clear()
        self._news.clear()

    def _leave(self, stem: str) -> None:
        for signal, slot in self._links.pop(stem, ()):
            signal.disconnect(slot)

    def take(self, arrived: Iterable[Arrived]) -> None:
        """Others' saves and decisions; one's own only freshen what the map shows."""
        for news in arrived:
            layer = self._layers.get(news.layer)
            if layer is None:
                continue
            self._unseen.add(news.layer)
            if layer.isEditable() and news.wkb is not None and not self._edits.sent(news.save):
                known = self._news.setdefault(news.layer, {})
                if news.uid not in known or known[news.uid].row_version < news.row_version:
                    known[news.uid] = news
        if self._unseen and not self._paint_timer.isActive():
            rested = (time.monotonic() - self._painted) * 1000
            self._paint_timer.start(max(SOON_MS, int(BREATH_MS - rested)))
        if self._news:
            self._soon()

    def overtaken(self) -> tuple[Overtaken, ...]:
        """Features of the buffers that others changed since they were read, at most MOST_MARKS; newest last."""
        found: list[Overtaken] = []
        for stem, news in self._news.items():
            layer = self._layers.get(stem)
            if layer is not None and layer.isEditable():
                found += self._overtaken(layer, news)
        return tuple(sorted(found, key=lambda each: each.news.at)[-MOST_MARKS:])

    def news_of(self, key: Key) -> Optional[Arrived]:
        """The newest version others stored of a feature since its layer is being edited."""
        return self._news.get(key[0], {}).get(key[1])

    def touched(self) -> frozenset[Key]:
        """(stem, uid) of every stored feature with unsaved changes."""
        return frozenset((stem, uid) for stem, layer in self._layers.items() for _, uid, _ in self._buffer(layer))

    def chosen(self) -> frozenset[Key]:
        """(stem, uid) of the features selected in layers being edited, as far as they were read."""
        found = set()
        for stem, layer in self._layers.items():
            readings = self._edits.readings(layer)
            if layer.isEditable() and readings is not None:
                read = (readings.of(fid) for fid in layer.selectedFeatureIds()[:MOST_MARKS])
                found.update((stem, reading.uid) for reading in read if reading is not None)
        return frozenset(found)

    def _overtaken(self, layer: QgsVectorLayer, news: dict[str, Arrived]) -> list[Overtaken]:
        moved = layer.editBuffer().changedGeometries()
        found = []
        for fid, uid, version in self._buffer(layer):
            if uid in news and news[uid].row_version > version:
                found.append(Overtaken(layer, fid, news[uid], QgsGeometry(moved[fid]) if fid in moved else from_wkb(news[uid].wkb)))
        return found

    def _buffer(self, layer: QgsVectorLayer) -> list[tuple[int, str, int]]:
        """Feature id, uid and version read, of the stored features the buffer changes."""
        buffer, readings = layer.editBuffer(), self._edits.readings(layer)
        if buffer is None or readings is None or not layer.isModified():
            return []
        fids = {*buffer.changedAttributeValues(), *buffer.changedGeometries(), *buffer.deletedFeatureIds()}
        read = ((fid, readings.of(fid)) for fid in sorted(fids))
        return [(fid, reading.uid, reading.row_version) for fid, reading in read if reading is not None]

    def _soon(self, *_: object) -> None:
        if not self._change_timer.isActive():
            self._change_timer.start(SOON_MS)

    def _stopped(self, stem: str) -> None:
        """Editing is over: what arrived meanwhile may now be read by tables and snapping too. Said also when only the edits go, or come back."""
        layer = self._layers.get(stem)
        if layer is not None and not layer.isEditable() and self._news.pop(stem, None):
            self._unseen.add(stem)
            self._paint_timer.start(SOON_MS)
        self._soon()

    def _forget(self, stem: str) -> None:
        """The layer is being destroyed: it may not even be asked for its id."""
        for known in (self._layers, self._links, self._news):
            known.pop(stem, None)
        self._soon()

    def _paint(self) -> None:
        self._painted = time.monotonic()
        for stem in self._unseen:
            layer = self._layers.get(stem)
            if layer is not None:
                freshen(layer)
        self._unseen.clear()


def freshen(layer: QgsVectorLayer) -> None:
    """Show what the database holds now. Asks it nothing here: the map is painted, and tables are filled, by themselves."""
    if not layer.isEditable():
        selected = layer.selectedFeatureIds()
        layer.dataProvider().reloadData()  # forgets the selection
        if selected:
            layer.selectByIds(selected)
    layer.triggerRepaint()

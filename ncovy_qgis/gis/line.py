"""Is the server there, and what is new on it? Asked in a thread before QGIS itself reads in the window's thread, where a dead network would hold
everything up."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from threading import Thread
from typing import Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QObject, pyqtSignal

from ..db.connection import connect
from ..db.errors import reachable
from ..db.fresh import News, fresh, snapshot
from .sending import APPLICATION
from .source import parameters_of, place_of

PATIENCE_S = 1.5
REMEMBERED_S = 3.0  # one answer serves all that starts at once


class _Probe(Thread):
    """Logs in, looks, logs out."""

    def __init__(self, dsn: Mapping[str, str], since: str) -> None:
        super().__init__(name="ncovy probe", daemon=True)
        self._dsn, self._since = {**dsn, "connect_timeout": "2"}, since
        self.answered = False
        self.news: Optional[News] = None

    def run(self) -> None:
        try:
            with closing(connect(dsn=self._dsn, application=APPLICATION)) as connection:
                self.news = fresh(connection, self._since) if self._since else News(snapshot(connection), ())
            self.answered = True
        except Exception as error:  # the end of a thread: a refused login, too, is an answer, and QGIS shows its own window for it
            self.answered = reachable(error)


class Line(QObject):
    """The way to the servers of the layers."""

    dead = pyqtSignal()  # nothing was read, and editing did not start

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[str, tuple[float, bool]] = {}
        self._snapshots: dict[str, str] = {}

    def alive(self, layer: QgsVectorLayer) -> bool:
        """True when the layer's server answers within a moment; windows are served meanwhile. Layers of no server are always there."""
        if layer.providerType() != "postgres":
            return True
        at, answered = self._answers.get(_server(layer), (0.0, False))
        return answered if time.monotonic() - at < REMEMBERED_S else self._ask(layer).answered

    def snapshot(self, layer: QgsVectorLayer) -> Optional[str]:
        """What was visible when the layer's server last told: all that is read later is as new, or newer."""
        return self._snapshots.get(_server(layer)) if layer.providerType() == "postgres" else None

    def news(self, layer: QgsVectorLayer, since: str) -> Optional[News]:
        """What was stored since a snapshot of the layer's server; None when the server does not tell within a moment."""
        return self._ask(layer, since).news

    def proved(self, layer: QgsVectorLayer, news: Optional[News]) -> None:
        """The layer's server has just answered something else."""
        self._answers[_server(layer)] = time.monotonic(), True
        if news is not None:
            self._snapshots[_server(layer)] = news.snapshot

    def _ask(self, layer: QgsVectorLayer, since: str = "") -> _Probe:
        probe, end = _Probe(parameters_of(layer), since), time.monotonic() + PATIENCE_S
        probe.start()
        while probe.is_alive() and time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 10)
            probe.join(0.005)
        self._answers[_server(layer)] = time.monotonic(), probe.answered
        if probe.news is not None:
            self._snapshots[_server(layer)] = probe.news.snapshot
        return probe


def _server(layer: QgsVectorLayer) -> str:
    return place_of(parameters_of(layer))

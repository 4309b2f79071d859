"""Is the server there? Asked in a thread before QGIS itself reads in the window's thread, where a dead network would hold everything up."""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import Thread

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QObject, pyqtSignal

from ..db.connection import connect
from ..db.errors import reachable
from .recorder import place_of
from .sending import APPLICATION
from .source import parameters_of

PATIENCE_S = 1.5
REMEMBERED_S = 3.0  # one answer serves all that starts at once


class _Probe(Thread):
    """Logs in and out."""

    def __init__(self, dsn: Mapping[str, str]) -> None:
        super().__init__(name="ncovy probe", daemon=True)
        self._dsn = {**dsn, "connect_timeout": "2"}
        self.answered = False

    def run(self) -> None:
        try:
            connect(dsn=self._dsn, application=APPLICATION).close()
            self.answered = True
        except Exception as error:  # the end of a thread: a refused login, too, is an answer, and QGIS shows its own window for it
            self.answered = reachable(error)


class Line(QObject):
    """The way to the servers of the layers."""

    dead = pyqtSignal()  # nothing was read, and editing did not start

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, tuple[float, bool]] = {}

    def alive(self, layer: QgsVectorLayer) -> bool:
        """True when the layer's server answers within a moment; windows are served meanwhile. Layers of no server are always there."""
        if layer.providerType() != "postgres":
            return True
        key = _server(layer)
        at, answered = self._known.get(key, (0.0, False))
        if time.monotonic() - at > REMEMBERED_S:
            answered = _asked(parameters_of(layer))
            self._known[key] = time.monotonic(), answered
        return answered

    def proved(self, layer: QgsVectorLayer) -> None:
        """The layer's server has just answered something else."""
        self._known[_server(layer)] = time.monotonic(), True


def _server(layer: QgsVectorLayer) -> str:
    return place_of(parameters_of(layer))


def _asked(dsn: Mapping[str, str]) -> bool:
    probe, end = _Probe(dsn), time.monotonic() + PATIENCE_S
    probe.start()
    while probe.is_alive() and time.monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 10)
        probe.join(0.005)
    return probe.answered

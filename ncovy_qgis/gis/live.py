"""The live link of an open map: a thread with a connection of its own, whose news arrive as signals in the thread of the windows.

It comes back by itself when the network does, with all that was missed meanwhile. Touches no layer and imports no widgets.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from enum import Enum
from threading import Thread
from typing import Optional
from uuid import UUID, uuid4

import psycopg2
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.catalogue import Text
from ..db.errors import reachable
from ..db.live import Bell, Ended, Line, Silence
from .refusals import refusal_of_error

POLL_S = 3.0  # a look is taken at least this often, notified or not: others' saves are shown within 5 s whatever becomes of notifications
BEAT_S = 15.0  # presence is renewed, and notifications are tried out
CALM_S = 0.2  # between two looks, however many notifications come
RETRY_S = (0.5, 15.0)  # first and longest pause before dialling again
FAREWELL_S = 2.0  # how long close() waits for the thread

Features = frozenset[tuple[str, str]]  # (stem, uid)


class Link(Enum):
    """How the map is linked."""

    LOST = "lost"  # no connection; dialling again and again
    POLLING = "polling"  # connected, but notifications do not arrive: asked every few seconds
    CONNECTED = "connected"


class Live(QObject):
    """Signals of one open map; `close` ends the thread."""

    arrived = pyqtSignal(object)  # tuple[Arrived, ...]: what was stored, by anybody
    present = pyqtSignal(object)  # tuple[Present, ...]: who edits what, this QGIS left out
    linked = pyqtSignal(object)  # Link

    def __init__(self, dsn: Mapping[str, str]) -> None:
        super().__init__()
        self.client = uuid4()
        self.reason: Optional[Text] = None  # why the link is lost, where it is more than the network
        self.me = ""  # the person, once connected
        self._bell = Bell()
        self._thread = _Dialler(self, dsn, self._bell)

    def start(self) -> None:
        """Begin dialling; connect the signals before."""
        self._thread.start()

    def announce(self, features: Features) -> None:
        """These are being edited here now; said again by itself until it changes."""
        if features != self._thread.features:
            self._thread.features = features
            self._bell.ring()

    def close(self) -> bool:
        """Withdraw and end; no signal comes afterwards. False when the thread could not be waited for (it ends by itself)."""
        self._thread.silent = True
        self._bell.end()
        if self._thread.is_alive():
            self._thread.join(FAREWELL_S)
        _unended.difference_update([each for each in _unended if not each._thread.is_alive()])
        if self._thread.is_alive():
            _unended.add(self)
        return not self._thread.is_alive()


_unended: set[Live] = set()
"""Their threads hold on to them: none of those may be the last to do so, for what it then deletes belongs to the main thread."""


class _Dialler(Thread):
    """The thread: everything it tells goes through queued signals."""

    def __init__(self, live: Live, dsn: Mapping[str, str], bell: Bell) -> None:
        super().__init__(name="ncovy live", daemon=True)
        self._live, self._dsn, self._bell = live, dict(dsn), bell
        self._client: UUID = live.client
        self.features: Features = frozenset()
        self.silent = False
        self._snapshot: Optional[str] = None  # of the last look, on whatever line
        self._pause = RETRY_S[0]
        self._told: dict[str, object] = {}

    def run(self) -> None:
        """Dial, serve, dial again."""
        try:
            while True:
                try:
                    with closing(Line(self._dsn, self._client, self._bell, self._snapshot)) as line:
                        self._serve(line)
                except (psycopg2.Error, OSError, Silence) as error:
                    self._lost(error)
                self._wait(self._pause)
                self._pause = min(self._pause * 2, RETRY_S[1])
        except Ended:
            self._bell.close()

    def _serve(self, line: Line) -> None:
        self._live.me, self._pause, announced, beat = line.me, RETRY_S[0], Features(), 0.0
        while True:
            self._news(line)
            wanted, due = self.features, time.monotonic() >= beat
            if due:
                line.ping()
                beat = time.monotonic() + BEAT_S
            if line.may_announce and (wanted != announced or (due and wanted)):
                line.announce(wanted)
                announced = wanted
            self._tell("present", tuple(each for each in line.present() if each.client != self._client))
            line.wait(POLL_S)
            self._tell("linked", Link.CONNECTED if line.proven else Link.POLLING)
            self._wait(CALM_S)

    def _news(self, line: Line) -> None:
        arrived = line.changes()
        self._snapshot = line.snapshot
        if arrived and not self.silent:
            self._live.arrived.emit(arrived)

    def _lost(self, error: Exception) -> None:
        self._live.reason = refusal_of_error(error).text if reachable(error) else None
        self._tell("present", ())  # nothing is known of the others any more
        self._tell("linked", Link.LOST)

    def _tell(self, signal: str, value: object) -> None:
        """What is as it was is not said again."""
        if not self.silent and self._told.get(signal) != value:
            self._told[signal] = value
            getattr(self._live, signal).emit(value)

    def _wait(self, seconds: float) -> None:
        """Be it rung or not: only the end cuts it short."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._bell.wait(until - time.monotonic())

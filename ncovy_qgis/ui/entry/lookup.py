"""One question to the database at a time, asked from a thread: a newer question replaces the older, whose answer is not told."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

_ASKING: set[Lookup] = set()  # a thread must not hold the last reference: a QObject has to end in the thread it lives in


class Lookup(QObject):
    """`answered` and `failed` come in the thread this was made in; no parent, so that a late thread still finds it."""

    answered = pyqtSignal(object)
    failed = pyqtSignal(object)
    _arrived = pyqtSignal(int, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._turn = self._running = 0
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def ask(self, function: Callable[[], Any]) -> None:
        """Run in a thread of its own; the function touches no QGIS."""
        self._turn += 1
        self._running += 1
        _ASKING.add(self)
        Thread(target=self._work, args=(self._turn, function), name="ncovy look-up", daemon=True).start()

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._turn += 1

    def _work(self, turn: int, function: Callable[[], Any]) -> None:
        result, problem = None, None
        try:
            result = function()
        except Exception as error:  # carried over to the thread that asked
            problem = error
        with suppress(RuntimeError):  # QGIS may have ended meanwhile
            self._arrived.emit(turn, result, problem)

    def _tell(self, turn: int, result: Any, problem: Any) -> None:
        self._running -= 1
        if not self._running:
            _ASKING.discard(self)
        if turn != self._turn:
            return
        if problem is not None:
            self.failed.emit(problem)
        else:
            self.answered.emit(result)

"""A question asked in a thread, answered in the thread of the windows; only the last question counts.

The thread knows nothing of Qt: a signal sent by it to an object that is just being deleted would end QGIS. A timer looks instead.
"""

from __future__ import annotations

from threading import Thread
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .timers import later

LOOK_MS = 40


class _Work(Thread):
    def __init__(self, function: Callable[[], Any]) -> None:
        super().__init__(name="ncovy question", daemon=True)
        self._function = function
        self.answer: Any = None
        self.error: Optional[Exception] = None

    def run(self) -> None:
        try:
            self.answer = self._function()
        except Exception as error:  # carried over to the thread of the windows
            self.error = error


class Question(QObject):
    """`ask` waits `patience_ms` for another question, then runs the last one. The function touches no QGIS."""

    answered = pyqtSignal(object)  # what the function returned
    failed = pyqtSignal(object)  # what it raised

    def __init__(self, parent: Optional[QObject], patience_ms: int = 0) -> None:
        super().__init__(parent)
        self._function: Callable[[], Any] = lambda: None
        self._work: Optional[_Work] = None
        self._start, self._look = later(self, patience_ms, self._started), QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._looked)

    def ask(self, function: Callable[[], Any]) -> None:
        """Ask this instead of whatever was asked before."""
        self.drop()
        self._function = function
        self._start.start()

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._start.stop()
        self._look.stop()
        self._work = None

    def _started(self) -> None:
        self._work = _Work(self._function)
        self._work.start()
        self._look.start()

    def _looked(self) -> None:
        work = self._work
        if work is None or work.is_alive():
            return
        self.drop()
        if work.error is not None:
            self.failed.emit(work.error)
        else:
            self.answered.emit(work.answer)

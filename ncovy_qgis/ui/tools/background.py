"""A question asked in a thread, answered by a signal in the thread of the windows; only the last question counts."""

from __future__ import annotations

from threading import Thread
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal


class Question(QObject):
    """`ask` waits a moment for another question, then runs the last one. The function touches no QGIS."""

    answered = pyqtSignal(object)  # what the function returned
    failed = pyqtSignal(object)  # what it raised
    _came = pyqtSignal(int, object, object)

    def __init__(self, parent: QObject, patience_ms: int) -> None:
        super().__init__(parent)
        self._number = 0
        self._function: Callable[[], Any] = lambda: None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(patience_ms)
        self._timer.timeout.connect(self._start)
        self._came.connect(self._deliver)

    def ask(self, function: Callable[[], Any]) -> None:
        """Ask this instead of whatever was asked before."""
        self._number += 1
        self._function = function
        self._timer.start()

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._number += 1
        self._timer.stop()

    def _start(self) -> None:
        Thread(target=_run, args=(self, self._number, self._function), name="ncovy question", daemon=True).start()

    def _deliver(self, number: int, answer: Any, error: Any) -> None:
        if number != self._number:
            return
        if error is not None:
            self.failed.emit(error)
        else:
            self.answered.emit(answer)


def _run(question: Question, number: int, function: Callable[[], Any]) -> None:
    answer, error = None, None
    try:
        answer = function()
    except Exception as raised:  # carried over to the thread of the windows
        error = raised
    try:
        question._came.emit(number, answer, error)
    except RuntimeError:
        return  # the window that asked has gone meanwhile

"""Waiting for the network without freezing QGIS: work goes on in a thread, after a moment a window offers to stop."""

from __future__ import annotations

import time
from threading import Thread
from typing import Any, Callable, Generic, Optional, TypeVar

from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, Qt
from qgis.PyQt.QtWidgets import QProgressDialog, QWidget

Result = TypeVar("Result")
SHOW_AFTER_MS = 700
PATIENCE_S = 60.0


class Stopped(Exception):
    """The person did not want to wait longer, or patience ended."""

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("Ncovy", "Đã dừng chờ máy chủ."))


class _Work(Thread, Generic[Result]):
    def __init__(self, function: Callable[[], Result]) -> None:
        super().__init__(name="ncovy work", daemon=True)
        self._function = function
        self.result: Optional[Result] = None
        self.error: Optional[BaseException] = None

    def run(self) -> None:
        try:
            self.result = self._function()
        except Exception as error:  # carried over to the thread that waits
            self.error = error


def wait(thread: Thread, parent: Optional[QWidget], text: str, patience: float = PATIENCE_S) -> bool:
    """Serve windows until the thread ends; False when stopped or out of patience."""
    window = _window(parent, text)
    flags, end = QEventLoop.ProcessEventsFlag, time.monotonic() + patience
    try:
        while thread.is_alive() and not window.wasCanceled() and time.monotonic() < end:
            shown = window.isVisible()  # before, nobody may click into what is being saved
            QCoreApplication.processEvents(flags.AllEvents if shown else flags.ExcludeUserInputEvents, 20)
            thread.join(0.005)
    finally:
        window.reset()
        window.deleteLater()
    return not thread.is_alive()


def run(function: Callable[[], Result], parent: Optional[QWidget], text: str) -> Result:
    """Run in a thread and wait; raises what the function raised, or Stopped. The function touches no QGIS."""
    work: _Work[Result] = _Work(function)
    work.start()
    if not wait(work, parent, text):
        raise Stopped
    if work.error is not None:
        raise work.error
    result: Any = work.result
    return result  # type: ignore[no-any-return]


def _window(parent: Optional[QWidget], text: str) -> QProgressDialog:
    window = QProgressDialog(text, QCoreApplication.translate("Ncovy", "Dừng"), 0, 0, parent)
    window.setObjectName("ncovyWaiting")
    window.setWindowTitle("Ncovy")
    window.setWindowModality(Qt.WindowModality.ApplicationModal)  # forms beside the main window, too: what is typed now is not in the save
    window.setMinimumDuration(SHOW_AFTER_MS)
    window.setValue(0)
    return window

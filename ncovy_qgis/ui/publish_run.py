"""One algorithm of Processing at a time, in the background: for the publishing window, which never waits for a disk or a network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QObject, pyqtSignal

Then = Callable[[Mapping[str, Any]], None]


class Said(QgsProcessingFeedback):
    """Keeps what the algorithm says last, and what it does now."""

    stepped = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(False)
        self.error, self.warning = "", ""

    def reportError(self, error: str, fatalError: bool = False) -> None:  # names of Processing
        self.error = error

    def pushWarning(self, warning: str) -> None:
        self.warning = warning

    def setProgressText(self, text: str) -> None:
        self.stepped.emit(text)


class Runner(QObject):
    """Runs an algorithm, then calls `then` with its results, or emits `failed` with its sentence."""

    started = pyqtSignal()
    progressed = pyqtSignal(int)  # per cent
    stepped = pyqtSignal(str)  # what is done now
    ended = pyqtSignal()
    failed = pyqtSignal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Optional[QgsProcessingAlgRunnerTask] = None
        self.context, self.said = QgsProcessingContext(), Said()

    def start(self, name: str, parameters: Mapping[str, Any], then: Then) -> None:
        """Nothing else may run."""
        self.context, self.said = QgsProcessingContext(), Said()
        algorithm = QgsApplication.processingRegistry().algorithmById(name)
        self._task = QgsProcessingAlgRunnerTask(algorithm, dict(parameters), self.context, self.said)
        if self._task.isCanceled():  # what it asks for cannot be had: such a task is never run, and never ends
            self._done(then, False, {})
            return
        self._task.progressChanged.connect(lambda value: self.progressed.emit(int(value)))
        self.said.stepped.connect(self.stepped)
        self._task.executed.connect(partial(self._done, then))
        self._task.executed.connect(lambda *_, lent=(self.context, self.said): None)  # it only borrows them, and may outlive this window
        self.started.emit()
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the task to stop."""
        if self._task is not None:
            self.said.cancel()

    def drop(self) -> None:
        """Stop it, and hear no more of it."""
        self.cancel()
        self._task = None

    def _done(self, then: Then, successful: bool, results: Mapping[str, Any]) -> None:
        if self._task is None:
            return  # the window was closed
        self._task = None
        self.ended.emit()
        if successful:
            then(results)
        else:
            self.failed.emit(self.said.error)

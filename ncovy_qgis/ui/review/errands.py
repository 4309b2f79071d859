"""What is asked of the database, one errand at a time: decisions first, then what waits, last what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Optional

from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..validation.work import Work

DECIDE, READ, CARE, JUDGE = range(4)  # the more urgent first

Task = Callable[[Connection], Any]


@dataclass(frozen=True)
class Errand:
    """A task for the thread and what its answer is for."""

    urgency: int
    task: Task
    answer: Callable[[Any], None]


class Errands(QObject):
    """`dsn` is asked at each start; without one nothing is done."""

    failed = pyqtSignal(object)
    running = pyqtSignal(bool)

    def __init__(self, dsn: Callable[[], Optional[Mapping[str, str]]]) -> None:
        super().__init__()
        self._dsn = dsn
        self._waiting: list[Errand] = []
        self._work: Optional[Work] = None
        self._errand: Optional[Errand] = None

    def ask(self, urgency: int, task: Task, answer: Callable[[Any], None]) -> None:
        """Reading of one kind replaces what waits of it; a long judgement gives way to everything else and comes back."""
        errand = Errand(urgency, task, answer)
        if urgency != DECIDE:
            self._waiting = [each for each in self._waiting if each.urgency != urgency]
        self._waiting.append(errand)
        if self._errand is not None and self._errand.urgency == JUDGE and urgency != JUDGE:
            self._waiting.append(self._errand)
            self._leave()
        self._next()

    def stop(self) -> None:
        """Nobody waits for anything any more."""
        self._waiting.clear()
        self._leave()

    def idle(self) -> bool:
        """Nothing is being done, nothing waits."""
        return self._work is None and not self._waiting

    def _leave(self) -> None:
        if self._work is not None:
            self._work.stop()
            self._work = self._errand = None
            self.running.emit(False)

    def _next(self) -> None:
        dsn = self._dsn() if self._work is None and self._waiting else None
        if dsn is None:
            return
        errand = min(self._waiting, key=lambda each: each.urgency)
        self._waiting.remove(errand)
        work = Work(dsn, lambda connection, _: errand.task(connection))
        work.done.connect(partial(self._ended, work, errand.answer))
        work.failed.connect(partial(self._ended, work, self.failed.emit))
        self._work, self._errand = work, errand
        self.running.emit(True)
        work.start()

    def _ended(self, work: Work, then: Callable[[Any], None], answer: Any) -> None:
        if work is not self._work:
            return  # nobody waits for it any more
        self._work = self._errand = None
        self.running.emit(False)
        then(answer)
        self._next()

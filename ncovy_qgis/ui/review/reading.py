"""What is known of the queues of the open map: read beside the window, and again when something was stored or decided anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Optional

from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...gis.project import language
from ..map_source import MapSource
from ..timers import later
from . import tasks
from .errands import CARE, DECIDE, JUDGE, READ, Errands
from .rows import Key, Row

if TYPE_CHECKING:
    from ..session import Session

BREATH_MS = 400  # many signals of one deed are answered once


class Reading(QObject):
    """`may`: whether the person decides at all; nobody else's queue is read."""

    emptied = pyqtSignal()  # another map, or none
    listed = pyqtSignal(object, bool)  # tasks.Listed of what waits; whether it is the first of this map
    cared = pyqtSignal(str, object)  # a queue of care, its tasks.Listed
    judged = pyqtSignal()
    failed = pyqtSignal(object)
    running = pyqtSignal(bool)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._desk = tasks.Desk(session.catalogue, language())
        self.rows: tuple[Row, ...] = ()
        self.read = self.may = False
        self.found: dict[Key, tuple[int, int, int]] = {}  # row_version judged, errors, warnings
        self.errands = Errands(self._dsn)
        self.errands.failed.connect(self.failed)
        self.errands.running.connect(self.running)
        self._breath = later(self, BREATH_MS, self.read_waiting)
        self._map = MapSource(self, session, self._another_map)
        self._signals = (session.reported, session.arrived, session.decided)
        for signal in self._signals:
            signal.connect(self._later)

    def close(self) -> None:
        """Ask for nothing any more."""
        for signal in self._signals:
            signal.disconnect(self._later)
        self._map.close()
        self.errands.stop()
        self._breath.stop()

    def read_waiting(self) -> None:
        """What waits for a decision."""
        desk = self._desk
        self.errands.ask(READ, lambda connection: tasks.read_waiting(connection, desk), self._listed)

    def read_care(self, queue: str, hours: int) -> None:
        """What waits for care."""
        desk = self._desk
        self.errands.ask(CARE, lambda connection: tasks.read_due(connection, desk, queue, hours), partial(self.cared.emit, queue))

    def judge(self) -> None:
        """What the rules say of versions not judged yet; of all in one go when they are most."""
        unknown = {row.key: row.item.row_version for row in self.rows if self.found.get(row.key, (0,))[0] != row.item.row_version}
        if unknown:
            desk, whole = self._desk, len(unknown) * 2 > len(self.rows)
            self.errands.ask(JUDGE, lambda connection: tasks.judge(connection, desk, unknown, whole), self._judged)

    def decide(self, task: Callable[[Connection], Any], answer: Callable[[Any], None]) -> None:
        """Write, before anything else is read."""
        self.errands.ask(DECIDE, task, answer)

    def reload(self) -> None:
        """Everything anew, also what the rules say."""
        self.found.clear()
        self.read_waiting()

    def drop(self, keys: Iterable[Key]) -> None:
        """These are decided; the server's own word follows."""
        gone = set(keys)
        self.rows = tuple(row for row in self.rows if row.key not in gone)

    def _later(self, *_: Any) -> None:
        """Something was stored or decided, here or elsewhere; or the network is back, and nothing was read yet."""
        if self.may or not self.read:
            self._breath.start()

    def _another_map(self) -> None:
        """What was read belongs to the last one."""
        self.errands.stop()
        self.rows, self.found, self.read, self.may = (), {}, False, False
        self.emptied.emit()
        self.read_waiting()

    def _dsn(self) -> Optional[Mapping[str, str]]:
        return self._map.source.dsn() if self._map.source is not None else None

    def _listed(self, answer: tasks.Listed) -> None:
        first, self.read, self.may, self.rows = not self.read, True, answer.may, answer.rows
        self.found = {row.key: self.found[row.key] for row in self.rows if row.key in self.found}
        self.listed.emit(answer, first)

    def _judged(self, answer: tasks.Judged) -> None:
        self.found.update(answer)
        self.judged.emit()

"""What waits for the person at the open map: read beside the window, and again when something was stored or decided anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Callable, Optional

from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...db.live import Arrived
from ...db.threads import Returned
from ...gis.source import Source
from ..background import Question
from ..map_source import MapSource
from ..review_change.reading import asked
from ..timers import later
from . import tasks
from .tasks import Box, key_of

if TYPE_CHECKING:
    from ..session import Session

BREATH_MS = 400  # many signals of one deed are answered once
RETRY_MS = 15_000  # after the server could not be reached
GLANCE_MS = 60  # whoever runs through the list does not read every thread


class Reading(QObject):
    """Three questions that do not wait for each other: the box, the thread of one item, and what is being sent."""

    emptied = pyqtSignal()  # another map, or none
    listed = pyqtSignal(object, object)  # Box, and what of it has come since the last
    talked = pyqtSignal(object)  # the thread of the item asked for
    sent = pyqtSignal(object)  # a Refusal, or None
    unread = pyqtSignal(object)  # why the box could not be read; it is tried again
    failed = pyqtSignal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.box: Optional[Box] = None  # None: not read yet
        self._box, self._thread, self._sending = Question(self), Question(self, GLANCE_MS), Question(self)
        for question, slot in ((self._box, self._listed), (self._thread, self.talked.emit), (self._sending, self._sent)):
            question.answered.connect(slot)
        self._box.failed.connect(self._not_listed)
        self._thread.failed.connect(self.failed)
        self._sending.failed.connect(self._broke)
        self._writing = self._settling = self._reading = self._failing = False
        self._breath, self._retry = later(self, BREATH_MS, self._read_box), later(self, RETRY_MS, self.reload)
        self._map = MapSource(self, session, self._another_map)
        self._links = ((session.reported, self.reload), (session.arrived, self._arrived), (session.decided, self.reload))
        for signal, slot in self._links:
            signal.connect(slot)

    def close(self) -> None:
        """Ask for nothing any more."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._map.close()
        self._drop()

    @property
    def source(self) -> Optional[Source]:
        """Where the open map is; None without one."""
        return self._map.source

    @property
    def busy(self) -> bool:
        """Something is being sent, or was, and the box is not read again yet: a key pressed twice sends once."""
        return self._writing or self._settling

    def reload(self, *_: Any) -> None:
        """Read the box, a breath later; a long row of signals does not put it off."""
        if not self._breath.isActive():
            self._breath.start()

    def read_thread(self, item: Optional[Returned]) -> None:
        """Of this item; of the one before nothing is wanted any more."""
        self._thread.drop()
        if item is not None:
            self._ask(self._thread, lambda connection: tasks.read_thread(connection, item))

    def send(self, task: Callable[[Connection], Any]) -> None:
        """Write; one thing at a time."""
        if not self.busy and self.source is not None:
            self._writing = True
            self._ask(self._sending, task)

    def _ask(self, question: Question, task: Callable[[Connection], Any]) -> None:
        if self.source is not None:
            dsn = self.source.dsn()
            question.ask(lambda: asked(dsn, task))

    def _read_box(self) -> None:
        if self._reading:
            self._breath.start()  # what is on its way may be older than what was signalled
        elif self.source is not None:
            self._reading = True
            self._ask(self._box, tasks.read_box)

    def _arrived(self, arrived: Sequence[Arrived]) -> None:
        """Decisions, and what becomes of features in the box; other people's saves are no business of it."""
        mine = {key_of(each) for each in self.box.items} if self.box is not None else set()
        if any(each.wkb is None or (each.layer, each.uid) in mine for each in arrived):
            self.reload()

    def _another_map(self) -> None:
        """What was read belongs to the last one."""
        self._drop()
        self.box = None
        self.emptied.emit()
        self.reload()

    def _drop(self) -> None:
        for question in (self._box, self._thread, self._sending):
            question.drop()
        self._breath.stop()
        self._retry.stop()
        self._writing = self._settling = self._reading = self._failing = False

    def _listed(self, box: Box) -> None:
        self._reading = self._failing = self._settling = False
        self._retry.stop()
        known = {(key_of(each), each.at) for each in self.box.items} if self.box is not None else set()
        self.box = box
        self.listed.emit(box, tuple(each for each in box.items if (key_of(each), each.at) not in known))

    def _not_listed(self, error: Any) -> None:
        """Said once; tried again until it works, for nobody tells when the network is back."""
        self._reading = self._settling = False
        if not self._failing:
            self.unread.emit(error)
        self._failing = True
        self._retry.start()

    def _sent(self, refusal: Any) -> None:
        self._writing, self._settling = False, refusal is None
        self.sent.emit(refusal)
        self.reload()

    def _broke(self, error: Any) -> None:
        """The server may have carried it out all the same: what is true is read again."""
        self._writing = False
        self.failed.emit(error)
        self.reload()

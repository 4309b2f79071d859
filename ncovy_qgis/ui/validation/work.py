"""Work with the database beside the window: it tells how far it is, can be stopped at once, and answers in the main thread."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing
from typing import Any, Callable, Optional

import psycopg2
from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.catalogue import Text
from ...db.connection import connect

Progress = Callable[[int, int, Text], None]


class Stopped(Exception):
    """The person does not want the answer any more."""


class Work(QObject):
    """One task in a thread of its own. After `stop` nothing is told any more, however long the network takes to notice."""

    progressed = pyqtSignal(int, int, object)  # steps done, steps in all, what comes next
    done = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, dsn: Mapping[str, str], task: Callable[[Connection, Progress], Any]) -> None:
        super().__init__()
        self._dsn, self._task = dsn, task
        self._connection: Optional[Connection] = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ncovy check", daemon=True)

    def start(self) -> None:
        _under_way.difference_update([each for each in _under_way if not each.alive()])
        _under_way.add(self)
        self._thread.start()

    def stop(self) -> None:
        """Leave it: the server is asked to stop too, from another thread, for the network may be dead."""
        self._stopped.set()
        self.blockSignals(True)
        if self._connection is not None:
            threading.Thread(target=_cancel, args=(self._connection,), daemon=True).start()

    def alive(self) -> bool:
        """Is the thread still there?"""
        return self._thread.is_alive()

    def _run(self) -> None:
        """Thread body: nothing of QGIS is touched here."""
        try:
            with closing(connect(dsn=self._dsn, application="ncovy qgis")) as connection:
                self._connection = connection
                answer = self._task(connection, self._tell)
        except Stopped:
            return
        except Exception as error:  # carried over to the window
            self.failed.emit(error)
            return
        finally:
            self._connection = None
        self.done.emit(answer)

    def _tell(self, done: int, of: int, title: Text) -> None:
        if self._stopped.is_set():
            raise Stopped
        self.progressed.emit(done, of, title)


_under_way: set[Work] = set()
"""Kept until the main thread lets go: a thread that held the last reference would delete an object of the main thread, and could end QGIS."""


def _cancel(connection: Connection) -> None:
    try:
        connection.cancel()
    except psycopg2.Error:
        return  # it has ended, or cannot be reached

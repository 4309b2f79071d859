"""A connection kept from one save to the next: logging in anew costs more than a small save itself (measured: 22–38 ms against 2 ms)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Optional

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from psycopg2.extensions import connection as Connection

from ..db.connection import at_once

ANSWER_S = 2.0  # a line that says nothing for so long is taken for dead
KEPT_S = 60.0  # a firewall may forget a line that says nothing; a login is cheap beside a pause of a minute


class Spare:
    """At most one idle connection; taken by a thread, given back by it when nothing went wrong."""

    def __init__(self) -> None:
        self._holding = threading.Lock()
        self._kept: Optional[tuple[Mapping[str, str], Connection, float]] = None

    def take(self, dsn: Mapping[str, str]) -> Optional[Connection]:
        """A connection of exactly this login that has just answered; None when there is none."""
        with self._holding:
            kept, self._kept = self._kept, None
        if kept is None:
            return None
        known, connection, at = kept
        if known == dsn and time.monotonic() - at < KEPT_S and _in_time(connection):
            return connection
        connection.close()
        return None

    def give(self, dsn: Mapping[str, str], connection: Connection) -> None:
        """Keep it, if it is in order, in place of the one there was."""
        if connection.closed or connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
            connection.close()
            return
        with self._holding:
            before, self._kept = self._kept, (dict(dsn), connection, time.monotonic())
        if before is not None:
            before[1].close()

    def close(self) -> None:
        """Hang up."""
        with self._holding:
            kept, self._kept = self._kept, None
        if kept is not None:
            kept[1].close()


def cut(connection: Connection) -> None:
    """Break the line under a connection: whoever waits on it, in whichever thread, is told at once. psycopg2 closes it."""
    if connection.closed:
        return
    line = socket.socket(fileno=connection.fileno())
    try:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
    finally:
        line.detach()


def _in_time(connection: Connection) -> bool:
    """psycopg2 knows no deadline for an answer: it is waited for in a thread, and the line is cut when it does not come."""
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(_answers(connection)), name="ncovy spare", daemon=True)
    asking.start()
    asking.join(ANSWER_S)
    if asking.is_alive():
        cut(connection)
        asking.join()
        return False
    return answers == [True]


def _answers(connection: Connection) -> bool:
    try:
        at_once(connection, "SELECT 1")
    except psycopg2.Error:
        return False
    return True

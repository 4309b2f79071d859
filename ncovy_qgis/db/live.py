"""The live map's line to the database: what others saved, and who is editing what.

The connection is asynchronous: every answer has a deadline, and whoever waits can be woken or ended at any moment, also on a dead network.
A notification only says that there is something to read; it may be forged, late or lost. Imports no QGIS.
"""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional
from uuid import UUID

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import POLL_OK, POLL_READ

from .connection import DEADLINES
from .fresh import SINCE

APPLICATION = "ncovy live"
CHANNEL = "ncovy"
ANSWER_S = 8.0  # longest wait for an answer, a new connection among them
FAREWELL_S = 0.5
PER_PERSON = 500  # the most features one QGIS is shown with; the function takes no more either

# OFFSET 0: the index of changesets, whatever the statistics say.
_FRESH = sql.SQL("""
    SELECT pg_current_snapshot()::text, n.*
      FROM (SELECT) AS one LEFT JOIN LATERAL (
        SELECT v.layer, v.uid::text, v.row_version, v.session_user_name, v.at, v.application, v.operation, v."row" ->> 'name',
               public.st_asbinary(v.geom), c.client_uid::text
          FROM ncovy.changeset AS c CROSS JOIN LATERAL (SELECT * FROM ncovy.version AS w WHERE w.changeset = c.id OFFSET 0) AS v
         WHERE {saved}
        UNION ALL
        SELECT d.layer, d.uid::text, d.row_version, d.by, d.at, '', d.verdict, NULL, NULL, NULL
          FROM ncovy.decision AS d
         WHERE {decided}
      ) AS n ON true
""").format(saved=SINCE.format(row=sql.Identifier("c")), decided=SINCE.format(row=sql.Identifier("d")))
_PRESENT = """
    SELECT p.person, p.client::text, p.layer, p.uid::text, p.name, p.since, public.st_asbinary(public.st_envelope(p.geom))
      FROM ncovy_app.presence AS p ORDER BY p.since, p.person, p.layer, p.uid
"""


@dataclass(frozen=True)
class Arrived:
    """One stored version or decision, as the history tells it."""

    layer: str
    uid: str
    row_version: int
    by: str
    at: datetime
    application: str
    operation: str  # insert, update, remove, restore; of decisions the verdict
    name: Optional[str] = None
    wkb: Optional[bytes] = None  # EPSG:4326; None for a decision
    save: Optional[UUID] = None  # the client_uid of the save, which tells one's own


@dataclass(frozen=True)
class Present:
    """Somebody has a feature under his hands."""

    person: str
    client: UUID
    layer: str
    uid: str
    name: Optional[str]
    since: datetime
    wkb: Optional[bytes]  # its extent, EPSG:4326


class Silence(Exception):
    """No answer within the deadline."""


class Ended(Exception):
    """The bell was rung for the last time."""


class Bell:
    """Wakes whoever waits in another thread."""

    def __init__(self) -> None:
        self._heard, self._rope = socket.socketpair()
        self._heard.setblocking(False)
        self._rope.setblocking(False)
        self._ended = False
        self.rung = False

    def ring(self) -> None:
        """Any thread: come back from waiting."""
        try:
            self._rope.send(b"!")
        except OSError:
            return  # full: it is ringing already; closed: nobody waits any more

    def end(self) -> None:
        """Any thread: whoever waits gets Ended, now and from now on."""
        self._ended = True
        self.ring()

    def close(self) -> None:
        """The waiting thread, last of all."""
        self._heard.close()
        self._rope.close()

    def wait(self, seconds: float, fileno: Optional[int] = None, event: int = selectors.EVENT_READ) -> bool:
        """Until the file is ready (True), the bell rings (`rung` stays set) or time is over."""
        if self._ended:
            raise Ended
        with selectors.DefaultSelector() as selector:
            selector.register(self._heard, selectors.EVENT_READ)
            if fileno is not None:
                selector.register(fileno, event)
            ready = {key.fileobj for key, _ in selector.select(max(0.0, seconds))}
        if self._heard in ready:
            self._heard.recv(4096)
            self.rung = True
        if self._ended:
            raise Ended
        return fileno in ready


class Line:
    """An open line; one thread uses it. `since` is the `snapshot` of an earlier line: what came between is told by the first look."""

    def __init__(self, dsn: Mapping[str, str], client: UUID, bell: Bell, since: Optional[str] = None) -> None:
        self._client, self._bell = client, bell
        self._pinged, self.proven = False, False
        wanted = {**DEADLINES, "application_name": APPLICATION, "client_encoding": "UTF8", **dsn}
        self._connection: Any = psycopg2.connect(**wanted, async_=1)
        try:
            self._settle(ANSWER_S)
            self._run("LISTEN " + CHANNEL)
            row = self._run("SELECT session_user::text, pg_current_snapshot()::text, has_function_privilege('ncovy_app.here(uuid, jsonb)', 'EXECUTE')")[0]
        except BaseException:
            self._connection.close()
            raise
        self.me, self.may_announce = str(row[0]), bool(row[2])
        self.snapshot: str = since or row[1]

    def close(self) -> None:
        """Hang up; the presence ends with it, at once if the network lets it."""
        try:
            if self.may_announce and not self._connection.closed:
                self._settle(FAREWELL_S, deaf=True)  # what was under way when the bell rang
                self._run("SELECT ncovy_app.here(%s, '[]')", (str(self._client),), FAREWELL_S, deaf=True)
        except (psycopg2.Error, OSError, Silence):
            return  # it ends by itself
        finally:
            self._connection.close()

    def changes(self) -> tuple[Arrived, ...]:
        """What became visible since the last look, each once, whatever order it was committed in."""
        rows = self._run(_FRESH, {"since": self.snapshot})
        self.snapshot = rows[0][0]
        return tuple(_arrived(row[1:]) for row in rows if row[1] is not None)

    def announce(self, features: Iterable[tuple[str, str]]) -> None:
        """Say which features (layer, uid) are being edited here; to be repeated well within a minute."""
        listed = [{"layer": layer, "uid": uid} for layer, uid in sorted(features)[:PER_PERSON]]
        self._run("SELECT ncovy_app.here(%s, %s)", (str(self._client), json.dumps(listed)))

    def present(self) -> tuple[Present, ...]:
        """Who is editing what, oneself among them."""
        return tuple(
            Present(person, UUID(client), layer, uid, name, since, bytes(wkb) if wkb is not None else None)
            for person, client, layer, uid, name, since, wkb in self._run(_PRESENT)
        )

    def ping(self) -> None:
        """Notify oneself: `proven` tells whether notifications arrive, and is False again when the last one did not."""
        self.proven = self.proven and not self._pinged
        self._pinged = True
        self._run("SELECT pg_notify(%s, %s)", (CHANNEL, json.dumps({"kind": "ping", "client": str(self._client)})))

    def wait(self, seconds: float) -> bool:
        """Until a notification (True), the bell or the end of the time. Raises psycopg2.Error when the line is cut."""
        end = time.monotonic() + seconds
        while True:
            self._settle(ANSWER_S)  # idle: takes in what the socket holds
            if self._heard():
                return True
            if self._bell.rung or time.monotonic() >= end:
                self._bell.rung = False
                return False
            self._bell.wait(end - time.monotonic(), self._connection.fileno())

    def _heard(self) -> bool:
        """Is there anything to look at, or to say? A ping is news the first time only."""
        news = False
        while self._connection.notifies:
            payload = str(self._connection.notifies.pop(0).payload)
            if '"ping"' not in payload:
                news = True
            elif str(self._client) in payload:
                news = news or not self.proven
                self._pinged, self.proven = False, True
        return news

    def _run(self, query: str | sql.Composable, values: Any = None, seconds: float = ANSWER_S, deaf: bool = False) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(query, values)
            self._settle(seconds, deaf)
            return list(cursor.fetchall()) if cursor.description else []

    def _settle(self, seconds: float, deaf: bool = False) -> None:
        """Until the connection has nothing more under way; a deaf one does not hear the bell."""
        end = time.monotonic() + seconds
        while True:
            state = self._connection.poll()
            if state == POLL_OK:
                return
            if time.monotonic() >= end:
                raise Silence
            event = selectors.EVENT_READ if state == POLL_READ else selectors.EVENT_WRITE
            if deaf:
                _wait(self._connection.fileno(), event, end - time.monotonic())
            else:
                self._bell.wait(end - time.monotonic(), self._connection.fileno(), event)


def _wait(fileno: int, event: int, seconds: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(fileno, event)
        selector.select(max(0.0, seconds))


def _arrived(row: tuple[Any, ...]) -> Arrived:
    layer, uid, row_version, by, at, application, operation, name, wkb, save = row
    return Arrived(layer, uid, row_version, by, at, application, operation, name, bytes(wkb) if wkb is not None else None, UUID(save) if save else None)

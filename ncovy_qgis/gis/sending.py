"""One save on its way to the database, in a thread: the caller waits as long as it likes and may give up.

Imports no widgets. What was given up may still arrive: its receipts tell, later.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Callable, Optional
from uuid import UUID

import psycopg2
from psycopg2.extensions import connection as Connection

from ..core.catalogue import Catalogue
from ..core.messages import Refusal
from ..db.changes import Change, Receipt, SaveRefused, end_session, receipts, save
from ..db.connection import connect
from ..db.errors import DatabaseError
from ..db.fresh import News, fresh
from .spare import Spare, cut

APPLICATION = "ncovy qgis"
GRACE_S = 2.0  # for the server to obey; then the line is cut, so that the thread ends on a dead network, too


@dataclass(frozen=True)
class Parcel:
    """One save: an id of its own, what is to be stored, and since which snapshot the sender wants to hear what else was."""

    client_uid: UUID
    changes: tuple[Change, ...]
    comment: str = ""
    since: Optional[str] = None


@dataclass(frozen=True)
class Outcome:
    """Stored (receipts), refused (refusals), or unknown (neither): the answer never came. Not `sent`: the server cannot have anything of it."""

    receipts: tuple[Receipt, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    settled: Mapping[UUID, tuple[Receipt, ...]] = field(default_factory=dict)  # earlier saves, now known
    error: Optional[Exception] = None
    sent: bool = True
    news: Optional[News] = None  # with receipts: all that was stored since the snapshot; None: nobody asked, or nobody answered

    @property
    def answered(self) -> bool:
        """Whether the server has said anything."""
        return self.error is None and not any(each.code == "no_answer" for each in self.refusals)


class Sending(threading.Thread):
    """Asks what became of earlier parcels, then sends one; reads `outcome` when it has ended."""

    def __init__(
        self,
        dsn: Mapping[str, str],
        parcel: Parcel,
        catalogue: Catalogue,
        unsettled: Sequence[UUID] = (),
        stale: Sequence[int] = (),
        spare: Optional[Spare] = None,
        noted: Callable[[], object] = lambda: None,
    ) -> None:
        """`unsettled`: earlier parcels without an answer; `stale`: the server's processes that may still be busy with them; `noted` returns when
        the parcel is in the journal: the disk and the server work at the same time, but nothing is stored before."""
        super().__init__(name="ncovy save", daemon=True)
        self._dsn, self._parcel, self._catalogue, self._unsettled = dsn, parcel, catalogue, tuple(unsettled)
        self._stale, self._spare, self._noted = tuple(stale), spare or Spare(), noted
        self.backend: Optional[int] = None
        self._connection: Optional[Connection] = None
        self._holding = threading.Lock()  # of the connection: cut by one thread, closed by another
        self._given_up = threading.Event()
        self._sent = False
        self.outcome = Outcome()

    def run(self) -> None:
        """Thread body: nothing of QGIS is touched here."""
        settled: dict[UUID, tuple[Receipt, ...]] = {}
        try:
            self.outcome = self._run(settled)
        except SaveRefused as refused:
            self.outcome = Outcome(refusals=refused.refusals, settled=settled)
        except DatabaseError as error:
            lost = error.refusal.code.startswith(("08", "57P"))  # the line broke, or the server ended the session
            self.outcome = Outcome(settled=settled, error=error) if lost else Outcome(refusals=(error.refusal,), settled=settled)
        except Exception as error:  # the end of a thread: whatever it is, the person is not to take it for silence
            self.outcome = Outcome(settled=settled, error=error, sent=self._sent)

    def _run(self, settled: dict[UUID, tuple[Receipt, ...]]) -> Outcome:
        connection = self._spare.take(self._dsn) or connect(dsn=self._dsn, application=APPLICATION)
        orderly = False
        try:
            with self._holding:
                self._connection = connection
            self.backend = connection.info.backend_pid
            for backend in self._stale:
                if backend != self.backend:  # else that save has ended, and left its line for this one
                    end_session(connection, backend)
            for uid in self._unsettled:
                settled[uid] = tuple(receipts(connection, uid))
            if any(settled.values()):  # the buffer must first learn what is already stored
                return Outcome(settled=settled, sent=False)
            if self._given_up.is_set():
                raise ConnectionAbortedError
            self._sent = True
            parcel = self._parcel
            stored = save(
                connection, parcel.changes, client_uid=parcel.client_uid, comment=parcel.comment, catalogue=self._catalogue, before_commit=self._noted
            )
            news = self._news(connection)
            orderly = not self._given_up.is_set()
            return Outcome(receipts=tuple(stored), settled=settled, news=news)
        except SaveRefused:
            orderly = not self._given_up.is_set()
            raise
        finally:
            with self._holding:
                self._connection = None
            if orderly:
                self._spare.give(self._dsn, connection)
            else:
                connection.close()

    def _news(self, connection: Connection) -> Optional[News]:
        """All is stored by now: without an answer here it still is."""
        with suppress(psycopg2.Error):
            return fresh(connection, self._parcel.since) if self._parcel.since else None
        return None

    def give_up(self) -> None:
        """Let the server stop, and cut the line when it does not; in threads, for the network may be dead."""
        self._given_up.set()
        for work in (self._end_there, self._cut_here) if self.is_alive() else ():
            threading.Thread(target=work, name="ncovy give up", daemon=True).start()

    def _end_there(self) -> None:
        """Over a line of its own: psycopg2's cancel has no deadline, and keeps every thread of QGIS waiting."""
        if self.backend is not None:
            with suppress(psycopg2.Error), closing(connect(dsn=self._dsn, application=APPLICATION)) as connection:
                end_session(connection, self.backend)  # ended already, or not to be reached: the receipts will tell

    def _cut_here(self) -> None:
        self.join(GRACE_S)
        with self._holding:
            if self._connection is not None:
                cut(self._connection)

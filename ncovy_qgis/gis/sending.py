"""One save on its way to the database, in a thread: the caller waits as long as it likes and may give up.

Imports no widgets. What was given up may still arrive: its receipts tell, later.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Optional
from uuid import UUID

import psycopg2
from psycopg2.extensions import connection as Connection

from ..core.catalogue import Catalogue
from ..core.messages import Refusal
from ..db.changes import Change, Receipt, SaveRefused, receipts, save
from ..db.connection import connect
from ..db.errors import DatabaseError

APPLICATION = "ncovy qgis"


@dataclass(frozen=True)
class Parcel:
    """One save: an id of its own, and what is to be stored."""

    client_uid: UUID
    changes: tuple[Change, ...]
    comment: str = ""


@dataclass(frozen=True)
class Outcome:
    """Stored (receipts), refused (refusals), or unknown (neither): the answer never came."""

    receipts: tuple[Receipt, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    settled: Mapping[UUID, tuple[Receipt, ...]] = field(default_factory=dict)  # earlier saves, now known
    error: Optional[Exception] = None


class Sending(threading.Thread):
    """Asks what became of earlier parcels, then sends one; reads `outcome` when it has ended."""

    def __init__(self, dsn: Mapping[str, str], parcel: Parcel, catalogue: Catalogue, unsettled: Sequence[UUID] = ()) -> None:
        super().__init__(name="ncovy save", daemon=True)
        self._dsn, self._parcel, self._catalogue, self._unsettled = dsn, parcel, catalogue, tuple(unsettled)
        self._connection: Optional[Connection] = None
        self.outcome = Outcome()

    def run(self) -> None:
        """Thread body: nothing of QGIS is touched here."""
        settled: dict[UUID, tuple[Receipt, ...]] = {}
        try:
            with closing(connect(dsn=self._dsn, application=APPLICATION)) as connection:
                self._connection = connection
                settled.update({uid: tuple(receipts(connection, uid)) for uid in self._unsettled})
                connection.rollback()
                if any(settled.values()):  # the buffer must first learn what is already stored
                    self.outcome = Outcome(settled=settled)
                    return
                parcel = self._parcel
                stored = save(connection, parcel.changes, client_uid=parcel.client_uid, comment=parcel.comment, catalogue=self._catalogue)
                self.outcome = Outcome(receipts=tuple(stored), settled=settled)
        except SaveRefused as refused:
            self.outcome = Outcome(refusals=refused.refusals, settled=settled)
        except DatabaseError as error:
            lost = error.refusal.code.startswith("08")
            self.outcome = Outcome(settled=settled, error=error) if lost else Outcome(refusals=(error.refusal,), settled=settled)
        except (psycopg2.Error, RuntimeError, OSError) as error:
            self.outcome = Outcome(settled=settled, error=error)
        finally:
            self._connection = None

    def give_up(self) -> None:
        """Ask the server to stop; in a thread, for the network may be dead."""
        connection = self._connection
        if connection is not None:
            threading.Thread(target=_cancel, args=(connection,), daemon=True).start()


def _cancel(connection: Connection) -> None:
    try:
        connection.cancel()
    except psycopg2.Error:
        return  # it has ended, or cannot be reached: the receipts will tell

"""Saves on their way: each is in the journal before it is sent, and one whose answer never came is asked about before the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Callable
from uuid import UUID, uuid4

from ..core.catalogue import Catalogue
from ..db.changes import Change
from . import journal
from .refusals import local_refusal
from .sending import Outcome, Parcel, Sending
from .values import VIETNAM


class Outbox:
    """Sends changes to one database after another, and remembers what it does not know the end of."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self._catalogue, self._folder = catalogue, folder
        self._open: dict[UUID, Sending] = {}  # sent, answer unknown
        self._journalled: set[UUID] = set()
        self.sent: set[UUID] = set()  # all of this session: how one's own saves are known when they are heard of

    def send(self, dsn: Mapping[str, str], changes: Sequence[Change], comment: str, wait: Callable[[Thread], bool]) -> Outcome:
        """Journal, send, wait; an Outcome without receipts and without `settled` means that nothing is known to be stored."""
        parcel = Parcel(uuid4(), tuple(changes), comment)
        journal.write(self._folder, journal.Entry(parcel.client_uid, place(dsn), datetime.now(VIETNAM), parcel.changes))
        self.forget()
        self._journalled.add(parcel.client_uid)
        sending = Sending(dsn, parcel, self._catalogue, tuple(self._open))
        self._open[parcel.client_uid] = sending  # until its end is known, whatever happens while we wait
        self.sent.add(parcel.client_uid)
        sending.start()
        if not wait(sending):
            sending.give_up()
            return Outcome(refusals=(local_refusal("no_answer"),))
        outcome = sending.outcome
        for uid in outcome.settled if outcome.error is not None else (*outcome.settled, parcel.client_uid):
            self._open.pop(uid, None)
        if outcome.receipts:
            self.forget()
        return outcome

    def forget(self) -> None:
        """Older attempts are superseded or given up; those with an unknown end stay."""
        for uid in self._journalled - set(self._open):
            journal.remove(self._folder, uid)
            self._journalled.discard(uid)


def place(dsn: Mapping[str, str]) -> str:
    """Names a database in a journal, without secrets."""
    if dsn.get("service"):
        return dsn["service"]
    return f"{dsn.get('host', '')}:{dsn.get('port', '')}/{dsn.get('dbname', '')}"

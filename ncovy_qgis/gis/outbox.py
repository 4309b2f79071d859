"""Saves on their way: each is in the journal before it is stored, and one whose answer never came is asked about before the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Thread
from typing import Callable, Optional
from uuid import UUID, uuid4

from ..core.catalogue import Catalogue
from ..db.changes import Change, Receipt
from .recorder import Recorder
from .refusals import local_refusal, refusal_of_error
from .sending import Outcome, Parcel, Sending
from .source import place_of
from .spare import Spare


class Outbox:
    """Sends changes to one database after another, and remembers what it does not know the end of."""

    def __init__(self, catalogue: Catalogue, recorder: Recorder) -> None:
        self._catalogue, self._recorder = catalogue, recorder
        self._open: dict[UUID, tuple[str, Parcel, Sending]] = {}  # sent to which database, answer unknown
        self.sent: set[UUID] = set()  # all of this session: how one's own saves are known when they are heard of
        self._spare = Spare()
        self._known: list[UUID] = []  # their end is known; the journal is told with the next save, whose changes build on it

    def send(self, dsn: Mapping[str, str], changes: Sequence[Change], comment: str, wait: Callable[[Thread], bool], since: Optional[str] = None) -> Outcome:
        """Journal, send, wait; what is new since the snapshot is told as well.

        An Outcome without receipts and without `settled` means that nothing is known to be stored.
        """
        place, parcel = place_of(dsn), Parcel(uuid4(), tuple(changes), comment, since)
        unsettled = {uid: sending.backend for uid, (where, _, sending) in self._open.items() if where == place}
        noted = self._recorder.sent(place, parcel.client_uid, changes, self._known)
        self._known.clear()
        sending = Sending(dsn, parcel, self._catalogue, tuple(unsettled), _processes(unsettled), self._spare, noted)
        self._open[parcel.client_uid] = place, parcel, sending  # until its end is known, whatever happens while we wait
        self.sent.add(parcel.client_uid)
        sending.start()
        if not wait(sending):
            sending.give_up()
            return Outcome(refusals=(local_refusal("no_answer"),))
        return self._answered(place, parcel, sending.outcome)

    def close(self) -> None:
        """Hang up."""
        self._spare.close()

    def _answered(self, place: str, parcel: Parcel, outcome: Outcome) -> Outcome:
        earlier = {uid: self._open.pop(uid)[1] for uid in outcome.settled if uid in self._open}
        self._known += earlier
        if outcome.sent and outcome.error is not None:
            return outcome  # the end of this one is unknown
        self._open.pop(parcel.client_uid, None)
        if outcome.receipts:
            self._recorder.stored(place, parcel.client_uid, outcome.receipts)
            return outcome
        self._known.append(parcel.client_uid)
        late = _same_as_now(earlier, outcome.settled, parcel)
        if late:
            self._recorder.stored(place, parcel.client_uid, late)
            return Outcome(receipts=late)
        if outcome.error is not None:
            return Outcome(refusals=(refusal_of_error(outcome.error),), settled=outcome.settled, sent=False)
        return outcome


def _processes(unsettled: Mapping[UUID, Optional[int]]) -> list[int]:
    return [backend for backend in unsettled.values() if backend is not None]


def _same_as_now(earlier: Mapping[UUID, Parcel], settled: Mapping[UUID, tuple[Receipt, ...]], parcel: Parcel) -> tuple[Receipt, ...]:
    """Receipts of an earlier save that had been stored after all, when it is all that the person wants to save now."""
    for uid, before in earlier.items():
        if settled[uid] and before.changes == parcel.changes:
            return settled[uid]
    return ()

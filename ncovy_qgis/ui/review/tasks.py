"""What the queue asks of the database, each in one connection and away from the main thread. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Optional

from psycopg2.extensions import connection as Connection

from ...core.catalogue import Catalogue
from ...core.messages import Refusal
from ...db import queue, review
from ...db.connection import value_of
from .rows import EXPIRING, HOURS, UNVERIFIED, WARNED, Key, Row, rows_of

MAY_DECIDE = "SELECT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE')"


@dataclass(frozen=True)
class Desk:
    """What does not change from task to task."""

    catalogue: Catalogue
    language: str


@dataclass(frozen=True)
class Listed:
    """One queue at one moment; `may` = the person may decide at all."""

    rows: tuple[Row, ...]
    at: datetime
    may: bool = True


Judged = Mapping[Key, tuple[int, int, int]]


def read_waiting(connection: Connection, desk: Desk) -> Listed:
    """What waits for a decision; nothing for those who decide nothing."""
    now = datetime.now(timezone.utc)
    if not value_of(connection, MAY_DECIDE):
        return Listed((), now, False)
    return Listed(rows_of(queue.waiting(connection), desk.catalogue, desk.language), now)


def read_due(connection: Connection, desk: Desk, name: str, hours: int = HOURS) -> Listed:
    """What waits for care."""
    ask: Mapping[str, Callable[[], tuple[queue.Due, ...]]] = {
        EXPIRING: lambda: queue.expiring(connection, catalogue=desk.catalogue),
        UNVERIFIED: lambda: queue.unverified(connection, hours, desk.catalogue),
        WARNED: lambda: queue.warned(connection, desk.catalogue),
    }
    return Listed(rows_of(ask[name](), desk.catalogue, desk.language), datetime.now(timezone.utc))


def judge(connection: Connection, desk: Desk, versions: Mapping[Key, int], all_of_them: bool) -> Judged:
    """What the rules find in these versions; a version that moved meanwhile is judged when it is listed."""
    found = queue.severities(connection, None if all_of_them else list(versions), desk.catalogue)
    return {key: (version, *found.get(key, (0, 0))) for key, version in versions.items()}


def approve(connection: Connection, catalogue: Catalogue, items: Sequence[tuple[str, str, int]], note: str) -> tuple[review.Verdict, ...]:
    """All in one transaction, a verdict each."""
    return review.approve_many(connection, items, note or None, catalogue)


def give_back(connection: Connection, catalogue: Catalogue, items: Sequence[tuple[str, str, int]], reason: str) -> tuple[review.Verdict, ...]:
    """All in one transaction, a verdict each."""
    return review.return_many(connection, items, reason, catalogue)


def verify(connection: Connection, catalogue: Catalogue, items: Sequence[tuple[str, str, int]]) -> tuple[Optional[Refusal], ...]:
    """Say of public features that they are still true, layer by layer; refusals in the order given."""
    answers: dict[tuple[str, str], Any] = {}
    for layer in dict.fromkeys(layer for layer, _, _ in items):
        own = [(uid, version) for stem, uid, version in items if stem == layer]
        answers.update({(layer, uid): refusal for (uid, _), refusal in zip(own, review.verify_items(connection, layer, own, catalogue))})
    return tuple(answers[layer, uid] for layer, uid, _ in items)

"""All that is shown of one change, read in one connection away from the windows; and the decisions about it. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Callable, Optional

from psycopg2.extensions import connection as Connection

from ...core.catalogue import Catalogue
from ...db import history, queue, review, threads
from ...db.connection import connect, tidy
from ...db.errors import DatabaseError
from ...db.history import Near, Version
from ...db.names import names_of
from ...db.queue import Item
from ...db.review import Doubt
from ...db.threads import Word

AROUND_M = 300
DECIDING = ("submit", "approve", "return", "restore")
STALE = ("NC001", "NC003", "NC009")  # somebody was faster: what is shown is not what waits


@dataclass(frozen=True)
class Sight:
    """One version that waits, what it would take the place of, and what was said and found."""

    item: Item
    after: Version
    before: Optional[Version]  # the approved one
    returned: Optional[Version]  # the one last given back
    newest: int  # version of the feature now
    versions: tuple[Version, ...]
    words: tuple[Word, ...]
    doubts: tuple[Doubt, ...]
    near: tuple[Near, ...]
    public_before: Optional[Mapping[str, Any]]
    public_after: Optional[Mapping[str, Any]]
    names: Mapping[str, str]

    @property
    def moved_on(self) -> bool:
        """Somebody changed the feature since."""
        return self.newest != self.item.row_version

    @property
    def settled(self) -> Optional[Word]:
        """The decision somebody else made meanwhile."""
        last = [word for word in self.words if word.verdict in DECIDING][-1:]
        return last[0] if last and last[0].verdict != "submit" else None


@dataclass(frozen=True)
class Outcome:
    """What came of a decision: done, or refused and the state of now."""

    error: Optional[DatabaseError] = None
    sight: Optional[Sight] = None


def asked(dsn: Mapping[str, str], task: Callable[[Connection], Any]) -> Any:
    """Run a task over a connection of its own."""
    with closing(connect(dsn=dsn, application="ncovy qgis")) as connection:
        return task(connection)


def look(connection: Connection, item: Item, catalogue: Catalogue) -> Optional[Sight]:
    """The change as it waits now: of a newer version, if somebody was faster; as it was seen, if it does not wait any more; None: it is nowhere."""
    sight = read(connection, item, catalogue)
    if sight is not None and not sight.moved_on:
        return sight
    now = next((each for each in queue.waiting(connection, [item.layer]) if each.uid == item.uid), None)
    return read(connection, now, catalogue) if now is not None else sight


def read(connection: Connection, item: Item, catalogue: Catalogue) -> Optional[Sight]:
    """The change; None when this version is nowhere."""
    versions = history.timeline(connection, item.layer, item.uid)
    known = {each.row_version: each for each in versions}
    if item.row_version not in known:
        return None
    after, before, returned = known[item.row_version], known.get(item.approved_version or 0), known.get(item.returned_before or 0)
    rows = [(item.layer, each.row) for each in (after, before, returned) if each is not None]
    names = names_of(connection, catalogue, rows)
    tidy(connection)
    return Sight(
        item, after, before, returned, versions[-1].row_version, versions,
        threads.thread(connection, item.layer, item.uid),
        review.doubts(connection, item.layer, item.uid),
        history.neighbours(connection, item.layer, item.uid, AROUND_M),
        history.public_row(connection, item.layer, item.uid),
        history.would_be_public(connection, item.layer, item.uid, item.row_version),
        names,
    )  # fmt: skip


def decide(connection: Connection, item: Item, catalogue: Catalogue, deed: Callable[[Connection], Any]) -> Outcome:
    """One decision; where somebody was faster, also what waits now."""
    try:
        deed(connection)
        return Outcome()
    except DatabaseError as error:
        return Outcome(error, look(connection, item, catalogue) if error.refusal.code in STALE else None)


# --- deeds: each takes a connection ---------------------------------------------------------------------------------


def approval(item: Item) -> Callable[[Connection], Any]:
    """Make this version public."""
    return lambda connection: review.approve(connection, item.layer, item.uid, item.row_version)


def giving_back(item: Item, reason: str) -> Callable[[Connection], Any]:
    """To its author, with a reason."""
    return lambda connection: review.return_item(connection, item.layer, item.uid, item.row_version, reason)


def question(item: Item, words: str) -> Callable[[Connection], Any]:
    """To its author; it goes on waiting."""
    return lambda connection: review.ask(connection, item.layer, item.uid, item.row_version, words)


def part_approval(item: Item, fields: Sequence[str], reason: str) -> Callable[[Connection], Any]:
    """Only these fields become public; the version goes back with a reason."""
    return lambda connection: review.approve_fields(connection, item.layer, item.uid, item.row_version, fields, reason)

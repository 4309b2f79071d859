"""What the windows of history ask of the database, each in one connection and away from the main thread. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

from psycopg2.extensions import connection as Connection

from ...core.catalogue import Catalogue
from ...core.merge import GEOMETRY, REMOVED, Choice, Choices, Merge, Pick, State
from ...db import history, restoring, review
from ...db.connection import connect, tidy
from ...db.history import Version
from ...db.names import names_of

Task = Callable[[Connection], Any]


@dataclass(frozen=True)
class Past:
    """All versions of a feature, oldest first, and the names of what they refer to."""

    layer: str
    uid: str
    versions: tuple[Version, ...]
    names: Mapping[str, str]

    @property
    def now(self) -> Version:
        return self.versions[-1]

    @property
    def name(self) -> str:
        return str(self.now.row.get("name") or "–")

    @property
    def public(self) -> Optional[int]:
        """The version the public sees: the one approved last; None where there is none, or it was a removal."""
        approved = [(each.approved_at, each) for each in self.versions if each.approved_at is not None]
        last = max(approved, key=lambda pair: pair[0])[1] if approved else None
        return None if last is None or last.row.get(REMOVED) else last.row_version

    def version(self, number: int) -> Optional[Version]:
        return next((each for each in self.versions if each.row_version == number), None)


@dataclass(frozen=True)
class Wish:
    """How a version is to come back: exactly (`base` None), or only what was changed up to version `base` is undone and later edits stay."""

    to: int
    seen: int  # the version the feature had when the person decided
    base: Optional[int] = None
    anew: tuple[str, ...] = ()  # cells changed later, too, that come back all the same


def asked(dsn: Mapping[str, str], task: Task) -> Any:
    """Run a task over a connection of its own."""
    with closing(connect(dsn=dsn, application="ncovy qgis")) as connection:
        return task(connection)


def past(connection: Connection, catalogue: Catalogue, layer: str, uid: str) -> Optional[Past]:
    """None when the feature was never stored."""
    versions = history.timeline(connection, layer, uid)
    if not versions:
        return None
    names = names_of(connection, catalogue, [(layer, each.row) for each in versions])
    tidy(connection)
    return Past(layer, uid, versions, names)


def merged(connection: Connection, catalogue: Catalogue, layer: str, uid: str, wish: Wish) -> tuple[Merge, int]:
    """An old version against what was made of it later, and the version the feature has now."""
    return restoring.merge_of(connection, layer, uid, wish.to, wish.base, catalogue)


def restore(connection: Connection, catalogue: Catalogue, layer: str, uid: str, wish: Wish) -> int:
    """Bring it back as a new draft; returns its version. NC001 when the feature moved since."""
    if wish.base is None:
        return review.restore(connection, layer, uid, wish.to, wish.seen)
    return restoring.restore_merged(connection, layer, uid, wish.to, wish.seen, wish.base, choices(wish.anew), catalogue)


def choices(anew: Sequence[str]) -> Choices:
    """The cells that come back though they were changed later."""
    return {name: Choice(Pick.MINE) for name in anew}


def contested(found: Merge) -> tuple[str, ...]:
    """Cells both undone and changed later; of a removal the restore itself decides: the feature comes back."""
    return tuple(cell.name for cell in found.cells if cell.state is State.CONFLICT and cell.name != REMOVED)


def outcome(found: Merge, now: Version, anew: Sequence[str]) -> Version:
    """What the feature would be: the version of now with the cells that come back."""
    wanted = found.result({REMOVED: Choice(Pick.MINE), **choices(anew)})
    fields = {cell.name: wanted.values[cell.name] for cell in found.cells if cell.name not in (GEOMETRY, REMOVED)}
    return replace(now, row={**now.row, **fields, REMOVED: wanted.removed}, wkb=wanted.wkb or now.wkb)

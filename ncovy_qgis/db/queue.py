"""What waits for a decision, and what the rules say of it. Only reads. Features to look after besides: due.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue

from .checks import MINE, QUICK, open_findings
from .connection import execute, fetch, tidy
from .due import Due, expiring, unverified, warned
from .errors import explained
from .findings import ERROR

__all__ = ["Due", "Item", "expiring", "severities", "unverified", "waiting", "warned"]
Key = tuple[str, str]  # layer, uid
_WAITING = sql.SQL(
    """
    SELECT a.layer, a.uid::text, a.name, a.row_version, a.approved_version, a.kind, a.removed, a.commune_code, a.commune_era, a.commune_name,
           a.district_code, a.district_name, a.authors, a.edited_by, a.edited_at, a.submitted_by, a.submitted_at, a.warning_reason,
           a.changeset, a.comment, a.changeset_at, a.name_search, session_user = ANY (a.authors), coalesce({mine}, false),
           a.returned_before, a.asked, public.st_x(p.spot), public.st_y(p.spot)
      FROM ncovy_app.queue AS a CROSS JOIN LATERAL (SELECT public.st_pointonsurface(a.geom) AS spot) AS p
     WHERE %(layers)s::text[] IS NULL OR a.layer = ANY (%(layers)s::text[])
     ORDER BY a.submitted_at, a.layer, a.uid
"""
).format(mine=sql.SQL(MINE))
_KEYS = "SELECT layer, uid::text FROM ncovy_app.feature WHERE review_state = 'submitted'"


@dataclass(frozen=True)
class Item:
    """A version that waits for a decision."""

    layer: str
    uid: str
    name: str | None
    row_version: int
    approved_version: int | None
    kind: str  # new, changed, moved (another geometry), removed, restored
    removed: bool
    commune_code: str | None
    commune_era: int
    commune_name: str | None
    district_code: str | None
    district_name: str | None
    authors: tuple[str, ...]  # of the versions since the approved one
    edited_by: str
    edited_at: datetime
    submitted_by: str | None
    submitted_at: datetime | None
    warning_reason: str | None
    changeset: int | None
    comment: str | None
    changeset_at: datetime | None
    name_search: str  # name and address, folded
    own: bool  # the caller is one of the authors and may not approve
    mine: bool  # in an area assigned to the caller
    returned_before: int | None  # the version returned last since the approved one
    asked: bool  # a question nobody has answered
    lon: float
    lat: float


def waiting(connection: Connection, layers: Sequence[str] | None = None) -> tuple[Item, ...]:
    """What waits, oldest first."""
    rows = _read(connection, _WAITING, {"layers": list(layers) if layers is not None else None})
    names = tuple(field.name for field in fields(Item))
    return tuple(_item(names, row) for row in rows)


def _item(names: tuple[str, ...], row: tuple[Any, ...]) -> Item:
    """As Item(*row) would make it; thousands are wanted at once, and the constructor of a frozen class sets each field by a call."""
    item = object.__new__(Item)
    item.__dict__.update(zip(names, row))
    item.__dict__["authors"] = tuple(item.authors or ())
    return item


def severities(connection: Connection, keys: Sequence[Key] | None = None, catalogue: Catalogue | None = None) -> dict[Key, tuple[int, int]]:
    """(layer, uid) → (errors, warnings nobody answered for) of what waits, or of these; a feature without any is there with (0, 0)."""
    if keys is None:
        keys = [(layer, uid) for layer, uid in _read(connection, _KEYS)]
    counts = dict.fromkeys(keys, (0, 0))
    for key, found in open_findings(connection, keys, catalogue or load_catalogue()).items():
        errors = sum(each.severity == ERROR for each in found)
        counts[key] = errors, len(found) - errors
    return counts


def _read(connection: Connection, query: str | sql.Composable, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """With the settings for short statements: compiling these would take longer than running them."""
    tidy(connection)
    with explained():
        execute(connection, QUICK)
        rows = fetch(connection, query, values)
    tidy(connection)
    return rows

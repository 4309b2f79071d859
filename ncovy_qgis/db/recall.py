"""What a person chooses from when bringing something back: saves, persons who wrote, areas, what was taken away. Reads only; imports no QGIS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from .connection import fetch, tidy
from .errors import explained
from .history import removed
from .restoring import Step
from .search import era_today

MOST_SAVES = 300
# Those that stored nothing are nobody's choice. An older save is found by its number.
_SAVES = """
    SELECT c.id, c.by, c.at, c.comment, n.features
      FROM (SELECT s.* FROM ncovy.changeset AS s WHERE %(number)s::bigint IS NULL OR s.id = %(number)s ORDER BY s.id DESC LIMIT %(limit)s) AS c
     CROSS JOIN LATERAL (SELECT count(DISTINCT (v.layer, v.uid))::integer AS features FROM ncovy.version AS v WHERE v.changeset = c.id) AS n
     WHERE n.features > 0 ORDER BY c.id DESC
"""
_AUTHORS = "SELECT DISTINCT c.by FROM ncovy.changeset AS c ORDER BY 1"
_AREAS = """
    SELECT u.code, u.era, u.name, p.name, u.level, u.era = %s
      FROM ncovy.unit AS u LEFT JOIN ncovy.unit AS p ON p.code = u.parent_code AND p.era = u.era AND p.level = 2
     ORDER BY u.era <> %s, u.era DESC, u.level, u.name, u.code
"""
# The last content before it was taken away.
_LAST = """
    SELECT v.layer, v.uid::text, max(v.row_version)
      FROM ncovy.version AS v JOIN unnest(%s::text[], %s::uuid[]) AS k (layer, uid) ON k.layer = v.layer AND k.uid = v.uid
     WHERE NOT (v."row" -> 'removed')::boolean GROUP BY v.layer, v.uid
"""


@dataclass(frozen=True)
class Save:
    """One save that stored something."""

    changeset: int
    by: str
    at: datetime
    comment: str | None
    features: int


@dataclass(frozen=True)
class Area:
    """An administrative unit of an era; `today`: of the era of today."""

    code: str
    era: int
    name: str
    parent: str | None
    level: int
    today: bool


@dataclass(frozen=True)
class Taken:
    """A feature that is taken away: how to bring it back, and why it went."""

    step: Step
    reason: str | None


@dataclass(frozen=True)
class Offer:
    """All there is to choose from."""

    saves: tuple[Save, ...]
    authors: tuple[str, ...]
    areas: tuple[Area, ...]


def offer(connection: Connection) -> Offer:
    """The newest saves, everybody who ever saved, every unit: those of today's era first."""
    tidy(connection)
    with explained():
        saves = tuple(Save(*row) for row in fetch(connection, _SAVES, {"number": None, "limit": MOST_SAVES}))
        authors = tuple(str(row[0]) for row in fetch(connection, _AUTHORS))
        era = era_today(connection)
        areas = tuple(Area(*row) for row in fetch(connection, _AREAS, (era, era)))
    tidy(connection)
    return Offer(saves, authors, areas)


def save_of(connection: Connection, changeset: int) -> Save | None:
    """One save by its number, however old; None when it stored nothing, or never was."""
    tidy(connection)
    with explained():
        rows = fetch(connection, _SAVES, {"number": changeset, "limit": 1})
    tidy(connection)
    return Save(*rows[0]) if rows else None


def taken_away(connection: Connection, text: str | None = None, layers: Sequence[str] | None = None) -> tuple[Taken, ...]:
    """What is taken away now, newest first, each with the step that brings its last content back; `text`: words of the name, accents or none."""
    gone = removed(connection, text, layers)
    with explained():
        rows = fetch(connection, _LAST, ([each.layer for each in gone], [each.uid for each in gone]))
    tidy(connection)
    last = {(layer, uid): version for layer, uid, version in rows}
    return tuple(
        Taken(
            Step(each.layer, each.uid, each.row.get("name"), each.row_version, last[each.layer, each.uid], False, each.by, each.at, "restored"),
            each.row.get("removed_reason"),
        )
        for each in gone
        if (each.layer, each.uid) in last
    )

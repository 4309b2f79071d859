"""What became visible since a moment, in whatever order it was committed: asked of the transactions, never of the clock. Imports no QGIS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from .connection import at_once

# A later number may become visible before an earlier one: not visible in the snapshot of the last look, visible now.
# The upper bound keeps out what a restore brought from another cluster.
SINCE = sql.SQL("""{row}.xid >= pg_snapshot_xmin(%(since)s::pg_snapshot)::text::bigint AND {row}.xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
           AND NOT pg_visible_in_snapshot({row}.xid::text::xid8, %(since)s::pg_snapshot)""")
# Of one save, one version of a feature; OFFSET 0: the index of changesets, whatever the statistics say.
_FRESH = sql.SQL("""
    SELECT pg_current_snapshot()::text, n.*
      FROM (SELECT) AS one LEFT JOIN LATERAL (
        SELECT DISTINCT ON (v.layer, v.uid) v.layer, v.uid::text, (v."row" ->> 'id')::integer, v.row_version, v.operation = 'remove'
          FROM ncovy.changeset AS c CROSS JOIN LATERAL (SELECT * FROM ncovy.version AS w WHERE w.changeset = c.id OFFSET 0) AS v
         WHERE {since}
         ORDER BY v.layer, v.uid, v.row_version DESC
      ) AS n ON true
""").format(since=SINCE.format(row=sql.Identifier("c")))


@dataclass(frozen=True)
class Fresh:
    """The newest version of a feature stored since; `number` is its column id, which QGIS takes as feature id."""

    layer: str
    uid: str
    number: int
    row_version: int
    removed: bool


@dataclass(frozen=True)
class News:
    """What is new, and the snapshot the next look starts from."""

    snapshot: str
    features: tuple[Fresh, ...]


def snapshot(connection: Connection) -> str:
    """What is visible now (pg_snapshot as text)."""
    return str(at_once(connection, "SELECT pg_current_snapshot()::text")[0][0])


def fresh(connection: Connection, since: str) -> News:
    """What became visible since the snapshot, one's own saves among it."""
    rows = at_once(connection, _FRESH, {"since": since})
    return News(rows[0][0], tuple(Fresh(*row[1:]) for row in rows if row[1] is not None))


def oldest(snapshots: Iterable[Optional[str]]) -> Optional[str]:
    """The one taken first, of snapshots of one server; None where there is none."""
    return min((each for each in snapshots if each), key=_age, default=None)


def _age(snapshot: str) -> tuple[int, int, int]:
    """xmin and xmax only grow; while they stand, what is under way can only end."""
    xmin, xmax, running = snapshot.split(":")
    return int(xmin), int(xmax), -len([xid for xid in running.split(",") if xid])

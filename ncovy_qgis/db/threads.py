"""The talk about a feature, and what of it waits for an author: returned with a reason, or asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from .connection import fetch, tidy
from .errors import explained

_THREAD = "SELECT seq, at, by, verdict, reason, row_version FROM ncovy.decision WHERE layer = %s AND uid = %s ORDER BY seq"
# Of features not approved yet, by what was said last: given back and not handed over again, or a question nobody has answered.
_INBOX = """
    WITH mine AS (
        SELECT DISTINCT layer, uid FROM ncovy_app.version_author WHERE person = session_user
    ), talk AS (
        SELECT d.layer, d.uid, max(d.seq) FILTER (WHERE d.verdict = 'return') AS returned, max(d.seq) FILTER (WHERE d.verdict = 'ask') AS asked,
               max(d.seq) FILTER (WHERE d.verdict IN ('submit', 'approve')) AS handed, max(d.seq) FILTER (WHERE d.verdict NOT IN ('ask', 'verify')) AS said
          FROM ncovy.decision AS d JOIN mine USING (layer, uid) GROUP BY d.layer, d.uid
    ), open AS (
        SELECT t.layer, t.uid, CASE WHEN t.returned > coalesce(t.handed, 0) THEN t.returned END AS returned,
               CASE WHEN t.asked > coalesce(t.said, 0) THEN t.asked END AS asked
          FROM talk AS t
    )
    SELECT f.layer, f.uid::text, f.name, f.row_version, f.review_state, r.row_version, w.reason, w.by, w.at, u.name, o.asked IS NOT NULL,
           public.st_x(p.spot), public.st_y(p.spot)
      FROM open AS o
      JOIN LATERAL (SELECT i.* FROM ncovy_app.feature AS i WHERE i.layer = o.layer AND i.uid = o.uid LIMIT 1) AS f ON true
      JOIN ncovy.decision AS w ON w.seq = greatest(o.returned, o.asked)
      LEFT JOIN ncovy.decision AS r ON r.seq = o.returned
      LEFT JOIN ncovy.unit AS u ON u.code = f.commune_code AND u.era = f.commune_era
     CROSS JOIN LATERAL (SELECT public.st_pointonsurface(f.geom) AS spot) AS p
     WHERE f.review_state <> 'approved' AND w.row_version > coalesce(f.approved_version, 0)
       AND EXISTS (SELECT FROM ncovy_app.version_author AS a
                    WHERE a.layer = f.layer AND a.uid = f.uid AND a.row_version > coalesce(f.approved_version, 0) AND a.person = session_user)
     ORDER BY w.at DESC, f.uid
"""


@dataclass(frozen=True)
class Word:
    """One thing said about one version: submit, approve, return, restore, verify, ask, answer."""

    seq: int
    at: datetime
    by: str
    verdict: str
    reason: str | None
    row_version: int


@dataclass(frozen=True)
class Returned:
    """What an author has to do something about."""

    layer: str
    uid: str
    name: str | None
    row_version: int
    review_state: str
    returned_version: int | None  # None: asked about only
    reason: str
    by: str
    at: datetime
    commune_name: str | None
    asked: bool
    lon: float
    lat: float


def thread(connection: Connection, layer: str, uid: str) -> tuple[Word, ...]:
    """All that was said about a feature, in order."""
    tidy(connection)
    with explained(layer=layer, uid=uid):
        rows = fetch(connection, _THREAD, (layer, uid))
    tidy(connection)
    return tuple(Word(*row) for row in rows)


def inbox(connection: Connection) -> tuple[Returned, ...]:
    """What came back to the person, or is asked of him, and is not handed over or answered yet; the latest first."""
    tidy(connection)
    with explained():
        rows = fetch(connection, _INBOX)
    tidy(connection)
    return tuple(Returned(*row) for row in rows)

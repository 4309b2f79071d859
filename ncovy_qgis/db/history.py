"""The past of features: their versions, what the public sees of them, what lies around them, and what was taken away. Reads only; imports no QGIS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.text import fold

from .connection import fetch, tidy
from .errors import explained

# Of a version approved more than once, the last approval.
_VERSIONS = sql.SQL(
    """
    SELECT v.layer, v.uid::text, v.row_version, v.operation, v.at, v.session_user_name, v.application, v.changeset, c.comment, v."row",
           public.st_asbinary(v.geom, 'NDR'), d.at, d.by
      FROM {source} AS v
      LEFT JOIN ncovy.changeset AS c ON c.id = v.changeset
      LEFT JOIN LATERAL (SELECT s.at, s.by FROM ncovy.decision AS s
                          WHERE s.layer = v.layer AND s.uid = v.uid AND s.row_version = v.row_version AND s.verdict = 'approve'
                          ORDER BY s.seq DESC LIMIT 1) AS d ON true
    """
)
_OF_FEATURE = _VERSIONS.format(source=sql.SQL("ncovy.version")) + sql.SQL(" WHERE v.layer = %s AND v.uid = %s")
_TAKEN_AWAY = sql.SQL("(SELECT v.* FROM ncovy_app.feature AS f JOIN ncovy.version AS v USING (layer, uid, row_version) WHERE f.removed)")
_REMOVED = _VERSIONS.format(source=_TAKEN_AWAY) + sql.SQL(
    """
     WHERE (%(layers)s::text[] IS NULL OR v.layer = ANY (%(layers)s::text[]))
       AND (SELECT coalesce(bool_and(strpos(v."row" ->> 'name_search', w) > 0), true) FROM unnest(%(words)s::text[]) AS w)
     ORDER BY v.at DESC, v.seq DESC LIMIT %(limit)s
    """
)
_NOW_PUBLIC = sql.SQL("SELECT to_jsonb(p) - 'geom', public.st_asbinary(p.geom, 'NDR') FROM {} AS p WHERE p.uid = %s")
_WOULD_BE = sql.SQL("SELECT to_jsonb(p) - 'geom', public.st_asbinary(p.geom, 'NDR') FROM {}(%s, %s) AS p")
# The box by index, in degrees; then true metres.
_NEAR = sql.SQL(
    """
    SELECT t.uid::text, t.name, public.st_asbinary(t.geom, 'NDR'), t.review_state
      FROM {table} AS o JOIN {table} AS t ON t.geom OPERATOR(public.&&) public.st_expand(o.geom, %(degrees)s)
     WHERE o.uid = %(uid)s AND t.uid <> o.uid AND NOT t.removed AND public.st_dwithin(t.geom::public.geography, o.geom::public.geography, %(metres)s)
     ORDER BY public.st_distance(t.geom, o.geom), t.uid LIMIT %(limit)s
    """
)
MOST_NEAR = 500
MOST_REMOVED = 1000
METRES_OF_DEGREE = 100_000  # a degree is longer everywhere in the province


@dataclass(frozen=True)
class Version:
    """One accepted content of a feature, who made it and whether it was ever approved. `row` as history keeps it (JSON values), WKB in EPSG:4326."""

    layer: str
    uid: str
    row_version: int
    operation: str  # insert, update, remove, restore
    at: datetime
    by: str
    application: str
    changeset: int
    comment: str | None
    row: Mapping[str, Any]
    wkb: bytes
    approved_at: datetime | None
    approved_by: str | None


@dataclass(frozen=True)
class Near:
    """Another feature of the layer close by; WKB in EPSG:4326."""

    uid: str
    name: str | None
    wkb: bytes
    review_state: str


def timeline(connection: Connection, layer: str, uid: str) -> tuple[Version, ...]:
    """All versions of a feature, oldest first; none when it is nowhere."""
    return versions(connection, _OF_FEATURE + sql.SQL(" ORDER BY v.row_version"), (layer, uid))


def version(connection: Connection, layer: str, uid: str, row_version: int) -> Version | None:
    """One version of a feature."""
    found = versions(connection, _OF_FEATURE + sql.SQL(" AND v.row_version = %s"), (layer, uid, row_version))
    return found[0] if found else None


def removed(connection: Connection, text: str | None = None, layers: Sequence[str] | None = None) -> tuple[Version, ...]:
    """What is taken away now, in its last version, newest first; `text`: words of the name, accents or none."""
    values = {"layers": list(layers) if layers is not None else None, "words": fold(text or "").split(), "limit": MOST_REMOVED}
    return versions(connection, _REMOVED, values)


def public_row(connection: Connection, layer: str, uid: str) -> Mapping[str, Any] | None:
    """What is published of a feature now: the columns of ncovy_public.<layer> as JSON says them, "geom" as WKB. None: nothing."""
    return _row(connection, _NOW_PUBLIC.format(sql.Identifier("ncovy_public", layer)), layer, (uid,))


def would_be_public(connection: Connection, layer: str, uid: str, row_version: int) -> Mapping[str, Any] | None:
    """What would be published once this version is approved; None: nothing (it takes the feature away, or is none)."""
    return _row(connection, _WOULD_BE.format(sql.Identifier("ncovy_app", f"would_be_public_{layer}")), layer, (uid, row_version))


def neighbours(connection: Connection, layer: str, uid: str, metres: float = 500) -> tuple[Near, ...]:
    """Features of the same layer within so many metres, nearest first; removed ones never."""
    values = {"uid": uid, "metres": metres, "degrees": metres / METRES_OF_DEGREE, "limit": MOST_NEAR}
    tidy(connection)
    with explained(layer=layer, uid=uid):
        rows = fetch(connection, _NEAR.format(table=sql.Identifier("ncovy", layer)), values)
    tidy(connection)
    return tuple(Near(uid, name, bytes(wkb), state) for uid, name, wkb, state in rows)


def versions(connection: Connection, query: sql.Composable, values: Any) -> tuple[Version, ...]:
    """The versions a query gives whose columns are those of Version, in their order."""
    tidy(connection)
    with explained():
        rows = fetch(connection, query, values)
    tidy(connection)
    return tuple(Version(*(*row[:10], bytes(row[10]), *row[11:])) for row in rows)


def _row(connection: Connection, query: sql.Composable, layer: str, values: Any) -> Mapping[str, Any] | None:
    tidy(connection)
    with explained(layer=layer):
        rows = fetch(connection, query, values)
    tidy(connection)
    return {**rows[0][0], "geom": bytes(rows[0][1])} if rows else None

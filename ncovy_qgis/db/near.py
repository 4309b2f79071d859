"""Features that may be the same as one being entered: near it, or of its name in its commune. One statement for many. Imports no QGIS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2 import Binary, sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Layer

from .connection import fetch, tidy
from .errors import explained

NEAR_M = 30.0
SHORTEST = 3  # letters; what is shorter is not yet a name


@dataclass(frozen=True)
class Asked:
    """What is being entered; WKB in EPSG:4326, `key` is the caller's. Name or WKB left empty: as they are stored under `uid`."""

    key: int
    uid: str
    name: str
    wkb: bytes | None


@dataclass(frozen=True)
class Alike:
    """Another feature of the layer; `metres` between the two (0 where they touch)."""

    key: int
    uid: str
    name: str
    metres: float
    same_name: bool


# Both halves read by index: the box by GiST, the name by (commune_code, name_search). What is over is in nobody's way, as in app/checks.
# A feature of 2021 lies in a commune of 2021: the place is looked up in every era. OFFSET 0: few are asked, so no table is read whole for a hash.
_ALIKE = sql.SQL(
    """
    WITH asked AS MATERIALIZED (
        SELECT u.key, u.uid, coalesce(ncovy.fold(ncovy.clean(u.name)), s.name_search) AS name, coalesce(public.st_geomfromwkb(u.wkb, 4326), s.geom) AS geom
          FROM unnest(%(keys)s::integer[], %(uids)s::uuid[], %(names)s::text[], %(wkbs)s::bytea[]) AS u (key, uid, name, wkb)
          LEFT JOIN {table} AS s ON s.uid = u.uid
    ), home AS MATERIALIZED (
        SELECT q.key, q.name, e.era, ncovy_app.unit_at(public.st_pointonsurface(q.geom), e.era) AS commune FROM asked AS q, ncovy.era AS e
         WHERE length(q.name) >= {shortest}
    ), found AS (
        SELECT q.key, n.*, false AS same FROM asked AS q CROSS JOIN LATERAL (
            SELECT t.uid, t.name, t.geom, t.removed, t.{state} AS state FROM {table} AS t
             WHERE t.geom OPERATOR(public.&&) public.st_expand(q.geom, {box}) OFFSET 0) AS n
         WHERE {by_place} AND public.st_dwithin(n.geom::public.geography, q.geom::public.geography, {near})
        UNION ALL
        SELECT h.key, n.*, true FROM home AS h CROSS JOIN LATERAL (
            SELECT t.uid, t.name, t.geom, t.removed, t.{state} AS state FROM {table} AS t
             WHERE t.commune_code = h.commune AND t.name_search = h.name AND t.commune_era = h.era OFFSET 0) AS n
    )
    SELECT q.key, f.uid::text, f.name, public.st_distance(f.geom::public.geography, q.geom::public.geography) AS metres, f.same
      FROM (SELECT DISTINCT ON (key, uid) * FROM found ORDER BY key, uid, same DESC) AS f JOIN asked AS q USING (key)
     WHERE f.uid IS DISTINCT FROM q.uid AND NOT f.removed AND coalesce(f.state, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
     ORDER BY q.key, f.same DESC, metres, f.uid
    """
)


def alike(connection: Connection, layer: Layer, asked: Sequence[Asked]) -> tuple[Alike, ...]:
    """For each of those asked: the layer's features of the same name in the same commune, then those within 30 m (points only: zones may touch)."""
    placed = [each for each in asked if each.wkb is not None or each.uid]
    if not placed:
        return ()
    query = _ALIKE.format(
        table=sql.Identifier("ncovy", layer.name),
        state=sql.Identifier(layer.state_field),
        by_place=sql.Literal(layer.geometry == "Point"),
        near=sql.Literal(NEAR_M),
        box=sql.Literal(NEAR_M / 100_000),  # 30 m are less than 0.0003 degrees of latitude and of longitude here
        shortest=sql.Literal(SHORTEST),
    )
    values = {
        "keys": [each.key for each in placed],
        "uids": [each.uid or None for each in placed],
        "names": [each.name for each in placed],
        "wkbs": [Binary(each.wkb) if each.wkb is not None else None for each in placed],
    }
    tidy(connection)
    with explained(layer=layer.name):
        rows = fetch(connection, query, values)
    tidy(connection)
    return tuple(Alike(*row) for row in rows)

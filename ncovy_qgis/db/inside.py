"""What lies in an outline that is being drawn: features of each layer, and the people counted at its points. Imports no QGIS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from psycopg2 import Binary, sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue

from .connection import fetch, tidy
from .errors import explained


@dataclass(frozen=True)
class Inside:
    """Counts of an outline. `people` is what `people_at` points declare: no population of communes is kept."""

    counts: Mapping[str, int] = field(default_factory=dict)  # stem → features in force that touch the outline
    people: int = 0
    people_at: int = 0


_ONE = sql.SQL(
    """
    SELECT {name}::text, count(*), coalesce(sum({people}), 0)::bigint, count({people})
      FROM {table} AS t, (SELECT public.st_geomfromwkb(%(wkb)s, 4326) AS geom) AS z
     WHERE public.st_intersects(t.geom, z.geom) AND t.uid::text <> %(uid)s
       AND NOT t.removed AND coalesce(t.{state}, '') NOT IN ('lifted', 'cancelled', 'closed_permanently')
    """
)


def inside(connection: Connection, catalogue: Catalogue, wkb: bytes, uid: str = "") -> Inside:
    """Counts of the features in a valid polygon (WKB, EPSG:4326), one statement; `uid` is the zone itself, not counted."""
    each = [
        _ONE.format(
            name=sql.Literal(layer.name),
            table=sql.Identifier("ncovy", layer.name),
            state=sql.Identifier(layer.state_field),
            people=sql.SQL("t.population") if layer.geometry == "Point" and layer.has("population") else sql.SQL("NULL::integer"),
        )
        for layer in catalogue.layers
    ]
    tidy(connection)
    with explained():
        rows = fetch(connection, sql.SQL(" UNION ALL ").join(each), {"wkb": Binary(wkb), "uid": uid})
    tidy(connection)
    return Inside({name: count for name, count, _, _ in rows}, sum(row[2] for row in rows), sum(row[3] for row in rows))

"""Replaces approximate cells by an official layer of units. The caller commits: a dry run is a rollback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import Binary
from psycopg2.extensions import connection
from psycopg2.extras import execute_values

from ncovy_qgis.db.units import errors
from ncovy_qgis.db.units.match import Known, Matches, Shape, match

# Polygons of one unit are joined, invalid ones repaired; what has no area left is reported, not stored.
STAGE = """
    CREATE TEMPORARY TABLE unit_layer ON COMMIT DROP AS
    SELECT code, era, ST_Multi(ST_Union(shape)) AS geom, bool_or(repaired) AS repaired
      FROM (SELECT code, era, NOT ST_IsValid(geom) AS repaired,
                   ST_CollectionExtract(CASE WHEN ST_IsValid(geom) THEN geom ELSE ST_MakeValid(geom) END, 3) AS shape
              FROM (SELECT code, era::smallint, ST_SetSRID(ST_GeomFromWKB(wkb), 4326) AS geom
                      FROM (VALUES %s) AS v (code, era, wkb)) AS given) AS checked
     WHERE NOT ST_IsEmpty(shape)
     GROUP BY code, era
"""
ELSEWHERE = """
    SELECT count(*) FROM unit_layer l JOIN ncovy.unit u USING (code, era)
     WHERE NOT ST_DWithin(l.geom::geography, u.point::geography, 30000)
"""
REPLACE = """
    UPDATE ncovy.unit u
       SET geom = l.geom, quality = 'official',
           point = CASE WHEN ST_Contains(l.geom, ST_Centroid(l.geom)) THEN ST_Centroid(l.geom) ELSE ST_PointOnSurface(l.geom) END
      FROM unit_layer l WHERE u.code = l.code AND u.era = l.era
"""
# An approximate neighbour gives way; one that would vanish altogether stays as it is.
TRIM = """
    UPDATE ncovy.unit u SET geom = ST_Multi(cut.geom)
      FROM (SELECT a.code, a.era, ST_CollectionExtract(ST_Difference(a.geom, ST_Union(l.geom)), 3) AS geom
              FROM ncovy.unit a JOIN ncovy.unit o USING (era, level) JOIN unit_layer l ON (l.code, l.era) = (o.code, o.era)
             WHERE a.quality = 'approximate' AND a.geom && l.geom AND ST_Intersects(a.geom, l.geom)
             GROUP BY a.code, a.era, a.geom) AS cut
     WHERE (u.code, u.era) = (cut.code, cut.era) AND NOT ST_IsEmpty(cut.geom)
"""
# Bottom up: districts from communes, then the province from what is below it. A parent that is in the layer itself stays.
PARENTS = """
    UPDATE ncovy.unit p SET geom = ST_Multi(made.geom), quality = made.quality
      FROM (SELECT c.parent_code AS code, c.era, ST_CollectionExtract(ST_Union(c.geom, 1e-7), 3) AS geom,
                   CASE WHEN bool_and(c.quality = 'official') THEN 'official' ELSE 'approximate' END AS quality
              FROM ncovy.unit c WHERE c.era = %(era)s AND c.level > %(level)s
             GROUP BY c.parent_code, c.era) AS made
     WHERE (p.code, p.era, p.level) = (made.code, made.era, %(level)s)
       AND NOT EXISTS (SELECT FROM unit_layer l WHERE (l.code, l.era) = (p.code, p.era))
       AND EXISTS (SELECT FROM ncovy.unit c WHERE (c.parent_code, c.era, c.quality) = (p.code, p.era, 'official'))
"""


@dataclass(frozen=True)
class LoadReport:
    """What a load did: names in words, never geometries."""

    era: int
    crs: str
    code_column: str | None
    name_column: str | None
    loaded: int
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]
    renamed: tuple[str, ...]
    repaired: tuple[str, ...]
    empty: tuple[str, ...]
    left_approximate: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Every commune of the era is official now and the file left no question open."""
        return not (self.unmatched or self.ambiguous or self.empty or self.left_approximate)


def load(
    conn: connection,
    path: Path,
    *,
    era: int | None = None,
    code_column: str | None = None,
    name_column: str | None = None,
    layer: str | None = None,
    crs: str | None = None,
) -> LoadReport:
    """Stores the layer's polygons for the units they match; raises UnitLayerError before anything is changed."""
    from ncovy_qgis.db.units.source import read_source  # GDAL: only who loads a layer needs it

    source = read_source(path, code_column=code_column, name_column=name_column, layer=layer, crs=crs)
    matches = _best(source.shapes, _known(conn, era), era)
    chosen = matches.pairs[0][1].era
    with conn.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.unit_layer")
        rows = [(unit.code, unit.era, Binary(shape.wkb)) for shape, unit in matches.pairs]
        execute_values(cursor, STAGE, rows, page_size=len(rows))
        cursor.execute(ELSEWHERE)
        (far,) = cursor.fetchone() or (0,)
        if far:
            raise errors.elsewhere(far)
        cursor.execute(REPLACE)
        loaded = cursor.rowcount
        cursor.execute(TRIM)
        for level in (2, 1):
            cursor.execute(PARENTS, {"era": chosen, "level": level})
        repaired = _labels(cursor, "SELECT code || ' ' || name FROM unit_layer JOIN ncovy.unit USING (code, era) WHERE repaired ORDER BY code")
        left = _labels(
            cursor,
            "SELECT code || ' ' || name FROM ncovy.unit WHERE era = %s AND level = 3 AND quality = 'approximate' ORDER BY code",
            (chosen,),
        )
        cursor.execute("DROP TABLE unit_layer")
    return LoadReport(
        era=chosen,
        crs=source.crs,
        code_column=source.code_column,
        name_column=source.name_column,
        loaded=loaded,
        unmatched=matches.unmatched,
        ambiguous=matches.ambiguous,
        renamed=matches.renamed,
        repaired=repaired,
        empty=source.empty,
        left_approximate=left,
    )


def _labels(cursor: object, sql: str, parameters: tuple[object, ...] = ()) -> tuple[str, ...]:
    cursor.execute(sql, parameters)  # type: ignore[attr-defined]
    return tuple(row[0] for row in cursor.fetchall())  # type: ignore[attr-defined]


def _known(conn: connection, era: int | None) -> list[Known]:
    with conn.cursor() as cursor:
        cursor.execute("SELECT code, era, name FROM ncovy.unit WHERE era = coalesce(%s, era) ORDER BY era, level DESC, code", (era,))
        return [Known(*row) for row in cursor.fetchall()]


def _best(shapes: Sequence[Shape], known: Iterable[Known], era: int | None) -> Matches:
    """The era whose names agree most: codes are used again in the next era, names less often."""
    units = list(known)
    found = {e: match(shapes, [u for u in units if u.era == e]) for e in {u.era for u in units}}
    found = {e: m for e, m in found.items() if m.pairs}
    if not found:
        raise errors.nothing_matches()
    best = max(m.agreeing for m in found.values())
    eras = [e for e, m in found.items() if m.agreeing == best]
    if len(eras) > 1 and era is None:
        raise errors.which_era(eras)
    return found[eras[0]]

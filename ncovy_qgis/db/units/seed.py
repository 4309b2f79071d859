"""Fills ncovy.unit with the shipped units and their approximate cells. Called by the upgrade, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg2.extensions import connection
from psycopg2.extras import execute_values

from ncovy_qgis.core.text import fold
from ncovy_qgis.db.units.cells import Point, cells, wkt
from ncovy_qgis.db.units.table import COMMUNE, Unit, read_outline, read_table

STAGE = """
    CREATE TEMPORARY TABLE unit_stage (
        code text, era smallint, name text, type text, level smallint, parent_code text, name_search text,
        lon double precision, lat double precision, cell text
    ) ON COMMIT DROP
"""
# Cells are cut at the outline; parents are unions, on a fine grid so that neighbours' equal corners really join.
BUILD = """
    CREATE TEMPORARY TABLE unit_built ON COMMIT DROP AS
    WITH commune AS (
        SELECT code, era, parent_code,
               ST_Intersection(ST_GeomFromText(cell, 4326), ST_GeomFromText(%(outline)s, 4326), 1e-6) AS geom
          FROM unit_stage WHERE level = 3
    ), member AS (
        SELECT c.parent_code AS code, c.era, c.geom FROM commune c
        UNION ALL
        SELECT p.parent_code, c.era, c.geom FROM commune c
          JOIN unit_stage p ON p.code = c.parent_code AND p.era = c.era AND p.parent_code IS NOT NULL
    )
    SELECT code, era, geom FROM commune
    UNION ALL
    SELECT code, era, ST_Union(geom, 1e-6) FROM member GROUP BY code, era
"""
INSERT = """
    INSERT INTO ncovy.unit (code, era, name, type, level, parent_code, point, geom, quality, name_search)
    SELECT s.code, s.era, s.name, s.type, s.level, s.parent_code,
           CASE WHEN ST_Contains(b.geom, ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4326))
                THEN ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4326) ELSE ST_PointOnSurface(b.geom) END,
           ST_Multi(ST_CollectionExtract(b.geom, 3)), 'approximate', s.name_search
      FROM unit_stage s JOIN unit_built b USING (code, era)
     WHERE NOT EXISTS (SELECT FROM ncovy.unit u WHERE u.code = s.code AND u.era = s.era)
     ORDER BY s.era, s.level, s.code
"""
RENAME = """
    UPDATE ncovy.unit u
       SET name = s.name, type = s.type, level = s.level, parent_code = s.parent_code, name_search = s.name_search
      FROM unit_stage s
     WHERE u.code = s.code AND u.era = s.era
       AND (u.name, u.type, u.level, u.parent_code, u.name_search)
           IS DISTINCT FROM (s.name, s.type, s.level, s.parent_code, s.name_search)
"""
MISSING = """
    SELECT count(*) FROM (VALUES %s) AS s (code, era, name)
     WHERE NOT EXISTS (SELECT FROM ncovy.unit u WHERE u.code = s.code AND u.era = s.era AND u.name = s.name)
"""


def seed(conn: connection) -> tuple[str, ...]:
    """Adds and renames units as the shipped table says; geometry that is there already is never touched. Returns what changed."""
    units = read_table()
    if not _missing(conn, units):
        return ()
    with conn.cursor() as cursor:
        cursor.execute(STAGE)
        execute_values(cursor, "INSERT INTO unit_stage VALUES %s", list(_rows(units)), page_size=1000)
        cursor.execute(BUILD, {"outline": read_outline()})
        cursor.execute(INSERT)
        added = cursor.rowcount
        cursor.execute(RENAME)
        renamed = cursor.rowcount
        cursor.execute("DROP TABLE unit_stage, unit_built")
    changes = ((added, "đơn vị hành chính được thêm"), (renamed, "đơn vị hành chính được sửa tên"))
    return tuple(f"{count} {what}" for count, what in changes if count)


def _missing(conn: connection, units: Iterable[Unit]) -> int:
    with conn.cursor() as cursor:
        keys = [(u.code, u.era, u.name) for u in units]
        counts = execute_values(cursor, MISSING, keys, page_size=len(keys), fetch=True)
    return int(counts[0][0])


def _rows(units: tuple[Unit, ...]) -> Iterable[tuple[object, ...]]:
    ring = {}
    for era in {u.era for u in units}:
        communes = [u for u in units if u.era == era and u.level == COMMUNE]
        for unit, corners in zip(communes, cells([Point(u.lon, u.lat) for u in communes])):
            ring[unit] = wkt(corners)
    for u in units:
        yield (u.code, u.era, u.name, u.type, u.level, u.parent_code, fold(u.name), u.lon, u.lat, ring.get(u))

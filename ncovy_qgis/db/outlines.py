"""Communes with their outlines, of the era the map shows. Imports no QGIS."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from .connection import fetch, tidy
from .errors import explained

_COMMUNES = """
    SELECT u.code, u.name, coalesce(p.name, ''), public.st_asbinary(u.geom)
      FROM ncovy.unit AS u LEFT JOIN ncovy.unit AS p ON p.code = u.parent_code AND p.era = u.era AND p.level = 2
     WHERE u.level = 3 AND u.era = ncovy_app.era_at(ncovy_app.today()) AND u.geom IS NOT NULL ORDER BY u.code
"""


@dataclass(frozen=True)
class Commune:
    """One commune; WKB in EPSG:4326. `district` is empty where there are none."""

    code: str
    name: str
    district: str
    wkb: bytes


def communes(connection: Connection) -> tuple[Commune, ...]:
    """Every commune of today, or of the day of the exercise."""
    tidy(connection)
    with explained():
        rows = fetch(connection, _COMMUNES)
    tidy(connection)
    return tuple(Commune(code, name, district, bytes(wkb)) for code, name, district, wkb in rows)

"""Finds units by what a person types: accents or none, words in any order, hoà or hòa."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection

from ncovy_qgis.core.text import fold, tone_key
from ncovy_qgis.db.units.match import bare

LIMIT = 50
CANDIDATES = """
    SELECT u.code, u.era, u.name, u.level, p.name, u.quality, ST_X(u.point), ST_Y(u.point)
      FROM ncovy.unit u LEFT JOIN ncovy.unit p ON p.code = u.parent_code AND p.era = u.era
     WHERE (%(era)s::smallint IS NULL OR u.era = %(era)s)
       AND (u.code = %(text)s
            OR NOT EXISTS (SELECT FROM unnest(%(words)s::text[]) AS word
                            WHERE position(' ' || word IN ' ' || u.name_search || ' ' || coalesce(p.name_search, '')) = 0))
"""


@dataclass(frozen=True)
class Found:
    """A unit that answers; `exact` when the accents typed are its own."""

    code: str
    era: int
    name: str
    level: int
    parent: str | None
    quality: str
    lon: float
    lat: float
    exact: bool


def find(conn: connection, text: str, era: int | None = None) -> tuple[Found, ...]:
    """Best first: whole name with accents, words with accents, whole name without, the rest; then communes, newest era."""
    typed = " ".join(unicodedata.normalize("NFC", text).split())
    if not typed:
        return ()
    with conn.cursor() as cursor:
        cursor.execute(CANDIDATES, {"era": era, "text": typed, "words": fold(typed).split()})
        ranked = [(_rank(typed, row[2], row[4], row[0]), row) for row in cursor.fetchall()]
    ranked.sort(key=lambda item: (item[0], -item[1][3], -item[1][1], item[1][0]))
    return tuple(_found(row, rank < 2) for rank, row in ranked[:LIMIT])


def _found(row: tuple[Any, ...], exact: bool) -> Found:
    code, era, name, level, parent, quality, lon, lat = row
    return Found(code, era, name, level, parent, quality, lon, lat, exact)


def _rank(typed: str, name: str, parent: str | None, code: str) -> int:
    if typed == code or tone_key(typed) in (tone_key(name), tone_key(bare(name))):
        return 0
    words = {tone_key(word) for word in f"{name} {parent or ''}".split()}
    if all(tone_key(word) in words for word in typed.split()):
        return 1
    return 2 if fold(typed) in (fold(name), fold(bare(name))) else 3

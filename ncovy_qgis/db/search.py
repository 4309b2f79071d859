"""What the desk looks up while a person types: features by name, the commune under a position. Reads only, with deadlines of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.text import fold, tone_key

from .connection import connect, execute, fetch, value_of

LIMIT = 10  # features named in an answer
PER_LAYER = 40  # candidates read of each layer, best first
DEADLINE_MS = 3000  # a search nobody waits for any more
QUICK: Mapping[str, str] = {"connect_timeout": "3"}
_CANDIDATES = sql.SQL(
    """
    (SELECT {layer} AS layer, f.id, f.uid::text, f.name, u.name AS commune, p.name AS district, f.name_search AS key,
            ARRAY[public.st_xmin(f.geom), public.st_ymin(f.geom), public.st_xmax(f.geom), public.st_ymax(f.geom)] AS extent
       FROM {table} AS f
       LEFT JOIN ncovy.unit AS u ON u.code = f.commune_code AND u.era = f.commune_era
       LEFT JOIN ncovy.unit AS p ON p.code = u.parent_code AND p.era = u.era AND p.level = 2
      WHERE NOT f.removed AND {conditions}
      ORDER BY strpos(f.name_search, %(whole)s) <> 1, strpos(f.name_search, %(whole)s) = 0, length(f.name), f.id
      LIMIT {limit})
    """
)
# The nearest commune by true distance; the index gives the candidates, in degrees.
_PLACE = """
    SELECT n.code, n.name, p.name, n.era, public.st_distance(n.geom::public.geography, n.spot::public.geography), n.quality
      FROM (SELECT u.code, u.name, u.era, u.parent_code, u.geom, u.quality, s.spot
              FROM (SELECT public.st_setsrid(public.st_makepoint(%(lon)s, %(lat)s), 4326) AS spot) AS s, ncovy.unit AS u
             WHERE u.level = 3 AND u.era = ncovy_app.era_at(ncovy_app.today())
             ORDER BY u.geom OPERATOR(public.<->) s.spot LIMIT 8) AS n
      LEFT JOIN ncovy.unit AS p ON p.code = n.parent_code AND p.era = n.era AND p.level = 2
     ORDER BY 5, n.code LIMIT 1
"""


Extent = tuple[float, float, float, float]  # west, south, east, north, degrees
_EXTENTS = """
    SELECT u.code, u.era, public.st_xmin(u.geom), public.st_ymin(u.geom), public.st_xmax(u.geom), public.st_ymax(u.geom)
      FROM ncovy.unit AS u JOIN unnest(%s::text[], %s::smallint[]) AS k (code, era) ON k.code = u.code AND k.era = u.era
"""


@dataclass(frozen=True)
class Hit:
    """A feature whose name holds all the words; `exact` when it holds them with the accents typed."""

    layer: str
    id: int
    uid: str
    name: str
    commune: str
    district: str
    exact: bool
    extent: Extent


@dataclass(frozen=True)
class Place:
    """The commune at a position, or the nearest one: `metres` is the distance to it, 0 inside. `accepted`: the server takes a feature here."""

    code: str
    name: str
    district: str
    era: int
    metres: float
    accepted: bool


@contextmanager
def searching(dsn: Mapping[str, str]) -> Iterator[Connection]:
    """A connection for one look-up: read only, closed afterwards, patient for seconds only."""
    with closing(connect(dsn={**dsn, **QUICK}, application="ncovy search")) as connection:
        connection.set_session(readonly=True, autocommit=True)
        execute(connection, "SELECT set_config('statement_timeout', %s, false)", (str(DEADLINE_MS),))
        yield connection


def find_features(connection: Connection, layers: Sequence[str], text: str, limit: int = LIMIT) -> tuple[Hit, ...]:
    """Features of these layers by the words of their name, accents or none; the very accents first, removed ones never."""
    words = [word for word in fold(text).split() if word][:8]
    if not words or not layers:
        return ()
    values = {"whole": fold(text), **{f"word{place}": word for place, word in enumerate(words)}}
    query = sql.SQL(" UNION ALL ").join(_candidates(layer, len(words)) for layer in layers)
    rows = sorted(fetch(connection, query, values | _patterns(words)), key=lambda row: _rank(text, row))
    return tuple(_hit(text, row) for row in rows[:limit])


def place_at(connection: Connection, lon: float, lat: float) -> Place | None:
    """The commune of today's era under a position, else the nearest; degrees WGS 84. None without units."""
    rows = fetch(connection, _PLACE, {"lon": lon, "lat": lat})
    if not rows:
        return None
    code, name, district, era, metres, quality = rows[0]
    forgiven = 200 if quality == "official" else 3000  # as ncovy_app.unit_near
    return Place(code, name, district or "", era, float(metres), float(metres) <= forgiven)


def extents_of(connection: Connection, units: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Extent]:
    """(code, era) → extent of a unit."""
    rows = fetch(connection, _EXTENTS, ([code for code, _ in units], [era for _, era in units]))
    return {(code, era): (west, south, east, north) for code, era, west, south, east, north in rows}


def era_today(connection: Connection) -> int:
    """The era of units today, or on the day of the exercise."""
    return int(value_of(connection, "SELECT ncovy_app.era_at(ncovy_app.today())"))


def _candidates(layer: str, count: int) -> sql.Composed:
    """Each word alone may use the trigram index of name_search."""
    holds = [sql.SQL("f.name_search LIKE {}").format(sql.Placeholder(f"pattern{place}")) for place in range(count)]
    return _CANDIDATES.format(
        layer=sql.Literal(layer), table=sql.Identifier("ncovy", layer), conditions=sql.SQL(" AND ").join(holds), limit=sql.Literal(PER_LAYER)
    )


def _patterns(words: Sequence[str]) -> dict[str, str]:
    """Words as LIKE patterns; what LIKE would read as a joker stands for itself."""
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words]
    return {f"pattern{place}": f"%{word}%" for place, word in enumerate(escaped)}


def _exact(text: str, name: str) -> bool:
    """Whether the name holds the words with their accents; hoà counts as hòa."""
    typed, own = tone_key(text).split(), set(tone_key(name).split())
    return all(word in own for word in typed)


def _rank(text: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    name, key, whole = str(row[3]), str(row[6] or ""), fold(text)
    return (not _exact(text, name), key != whole, not key.startswith(whole), whole not in key, len(name), name, row[0], row[1])


def _hit(text: str, row: tuple[Any, ...]) -> Hit:
    layer, fid, uid, name, commune, district, _, extent = row
    west, south, east, north = extent
    return Hit(layer, int(fid), uid, name, commune or "", district or "", _exact(text, name), (west, south, east, north))

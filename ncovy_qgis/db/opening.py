"""What a map needs to know of a database before its first layer is opened: asked over one connection, in three round trips. Imports no QGIS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Optional

from . import layer_styles
from .connection import connect, fetch
from .layer_styles import LayerStyle

TABLES = ("unit", "list_value", "era", "setting")  # a map reads them besides the layers
STYLES = "layer_style"  # not in an older database, which can be opened all the same
_READABLE = """
    SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname = 'ncovy' AND c.relname = ANY (%s)
       AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
"""
_GROUND = """
    SELECT (SELECT array_agg(e.era::text || ' ' || to_char(e.valid_from, 'YYYY-MM-DD') ORDER BY e.valid_from) FROM ncovy.era AS e),
           (SELECT s.value ->> 'now' FROM ncovy.setting AS s WHERE s.name = 'exercise'),
           today.era, public.st_xmin(box.around), public.st_ymin(box.around), public.st_xmax(box.around), public.st_ymax(box.around)
      FROM (SELECT ncovy_app.era_at(ncovy_app.today()) AS era) AS today
      LEFT JOIN LATERAL (SELECT public.st_extent(u.geom) AS around FROM ncovy.unit AS u WHERE u.level = 3 AND u.era = today.era) AS box ON true
"""


@dataclass(frozen=True)
class Ground:
    """Eras of units and their first days (YYYY-MM-DD), the era of today, the moment of an exercise, and (west, south, east, north) in degrees."""

    eras: tuple[tuple[int, str], ...]
    era: int
    exercise: Optional[str]
    extent: Optional[tuple[float, float, float, float]]
    styles: Mapping[str, LayerStyle] = field(default_factory=dict)
    """What somebody saved for layers that were asked about."""


class Unreadable(Exception):
    """Tables that are missing, or closed to this person."""

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tuple(tables)
        super().__init__(", ".join(self.tables))


def ground(dsn: Mapping[str, str], layers: Sequence[str]) -> Ground:
    """Ask, once it is sure that every table can be read; raises Unreadable and psycopg2.Error."""
    wanted = [*layers, *TABLES]
    with closing(connect(dsn=dsn, application="ncovy qgis")) as connection:
        connection.autocommit = True  # no BEGIN, no COMMIT: each would be a way to the server and back
        readable = {row[0] for row in fetch(connection, _READABLE, ([*wanted, STYLES],))}
        closed = [table for table in wanted if table not in readable]
        if closed:
            raise Unreadable(closed)
        eras, exercise, era, *corners = fetch(connection, _GROUND)[0]
        styles = layer_styles.latest(connection) if layers and STYLES in readable else {}
    listed = tuple((int(each.split()[0]), each.split()[1]) for each in eras or ())
    extent = None if None in corners else (corners[0], corners[1], corners[2], corners[3])
    return Ground(listed, int(era), exercise, extent, styles)

"""A layer as it was at a moment: as the staff had it, or as the public saw it. Reads only; imports no QGIS."""

from __future__ import annotations

from datetime import datetime

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.model import Layer

from . import published
from .columns import geometry_type, kept
from .connection import fetch, tidy
from .errors import explained
from .history import Version, versions

# All approvals are read once, not once a feature.
_ROWS = sql.SQL(
    """
    SELECT v.layer, v.uid::text, v.row_version, v.operation, v.at, v.session_user_name, v.application, v.changeset, c.comment, v."row",
           public.st_asbinary(v.geom, 'NDR'), d.at, d.by
      FROM ncovy_app.as_of(%(layer)s, %(at)s, %(public)s) AS v
      LEFT JOIN ncovy.changeset AS c ON c.id = v.changeset
      LEFT JOIN (SELECT DISTINCT ON (s.uid, s.row_version) s.uid, s.row_version, s.at, s.by FROM ncovy.decision AS s
                  WHERE s.layer = %(layer)s AND s.verdict = 'approve' AND s.at <= %(at)s ORDER BY s.uid, s.row_version, s.seq DESC) AS d
             ON d.uid = v.uid AND d.row_version = v.row_version
    """
)


def rows(connection: Connection, layer: str, at: datetime, public: bool) -> tuple[Version, ...]:
    """The version of every feature that stood at the moment, removed ones left out. `public`: the one approved by then, with all its fields;
    what of it the public was shown, table() tells. An approval counts from when it was written, an instant before others could see it."""
    return versions(connection, _ROWS, {"layer": layer, "at": at, "public": public})


def table(layer: Layer, at: datetime, public: bool) -> sql.Composable:
    """The same as a table for a map: the columns of ncovy.<layer>, or of ncovy_public.<layer>; the key is `id`, or `uid`."""
    function = _function("public_as_of" if public else "as_of", layer)
    return sql.SQL("SELECT {} FROM {}({}) AS t").format(_columns(layer, public), function, sql.Literal(at))


def spans(layer: Layer, since: datetime, until: datetime, public: bool) -> sql.Composable:
    """All that held at some moment in between, for a map that runs through time: key `span`, `valid_from`, `valid_to` (NULL: still), then as table()."""
    function = _function("public_spans" if public else "spans", layer)
    moments = sql.SQL("{}, {}").format(sql.Literal(since), sql.Literal(until))
    return sql.SQL("SELECT t.span, t.valid_from, t.valid_to, {} FROM {}({}) AS t").format(_columns(layer, public), function, moments)


def map_query(connection: Connection, layer: Layer, at: datetime, until: datetime | None, public: bool) -> str:
    """The SELECT of a map layer, found to be allowed and sound: as table(), or, with `until`, as spans() with `shown_from` and `shown_to`.

    Those are Vietnamese wall clock: what QGIS's temporal controller compares has no time zone. What styles ask of every feature (whether it is
    removed, how its review stands) is answered for public features, too.
    """
    inner = table(layer, at, public) if until is None else spans(layer, at, until, public)
    more: list[sql.Composable] = [sql.SQL("q.*")]
    if public:
        more.append(sql.SQL("false AS removed, 'approved'::text AS review_state"))
    if until is not None:
        clock = sql.SQL("q.{0} AT TIME ZONE 'Asia/Ho_Chi_Minh' AS {1}")
        more += [clock.format(sql.Identifier(f"valid_{end}"), sql.Identifier(f"shown_{end}")) for end in ("from", "to")]
    query = sql.SQL("SELECT {} FROM ({}) AS q").format(sql.SQL(", ").join(more), inner)
    tidy(connection)
    with explained(layer=layer.name):
        fetch(connection, query + sql.SQL(" LIMIT 0"))
    tidy(connection)
    return query.as_string(connection)


def _function(kind: str, layer: Layer) -> sql.Identifier:
    return sql.Identifier("ncovy_app", f"{kind}_{layer.name}")


def _columns(layer: Layer, public: bool) -> sql.Composable:
    """Of a row `t` of those functions; the geometry says its type, so that a map need not look for it."""
    names = [name for name in published.names(layer) if name != "geom"] if public else kept(layer)
    row = sql.SQL("t." if public else "(t.feature).")
    place = sql.SQL("t.geom::public.{} AS geom").format(sql.SQL(geometry_type(layer)))
    return sql.SQL(", ").join([*(row + sql.Identifier(name) for name in names), place])

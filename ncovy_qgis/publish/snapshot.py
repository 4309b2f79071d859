"""One moment of everything published: a single read-only transaction, fit for a hot standby. No QGIS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple, Optional

from psycopg2 import errors, sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db.connection import tidy

from .columns import visible
from .errors import EmptyGeometry, NotPrepared

VIETNAM = timezone(timedelta(hours=7))
SETTINGS = (
    "SET LOCAL statement_timeout = 0; SET LOCAL timezone = '<+07>-07'; SET LOCAL jit = off; SET LOCAL datestyle = 'ISO';"
    " SET LOCAL extra_float_digits = 1; SET LOCAL search_path = public"  # or persons and databases with other settings would make other bytes
)
_INFO = "SELECT to_jsonb(i) FROM ncovy_public.info AS i LIMIT 1"
_EMPTY = sql.SQL("SELECT {} AS title, t.uid::text FROM {} AS t WHERE {} AND (t.geom IS NULL OR ST_IsEmpty(t.geom))")
_SEEN = "SELECT pg_current_snapshot()::text, transaction_timestamp()"
_PAST = sql.SQL("{}({}::pg_snapshot, {}::timestamptz)")
_TOOLS = "SELECT current_setting('server_version'), postgis_lib_version()"


class Seen(NamedTuple):
    """What a transaction saw of others, in PostgreSQL's words, and when it began: enough to find it in history again."""

    transactions: str
    at: datetime


class Past(NamedTuple):
    """An earlier publication, to be read again from history, with the style it had."""

    as_of: datetime
    exercise: bool
    seen: Seen
    style: Mapping[str, bytes]


@dataclass(frozen=True)
class Snapshot:
    """An open transaction with the moment it speaks for."""

    cursor: Cursor
    catalogue: Catalogue
    as_of: datetime
    exercise: bool
    seen: Seen
    style: Optional[Mapping[str, bytes]] = None
    """The web style of an earlier publication, whose rows come from history; None for the present."""

    def table(self, layer: Layer) -> sql.Composable:
        """Where the published rows of a layer are read from."""
        if self.style is None:
            return sql.Identifier("ncovy_public", layer.name)
        function = sql.Identifier("ncovy_app", f"public_seen_{layer.name}")
        return _PAST.format(function, sql.Literal(self.seen.transactions), sql.Literal(self.seen.at))


@contextmanager
def snapshot(conn: Connection, catalogue: Catalogue, as_of: datetime | None, past: Past | None = None) -> Iterator[Snapshot]:
    """Hold all layers still while they are read, or read those of a `past` publication; the connection is given back as it came."""
    tidy(conn)
    before = conn.isolation_level, conn.readonly, conn.autocommit
    conn.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
    try:
        with conn.cursor() as cursor:
            cursor.execute(SETTINGS)
            yield _again(cursor, catalogue, past) if past else _open(cursor, catalogue, as_of)
    finally:
        conn.rollback()
        conn.isolation_level, conn.readonly, conn.autocommit = before


def _open(cursor: Cursor, catalogue: Catalogue, as_of: datetime | None) -> Snapshot:
    info = _info(cursor)
    moment = (as_of or _moment(info)).astimezone(VIETNAM).replace(microsecond=0)
    cursor.execute(_SEEN)
    held = Snapshot(cursor, catalogue, moment, bool(info.get("exercise")), Seen(*cursor.fetchone() or ()))
    _refuse_empty(held)
    return held


def _again(cursor: Cursor, catalogue: Catalogue, past: Past) -> Snapshot:
    return Snapshot(cursor, catalogue, past.as_of, past.exercise, past.seen, past.style)


def _info(cursor: Cursor) -> dict[str, Any]:
    try:
        cursor.execute(_INFO)
    except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
        raise NotPrepared("ncovy_public.info") from error
    row = cursor.fetchone()
    return dict(row[0]) if row else {}


def _moment(info: dict[str, Any]) -> datetime:
    if info.get("as_of"):
        return datetime.fromisoformat(str(info["as_of"]).replace("Z", "+00:00"))
    return datetime.now(timezone.utc)


def _refuse_empty(held: Snapshot) -> None:
    """All layers in one statement: on a far server each would take its time."""
    parts = [_EMPTY.format(sql.Literal(layer.title.vi), held.table(layer), visible(layer, held.as_of)) for layer in held.catalogue.layers]
    try:
        held.cursor.execute(sql.SQL(" UNION ALL ").join(parts) + sql.SQL(" ORDER BY 2 LIMIT 1"))
    except errors.UndefinedTable as error:
        raise NotPrepared((error.diag.message_primary or "ncovy_public").replace('"', " ").split()[1]) from error
    row = held.cursor.fetchone()
    if row:
        raise EmptyGeometry(*row)


def tool_versions(cursor: Cursor) -> dict[str, str]:
    """PostgreSQL and PostGIS, which shape the bytes of a release."""
    cursor.execute(_TOOLS)
    row = cursor.fetchone() or ("", "")
    return {"postgresql": str(row[0]).split(" ")[0], "postgis": str(row[1])}

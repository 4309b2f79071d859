"""One moment of everything published: a single read-only transaction, fit for a hot standby. No QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from psycopg2 import errors, sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db.connection import tidy

from .columns import table, visible
from .errors import EmptyGeometry, NotPrepared

VIETNAM = timezone(timedelta(hours=7))
SETTINGS = "SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC'; SET LOCAL jit = off; SET LOCAL datestyle = 'ISO'"
_INFO = "SELECT to_jsonb(i) FROM ncovy_public.info AS i LIMIT 1"
_EMPTY = sql.SQL("SELECT t.uid::text FROM {} AS t WHERE {} AND (t.geom IS NULL OR ST_IsEmpty(t.geom)) ORDER BY 1 LIMIT 1")
_TOOLS = "SELECT current_setting('server_version'), postgis_lib_version()"


@dataclass(frozen=True)
class Snapshot:
    """An open transaction with the moment it speaks for."""

    cursor: Cursor
    catalogue: Catalogue
    as_of: datetime
    exercise: bool


@contextmanager
def snapshot(conn: Connection, catalogue: Catalogue, as_of: datetime | None) -> Iterator[Snapshot]:
    """Hold all layers still while they are read; the connection is given back as it came."""
    tidy(conn)
    before = conn.isolation_level, conn.readonly, conn.autocommit
    conn.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
    try:
        with conn.cursor() as cursor:
            cursor.execute(SETTINGS)
            yield _open(cursor, catalogue, as_of)
    finally:
        conn.rollback()
        conn.isolation_level, conn.readonly, conn.autocommit = before


def _open(cursor: Cursor, catalogue: Catalogue, as_of: datetime | None) -> Snapshot:
    info = _info(cursor)
    moment = (as_of or _moment(info)).astimezone(VIETNAM).replace(microsecond=0)
    for layer in catalogue.layers:
        _refuse_empty(cursor, layer, moment)
    return Snapshot(cursor, catalogue, moment, bool(info.get("exercise")))


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


def _refuse_empty(cursor: Cursor, layer: Layer, as_of: datetime) -> None:
    try:
        cursor.execute(_EMPTY.format(table(layer), visible(layer, as_of)))
    except errors.UndefinedTable as error:
        raise NotPrepared(f"ncovy_public.{layer.name}") from error
    row = cursor.fetchone()
    if row:
        raise EmptyGeometry(layer.title.vi, row[0])


def tool_versions(cursor: Cursor) -> dict[str, str]:
    """PostgreSQL and PostGIS, which shape the bytes of a release."""
    cursor.execute(_TOOLS)
    row = cursor.fetchone() or ("", "")
    return {"postgresql": str(row[0]).split(" ")[0], "postgis": str(row[1])}

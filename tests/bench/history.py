"""The past under load: all layers as of a moment, one change with all a supervisor is shown of it, a large save undone."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from statistics import median

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.core.diff import differences
from ncovy_qgis.core.worddiff import marked
from ncovy_qgis.db import as_of, history, restoring
from ncovy_qgis.db.columns import kept

AS_OF_S, DIFF_S = 3.0, 0.2  # targets: all layers as of a moment, at 100 k features; one change
RESTORED = 1000  # features of the save that is undone
# Three versions of each: written, moved and renamed, its note changed; the first two approved a day after they were written.
DAYS = (30, 20, 2)
VERSIONS = sql.SQL(
    """
    INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset, at, session_user_name)
    SELECT {name}, t.uid, CASE n WHEN 1 THEN 'insert' ELSE 'update' END, n,
           (SELECT to_jsonb(k) FROM (SELECT {kept}) AS k) || jsonb_build_object('row_version', n, 'name', t.name || CASE n WHEN 1 THEN '' ELSE ' (mới)' END,
               'note_internal', repeat('Đã gọi điện hỏi lại chủ cơ sở. ', 12) || n),
           CASE n WHEN 1 THEN t.geom ELSE ST_Translate(t.geom, 0.00001, 0) END, n, now() - make_interval(days => ({days}::integer[])[n]), 'lan'
      FROM {table} AS t, generate_series(1, 3) AS n
"""
)
DECISIONS = """
    INSERT INTO ncovy.decision (layer, uid, row_version, verdict, at, by)
    SELECT v.layer, v.uid, v.row_version, 'approve', v.at + interval '1 day', 'tuan' FROM ncovy.version AS v WHERE v.row_version < 3 ORDER BY v.seq
"""


def fill(admin: Connection, catalogue: Catalogue) -> None:
    """A past for every feature of the tables; what history there was goes."""
    with admin.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0; DELETE FROM ncovy.version; DELETE FROM ncovy.decision")
        for layer in catalogue.layers:
            table = sql.Identifier("ncovy", layer.name)
            columns = sql.SQL(", ").join(sql.SQL("t.") + sql.Identifier(name) for name in kept(layer))
            cursor.execute(VERSIONS.format(name=sql.Literal(layer.name), kept=columns, days=sql.Literal(list(DAYS)), table=table))
            cursor.execute(sql.SQL("UPDATE {} SET row_version = 3, approved_version = 2").format(table))
        cursor.execute(DECISIONS)
        cursor.execute("RESET session_replication_role")
    admin.commit()
    autocommit, admin.autocommit = admin.autocommit, True
    with admin.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    admin.autocommit = autocommit


def figures(admin: Connection, supervisor: Connection, catalogue: Catalogue, rounds: int) -> str:
    """A table: seconds (median) of each question beside its target."""
    fill(admin, catalogue)
    at = datetime.now(timezone.utc) - timedelta(days=10)
    lines = []
    for public, seen in ((False, "the staff had them"), (True, "the public saw them")):
        count = sum(len(as_of.rows(supervisor, layer.name, at, public)) for layer in catalogue.layers)
        tables = _timed(rounds, lambda public=public: _tables(supervisor, catalogue, at, public))
        lines.append(_line(f"{count:,} features as {seen}: ten layers for a map, every value of them", tables, AS_OF_S))
        lines.append(_line("the same as rows in Python", _timed(rounds, lambda public=public: _rows(supervisor, catalogue, at, public))))
    layer = catalogue.layer("lockdown_zone")
    uid = as_of.rows(supervisor, layer.name, at, False)[0].uid
    lines.append(_line("one change: versions, words, map, public before and after", _timed(rounds, lambda: _change(supervisor, catalogue, layer, uid)), DIFF_S))
    start = time.perf_counter()
    steps = restoring.of_person_day(supervisor, "lan", (datetime.now(timezone.utc) - timedelta(days=DAYS[2])).date())
    lines.append(_line(f"preview of a day of {len(steps):,} changes undone", time.perf_counter() - start))
    start = time.perf_counter()
    verdicts = restoring.restore_many(supervisor, steps[:RESTORED], "bench", "bench", catalogue)
    done = sum(each.refusal is None for each in verdicts)
    lines.append(_line(f"{done:,} of them restored in one save", time.perf_counter() - start))
    return "\n".join(lines)


def _line(words: str, seconds: float, target: float | None = None) -> str:
    aim = "" if target is None else f" (target ≤ {target:g} s: {'holds' if seconds <= target else 'MISSED'})"
    return f"| {words}{aim} | {seconds:.3f} |"


def _timed(rounds: int, work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def _rows(connection: Connection, catalogue: Catalogue, at: datetime, public: bool) -> None:
    for layer in catalogue.layers:
        as_of.rows(connection, layer.name, at, public)


def _tables(connection: Connection, catalogue: Catalogue, at: datetime, public: bool) -> None:
    """Every value of every feature, sent as QGIS would get it."""
    with connection.cursor() as cursor:
        for layer in catalogue.layers:
            cursor.copy_expert(sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(as_of.table(layer, at, public)), _Nowhere())
    connection.rollback()


class _Nowhere:
    """A file that keeps nothing."""

    def write(self, data: bytes) -> int:
        return len(data)


def _change(connection: Connection, catalogue: Catalogue, layer: Layer, uid: str) -> None:
    """All that is shown of one change."""
    *_, old, new = history.timeline(connection, layer.name, uid)
    for change in differences(layer, old.row, new.row, catalogue):
        marked(change.old.vi, change.new.vi)
    history.public_row(connection, layer.name, uid)
    history.would_be_public(connection, layer.name, uid, new.row_version)
    history.neighbours(connection, layer.name, uid)

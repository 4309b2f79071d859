"""The supervisor's desk among many features: how long the queue takes to open, what the rules say of it, and a thousand approvals."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db import columns, queue, review

WAITING = 10_000
APPROVED = 1_000
OPEN_S, APPROVE_S = 1.0, 2.0
SAVES = "INSERT INTO ncovy.changeset (at, by, application, comment, xid) SELECT now(), 'lan', 'bench', 'đợt ' || n, n FROM generate_series(1, 100) AS n"
READY = "SELECT count(*) < (SELECT count(*) FROM {table}) / 2 FROM {findings}() AS f WHERE f.severity = 'error'"
# Half of what waits was approved before, in a version of its own.
HAND_OVER = """
    UPDATE {table} SET review_state = 'submitted', edited_by = 'lan', edited_at = now() - id * interval '1 second',
           approved_version = CASE WHEN id % 2 = 0 THEN 1 END, row_version = CASE WHEN id % 2 = 0 THEN 2 ELSE 1 END
     WHERE uid IN (SELECT uid FROM {table} WHERE uid NOT IN (SELECT f.uid FROM {findings}() AS f WHERE f.severity = 'error') ORDER BY uid LIMIT {count})
"""
WRITE = """
    INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset, session_user_name)
    SELECT {name}, n.uid, CASE number WHEN 1 THEN 'insert' ELSE 'update' END, number, (SELECT to_jsonb(c) FROM (SELECT {kept}) AS c), n.geom,
           (SELECT min(id) FROM ncovy.changeset WHERE application = 'bench') + n.id % 100, 'lan'
      FROM {table} AS n, generate_series(1, n.row_version) AS number WHERE n.review_state = 'submitted'
"""
SAY = """
    INSERT INTO ncovy.decision (layer, uid, row_version, verdict, by)
    SELECT {name}, uid, row_version, 'submit', 'lan' FROM {table} WHERE review_state = 'submitted'
"""


def hand_over(admin: Connection, catalogue: Catalogue, count: int = WAITING) -> None:
    """So many features of all layers wait, with the history and the words they would have."""
    with admin.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        cursor.execute(SAVES)
        cursor.execute("SELECT set_config('jit', 'off', false)")
        ready = [layer for layer in catalogue.layers if _is_ready(cursor, layer)]
        for layer in ready:
            for text in (HAND_OVER, WRITE, SAY):
                cursor.execute(_of_layer(text, layer, count // len(ready)))
        cursor.execute("RESET session_replication_role")
    admin.commit()
    autocommit, admin.autocommit = admin.autocommit, True
    with admin.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    admin.autocommit = autocommit


def desk(supervisor: Connection, catalogue: Catalogue, rounds: int) -> str:
    """A table: seconds (median) of opening, of the rules, of approving."""
    items = list(queue.waiting(supervisor))
    many = len(items)
    opened = _seconds(lambda: queue.waiting(supervisor), rounds)
    judged = _seconds(lambda: queue.severities(supervisor, None, catalogue), 1)
    approved = _seconds(lambda: _approve(supervisor, items, catalogue), rounds)
    lines = [
        _line(f"the queue of {many:,} opens", opened, OPEN_S),
        _line(f"{APPROVED:,} approvals", approved, APPROVE_S),
        f"| errors and warnings of {many:,} waiting | {judged:.2f} |",
    ]
    return "\n".join(["| supervisor's desk | seconds (median) |", "|---|---|", *lines])


def _is_ready(cursor: Cursor, layer: Layer) -> bool:
    """Whether made-up features of this layer are complete enough to be handed over."""
    cursor.execute(_of_layer(READY, layer, 0))
    return bool((cursor.fetchone() or [False])[0])


def _approve(supervisor: Connection, items: list[queue.Item], catalogue: Catalogue) -> None:
    some = [(each.layer, each.uid, each.row_version) for each in items[:APPROVED]]
    del items[:APPROVED]
    verdicts = review.approve_many(supervisor, some, "bench", catalogue)
    refused = [each.refusal.text.en for each in verdicts if each.refusal]
    if refused or len(verdicts) != APPROVED:
        raise RuntimeError(f"{len(verdicts)} asked, {len(refused)} refused: {refused[:1]}")


def _seconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def _line(title: str, seconds: float, goal: float) -> str:
    return f"| {title} (goal < {goal:.0f} s: {'met' if seconds < goal else 'MISSED'}) | {seconds:.2f} |"


def _of_layer(text: str, layer: Layer, count: int) -> sql.Composed:
    kept = sql.SQL(", ").join(sql.SQL("n.") + sql.Identifier(name) for name in columns.kept(layer))
    findings = sql.Identifier("ncovy_app", f"row_findings_{layer.name}")
    return sql.SQL(text).format(table=columns.table_name(layer), name=sql.Literal(layer.name), kept=kept, count=sql.Literal(count), findings=findings)

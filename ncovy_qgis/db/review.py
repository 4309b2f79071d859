"""Review from Python: thin calls of the functions that decide in the database. Each call is one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.messages import Refusal, explain

from .connection import fetch, tidy, transaction, value_of
from .errors import explained

_QUEUE = """
    SELECT layer, uid::text, name, row_version, approved_version, removed, commune_code, commune_name,
           edited_by, edited_at, submitted_at, warning_reason, comment
      FROM ncovy_app.queue WHERE %(layers)s::text[] IS NULL OR layer = ANY (%(layers)s::text[]) ORDER BY submitted_at, layer, uid
"""
_FINDINGS = "SELECT field, code, severity, text_vi, text_en FROM ncovy_app.findings(%s, %s) ORDER BY severity, field, code"
_VERIFY = "SELECT code, message, detail FROM ncovy_app.verify_items(%s, %s::uuid[], %s::integer[])"

_OWN_DRAFTS = """
    SELECT layer, uid::text, row_version, name FROM ncovy_app.feature
     WHERE review_state IN ('draft', 'returned') AND edited_by = session_user AND NOT removed ORDER BY layer, name, uid
"""


@dataclass(frozen=True)
class Waiting:
    """A version that waits for a decision."""

    layer: str
    uid: str
    name: str | None
    row_version: int
    approved_version: int | None
    removed: bool
    commune_code: str | None
    commune_name: str | None
    edited_by: str
    edited_at: datetime
    submitted_at: datetime | None
    warning_reason: str | None
    comment: str | None


@dataclass(frozen=True)
class Draft:
    """One feature in the version that is shown, not handed over yet."""

    layer: str
    uid: str
    row_version: int
    name: str


@dataclass(frozen=True)
class Doubt:
    """What stands between a draft and its submission: an error, or a warning that needs a reason."""

    field: str
    code: str
    severity: str
    vi: str
    en: str


def own_drafts(connection: Connection) -> tuple[Draft, ...]:
    """Every draft the person edited last."""
    tidy(connection)
    with explained():
        rows = fetch(connection, _OWN_DRAFTS)
    tidy(connection)
    return tuple(Draft(layer, uid, version, name or "") for layer, uid, version, name in rows)


def queue(connection: Connection, layers: Sequence[str] | None = None) -> tuple[Waiting, ...]:
    """What waits, oldest first."""
    tidy(connection)
    with explained():
        rows = fetch(connection, _QUEUE, {"layers": list(layers) if layers is not None else None})
    tidy(connection)
    return tuple(Waiting(*row) for row in rows)


def doubts(connection: Connection, layer: str, uid: str) -> tuple[Doubt, ...]:
    """What submit() would refuse, and why."""
    tidy(connection)
    with explained(layer=layer, uid=uid):
        rows = fetch(connection, _FINDINGS, (layer, uid))
    tidy(connection)
    return tuple(Doubt(*row) for row in rows)


def submit(connection: Connection, layer: str, uid: str, row_version: int) -> None:
    """Ask for approval of this version; NC010 lists what is missing."""
    _call(connection, "SELECT ncovy_app.submit(%s, %s, %s)", layer, uid, row_version)


def approve(connection: Connection, layer: str, uid: str, row_version: int, note: str | None = None) -> None:
    """Make exactly this version public; NC001 when it moved, NC008 for one's own, NC009 when it was not submitted."""
    _call(connection, "SELECT ncovy_app.approve(%s, %s, %s, %s)", layer, uid, row_version, note)


def return_item(connection: Connection, layer: str, uid: str, row_version: int, reason: str) -> None:
    """Give a submitted version back to its author with a reason."""
    _call(connection, "SELECT ncovy_app.return_item(%s, %s, %s, %s)", layer, uid, row_version, reason)


def restore(connection: Connection, layer: str, uid: str, to_version: int, row_version: int) -> int:
    """Write an earlier version again as a new draft; returns the new version."""
    return int(_call(connection, "SELECT ncovy_app.restore(%s, %s, %s, %s)", layer, uid, to_version, row_version))


def verify_items(connection: Connection, layer: str, items: Sequence[tuple[str, int]], catalogue: Catalogue | None = None) -> tuple[Refusal | None, ...]:
    """Say of many (uid, version seen) that they are still true; for each, in the order given, None or what refuses it."""
    asked = ([uid for uid, _ in items], [version for _, version in items])
    with explained(layer=layer), transaction(connection):
        rows = fetch(connection, _VERIFY, (layer, *asked))
    words = catalogue or load_catalogue()
    return tuple(explain(code, None, message, json.dumps(detail), words, layer) if code else None for code, message, detail in rows)


def _call(connection: Connection, query: str, layer: str, uid: str, *rest: Any) -> Any:
    with explained(layer=layer, uid=uid), transaction(connection):
        return value_of(connection, query, (layer, uid, *rest))

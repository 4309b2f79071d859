"""What stands against a release, asked of the database in one statement; and a publisher's word for warnings, which it keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ncovy_qgis.core.catalogue import Catalogue, Text

from .connection import transaction, value_of
from .errors import explained as refusals_explained
from .findings import SEVERITIES, Finding, explained

_GATE = """
    SELECT layer, uid::text, id, row_version, name, commune, district, field, code, severity, text_vi, text_en, detail, lon, lat, size,
           accepted, accepted_by, accepted_at
      FROM ncovy_app.gate(%s)
"""


def read(cursor: Cursor, catalogue: Catalogue, moment: datetime) -> tuple[Finding, ...]:
    """Every finding about what a release at this moment shows, errors first; psycopg2's UndefinedFunction before an upgrade."""
    cursor.execute(_GATE, (moment,))
    columns = [column.name for column in cursor.description or ()]
    found = [_finding(dict(zip(columns, row))) for row in cursor.fetchall()]
    order = {layer.name: place for place, layer in enumerate(catalogue.layers)}
    urgency = {name: place for place, name in enumerate(SEVERITIES)}
    return tuple(sorted(found, key=lambda f: (urgency[f.severity], order[f.layer], f.name or "", f.uid, f.field, f.code, json.dumps(f.detail, sort_keys=True))))


def _finding(row: dict[str, object]) -> Finding:
    rule = Text(str(row.pop("text_vi")), str(row.pop("text_en")))
    words = {"id": row.pop("id") or 0, **{name: row.pop(name) or "" for name in ("commune", "district")}}
    return Finding(**row, **words, rule=rule, text=explained(rule, row["detail"]))  # type: ignore[arg-type]


def accept(connection: Connection, seen: Iterable[Finding], reason: str, moment: datetime) -> int:
    """Answer for these warnings, all or none; DatabaseError NC006 for whoever does not publish, NC009 for an error or a list that has changed."""
    keys = sorted({(each.layer, each.uid, each.code, each.row_version) for each in seen})
    listed = json.dumps([dict(zip(("layer", "uid", "code", "row_version"), key)) for key in keys])
    with refusals_explained(), transaction(connection):
        return int(value_of(connection, "SELECT ncovy_app.accept_at_gate(%s, %s, %s)", (listed, reason, moment)) or 0)

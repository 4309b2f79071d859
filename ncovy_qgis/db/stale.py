"""Before a save writes anything: hold the rows, and tell of every one that moved on, is gone or is another's, all at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Union

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.messages import Refusal, explain

from .batches import dependency_order
from .change import Remove, Update
from .connection import fetch

Existing = Union[Update, Remove]
# Held in one order by everybody, so that two saves never wait for each other. Row security hides what the person may not write.
_HOLD = sql.SQL("SELECT uid::text, row_version FROM {} WHERE uid = ANY (%s::uuid[]) ORDER BY id FOR NO KEY UPDATE")
_LOOK = sql.SQL(
    "SELECT t.uid::text, t.row_version, t.edited_by, t.edited_at::text, t.removed, c.name,"
    " ncovy_app.stale_words(t.edited_by, t.edited_at, t.removed, t.row_version, b.version)"
    " FROM {} AS t JOIN unnest(%s::uuid[], %s::integer[]) AS b (uid, version) USING (uid)"
    " LEFT JOIN ncovy.unit AS c ON c.code = t.commune_code AND c.era = t.commune_era"
)


def stale_refusals(connection: Connection, catalogue: Catalogue, changes: Sequence[Existing]) -> list[Refusal]:
    """Refusals of the changes that cannot be written; the others' rows are held until the transaction ends."""
    found: list[Refusal] = []
    for name in dependency_order(catalogue):
        own = [change for change in changes if change.layer == name]
        if own:
            found += _of_layer(connection, catalogue, name, own)
    return found


def _of_layer(connection: Connection, catalogue: Catalogue, layer: str, changes: Sequence[Existing]) -> list[Refusal]:
    table = sql.Identifier("ncovy", layer)
    held = dict(fetch(connection, _HOLD.format(table), ([str(change.uid) for change in changes],)))
    doubtful = [change for change in changes if held.get(str(change.uid)) != change.base_version]
    if not doubtful:
        return []
    seen = fetch(connection, _LOOK.format(table), ([str(c.uid) for c in doubtful], [c.base_version for c in doubtful]))
    rows = {row[0]: row for row in seen}
    return [_refusal(catalogue, layer, str(change.uid), change.base_version, rows.get(str(change.uid)), str(change.uid) in held) for change in doubtful]


def _refusal(catalogue: Catalogue, layer: str, uid: str, base: int, row: tuple[Any, ...] | None, held: bool) -> Refusal:
    detail: dict[str, Any] = {"layer": layer, "uid": uid}
    if row is None:
        code, words = "NC003", "NC003: Đối tượng này không có trong cơ sở dữ liệu."
    elif not held:
        code = "42501"
        words = f"NC006: Địa bàn {row[5] or 'này'} không được giao cho tài khoản đang dùng."
    else:
        code, words = "NC001", row[6]
        detail |= {"by": row[2], "at": row[3], "row_version": row[1], "base_version": base, "removed": row[4]}
    refusal = explain(code, None, words, json.dumps(detail, ensure_ascii=False), catalogue, layer)
    return replace(refusal, layer=layer, uid=uid)

"""Names of what fields refer to by key: communes, and features of other layers. Imports no QGIS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field

from .connection import fetch

_COMMUNES = "SELECT DISTINCT ON (code) code, name FROM ncovy.unit WHERE code = ANY (%s) ORDER BY code, era DESC"
_NAMES = sql.SQL("SELECT uid::text, name FROM {} WHERE uid = ANY (%s::uuid[])")


def is_key(field: Field) -> bool:
    """Whether a field holds the key of something that has a name."""
    return field.name == "commune_code" or field.references is not None


def names_of(connection: Connection, catalogue: Catalogue, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Code or uid → name, of everything these rows, each with its layer, refer to."""
    wanted: dict[str, set[str]] = {}
    for layer, row in rows:
        for field in catalogue.layer(layer).fields:
            if is_key(field) and row.get(field.name) is not None:
                wanted.setdefault(field.references or "", set()).add(str(row[field.name]))
    found: dict[str, str] = dict(fetch(connection, _COMMUNES, (sorted(wanted.pop("", ())),)))
    for target, uids in wanted.items():
        found.update(fetch(connection, _NAMES.format(sql.Identifier("ncovy", target)), (sorted(uids),)))
    return found

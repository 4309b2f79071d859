"""What became of features since somebody read them: base, every step since, and what is stored now. One statement a layer. Imports no QGIS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Union

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer
from ncovy_qgis.core.merge import Image

from .change import Insert, Key, Remove, Update
from .columns import table_name
from .connection import fetch, tidy
from .errors import explained
from .names import names_of

Existing = Union[Update, Remove]

# History tells the steps; the table tells what is stored now, for a migration may have tidied it since. A feature read at no known
# version (−1) has no base: of its history the last step is enough.
_STEPS = sql.SQL(
    """
    WITH wanted AS (SELECT w.uid, w.version, t.row_version AS newest FROM {table} AS t JOIN unnest(%s::uuid[], %s::integer[]) AS w (uid, version) USING (uid))
    SELECT v.uid::text, v.row_version, false, v.session_user_name, v.at, v.application, v.operation, c.comment,
           public.st_asbinary(v.geom, 'NDR'), r.removed, {fields}
      FROM wanted AS w JOIN ncovy.version AS v ON v.layer = %s AND v.uid = w.uid AND (v.row_version = w.newest OR w.version > 0 AND v.row_version >= w.version)
      LEFT JOIN ncovy.changeset AS c ON c.id = v.changeset
     CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, v."row") AS r
     UNION ALL
    SELECT r.uid::text, r.row_version, true, r.edited_by, r.edited_at, NULL, NULL, NULL, public.st_asbinary(r.geom, 'NDR'), r.removed, {fields}
      FROM wanted AS w JOIN {table} AS r USING (uid)
     ORDER BY 2, 3
    """
)


@dataclass(frozen=True)
class Step:
    """One accepted change of a feature: by whom, when, from which program, in which save."""

    row_version: int
    by: str
    at: datetime
    application: str | None
    operation: str
    comment: str | None
    image: Image


@dataclass(frozen=True)
class Moved:
    """A feature as it was read (None: unknown), the steps since, oldest first, and as it is stored."""

    layer: str
    uid: str
    base_version: int
    base: Image | None
    steps: tuple[Step, ...]
    row_version: int
    current: Image


@dataclass(frozen=True)
class Situation:
    """Where a person's changes meet what is stored; `names` are of communes (by code) and referred features (by uid)."""

    moved: Mapping[Key, Moved]
    names: Mapping[str, str]


def read_moved(connection: Connection, catalogue: Catalogue, changes: Iterable[Existing]) -> Situation:
    """What became of the features of these changes; those that are nowhere in the database are left out."""
    tidy(connection)
    by_layer: dict[str, list[Existing]] = {}
    for change in changes:
        by_layer.setdefault(change.layer, []).append(change)
    moved: dict[Key, Moved] = {}
    with explained(catalogue):
        for name, own in by_layer.items():
            moved.update(_of_layer(connection, catalogue.layer(name), own))
        names = names_of(connection, catalogue, _rows(by_layer, moved))
    tidy(connection)
    return Situation(moved, names)


def existing(changes: Iterable[Insert | Existing]) -> tuple[Existing, ...]:
    """Those of a person's changes that concern stored features."""
    return tuple(change for change in changes if not isinstance(change, Insert))


def _of_layer(connection: Connection, layer: Layer, changes: Sequence[Existing]) -> dict[Key, Moved]:
    fields = sql.SQL(", ").join(sql.SQL("r.") + sql.Identifier(field.name) for field in layer.fields)
    query = _STEPS.format(table=table_name(layer), fields=fields)
    wanted = {str(change.uid): change.base_version for change in changes}
    rows = fetch(connection, query, (list(wanted), list(wanted.values()), layer.name))
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return {(layer.name, uid): _moved(layer, uid, wanted[uid], own) for uid, own in found.items()}


def _moved(layer: Layer, uid: str, base_version: int, rows: Sequence[tuple[Any, ...]]) -> Moved:
    now = next(row for row in rows if row[2])
    history = [row for row in rows if not row[2]]
    base = next((_image(layer, row) for row in history if row[1] == base_version), None)
    steps = tuple(_step(layer, row) for row in history if row[1] > base_version)
    return Moved(layer.name, uid, base_version, base, steps, now[1], _image(layer, now))


def _step(layer: Layer, row: tuple[Any, ...]) -> Step:
    return Step(row[1], row[3], row[4], row[5], row[6], row[7], _image(layer, row))


def _image(layer: Layer, row: tuple[Any, ...]) -> Image:
    values = {field.name: _plain(field, value) for field, value in zip(layer.fields, row[10:])}
    return Image(values, bytes(row[8]), bool(row[9]))


def _plain(field: Field, value: Any) -> Any:
    """As an edit buffer says it: numbers are floats, uids text."""
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if field.references and value is not None else value


def _rows(by_layer: Mapping[str, Sequence[Existing]], moved: Mapping[Key, Moved]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What a person wants to store, what he started from, and what is stored."""
    yield from ((change.layer, change.values) for own in by_layer.values() for change in own if isinstance(change, Update))
    for each in moved.values():
        yield from ((each.layer, image.values) for image in (each.base, each.current) if image is not None)

"""Changes of one kind, to one layer, of the same columns become one statement."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer

from .change import Change, Insert, Remove
from .columns import WRITTEN_WITH_REMOVAL, editable, table_name
from .connection import execute

WKB = "_wkb"
# The rows travel as one JSON parameter; the table itself says which types they have.
_ROWS = sql.SQL("json_array_elements(%s::json) AS d CROSS JOIN LATERAL json_populate_record(NULL::{table}, d) AS r")
_INSERT = sql.SQL("INSERT INTO {table} ({columns}) SELECT {values} FROM {rows}")
_UPDATE = sql.SQL("UPDATE {table} AS t SET {settings} FROM {rows} WHERE t.uid = r.uid")
_SHAPE = {
    "Point": sql.SQL("public.st_force2d(public.st_geomfromwkb(decode(d ->> '_wkb', 'hex'), 4326))"),
    "MultiPolygon": sql.SQL("public.st_multi(public.st_force2d(public.st_geomfromwkb(decode(d ->> '_wkb', 'hex'), 4326)))"),
}


@dataclass(frozen=True)
class Batch:
    layer: str
    new: bool
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]

    @property
    def uids(self) -> tuple[str, ...]:
        return tuple(str(row["uid"]) for row in self.rows)

    def singles(self) -> Iterator[Batch]:
        """One batch a row."""
        return (replace(self, rows=(row,)) for row in self.rows)


def batches(catalogue: Catalogue, changes: Sequence[Change]) -> tuple[Batch, ...]:
    """Referred layers before those that refer to them; within a layer new features first."""
    groups: dict[tuple[str, bool, tuple[str, ...]], list[Mapping[str, Any]]] = {}
    for change in changes:
        row = _row(change)
        _refuse_unknown(catalogue.layer(change.layer), row)
        groups.setdefault((change.layer, isinstance(change, Insert), tuple(row)), []).append(row)
    order = {name: place for place, name in enumerate(dependency_order(catalogue))}
    keys = sorted(groups, key=lambda key: (order[key[0]], not key[1]))
    return tuple(Batch(layer, new, columns, tuple(groups[layer, new, columns])) for layer, new, columns in keys)


def dependency_order(catalogue: Catalogue) -> tuple[str, ...]:
    """Layer names such that what a layer refers to comes before it."""
    done: list[str] = []

    def visit(layer: Layer, path: tuple[str, ...]) -> None:
        for field in layer.fields:
            if field.references and field.references not in (*path, layer.name):
                visit(catalogue.layer(field.references), (*path, layer.name))
        if layer.name not in done:
            done.append(layer.name)

    for layer in catalogue.layers:
        visit(layer, ())
    return tuple(done)


def write(connection: Connection, catalogue: Catalogue, batch: Batch, savepoint: str) -> None:
    """Run the one statement of a batch in a savepoint, sent with it in one go; where it fails the savepoint is left standing."""
    layer = catalogue.layer(batch.layer)
    table = table_name(layer)
    rows = _ROWS.format(table=table)
    values = [(_column(name), _value(layer, name)) for name in batch.columns]
    if batch.new:
        names = sql.SQL(", ").join(name for name, _ in values)
        query = _INSERT.format(table=table, columns=names, values=sql.SQL(", ").join(value for _, value in values), rows=rows)
    else:
        settings = (sql.SQL("{} = {}").format(name, value) for (name, value), column in zip(values, batch.columns) if column != "uid")
        query = _UPDATE.format(table=table, settings=sql.SQL(", ").join(settings), rows=rows)
    around = sql.SQL("SAVEPOINT {name}; {query}; RELEASE SAVEPOINT {name}").format(name=sql.Identifier(savepoint), query=query)
    execute(connection, around, (json.dumps(batch.rows, default=_plain, ensure_ascii=False),))


def _row(change: Change) -> dict[str, Any]:
    row: dict[str, Any] = {"uid": str(change.uid)}
    if isinstance(change, Remove):
        return {**row, "base_version": change.base_version, "removed": True, WRITTEN_WITH_REMOVAL: change.reason}
    row.update((name, _finite(change.values[name])) for name in sorted(change.values))
    if not isinstance(change, Insert):
        row["base_version"] = change.base_version
    if change.wkb is not None:
        row[WKB] = bytes(change.wkb).hex()
    return row


def _refuse_unknown(layer: Layer, row: Mapping[str, Any]) -> None:
    strange = set(row) - set(editable(layer)) - {"uid", WKB}
    if strange:
        raise ValueError(f"{layer.name} has no column to be written named {', '.join(sorted(strange))}")


def _column(name: str) -> sql.Identifier:
    return sql.Identifier("geom" if name == WKB else name)


def _value(layer: Layer, name: str) -> sql.Composable:
    return _SHAPE[layer.geometry] if name == WKB else sql.SQL("r.") + sql.Identifier(name)


def _finite(value: Any) -> Any:
    """JSON has no NaN; as text it reaches the column, whose rule refuses it with a sentence."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    raise TypeError(f"a {type(value).__name__} is not a value of a field")

"""RFC 7946 files written by PostgreSQL itself: one Feature text a row, streamed by COPY, flat in memory."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from io import SEEK_CUR
from pathlib import Path
from typing import BinaryIO, Callable

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Layer, Text

from .columns import Column, public_columns, visible
from .companion import Readers, companion
from .copying import copy_binary
from .snapshot import Snapshot

HEAD = b'{"type":"FeatureCollection","features":[\n'
SEPARATOR = b",\n"
FEATURE_HEAD = b'{"type":"Feature","id":"'
_BUFFER = 1 << 18  # bytes; rows are small
_POINT = sql.SQL("t.geom")
# Rounding breaks one outline in seventy; only for those the dear way that keeps them valid.
_POLYGON = sql.SQL(
    """ST_Multi(ST_ForcePolygonCCW(CASE WHEN ST_IsValid(ST_SnapToGrid(t.geom, 1e-6))
        THEN ST_SnapToGrid(t.geom, 1e-6) ELSE ST_ReducePrecision(t.geom, 1e-6) END))"""
)
_COMMA = sql.SQL(", ")
_TEXT = 6
"""Where it begins in a row that is one text: behind the number of columns and its length."""
# row_to_json() takes most of the time. Few rows have a letter that JSON writes otherwise: one look at all their texts together tells.
# (A backslash as E'': a database may have standard_conforming_strings off.)
_FEATURES = sql.SQL(
    """SELECT concat('{{"type":"Feature","id":"', t.uid, '","geometry":', ST_AsGeoJSON({geometry}, 6), ',"properties":',
    CASE WHEN strpos(to_json(concat({texts}))::text, E'\\\\') = 0 THEN concat({plain}, '}}') ELSE row_to_json(p)::text END, E'}},\\n')
FROM {table} AS t CROSS JOIN LATERAL (SELECT {columns}) AS p
WHERE {visible} ORDER BY t.uid"""
)


class FeatureFile:
    """Takes the texts of Features, each with its comma and newline, and closes the FeatureCollection behind the last."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0
        self._file.write(HEAD)

    def add(self, feature: bytes) -> None:
        self.count += 1
        self._file.write(feature)

    def close(self) -> int:
        """The number of features."""
        if self.count:
            self._file.seek(-len(SEPARATOR), SEEK_CUR)
            self._file.write(b"\n")
        self._file.write(b"]}\n")
        return self.count


def feature_query(layer: Layer, snapshot: Snapshot) -> sql.Composed:
    """One Feature text a row and the comma that follows it, ordered by uid, keys in catalogue order, coordinates of 6 decimals."""
    columns = public_columns(layer)
    return _FEATURES.format(
        geometry=_POINT if layer.geometry == "Point" else _POLYGON,
        table=snapshot.table(layer),
        texts=_COMMA.join(column.value for column in columns if column.is_text),
        plain=_COMMA.join(_plain(column, "," if number else "{") for number, column in enumerate(columns)),
        columns=_COMMA.join(_named(column) for column in columns),
        visible=visible(layer, snapshot.as_of),
    )


def _named(column: Column) -> sql.Composable:
    return sql.SQL("{} AS {}").format(column.value, sql.Identifier(column.name))


def _plain(column: Column, before: str) -> sql.Composable:
    """A member of the properties as one text; what the table has as text is taken as it is."""
    key = f'{before}"{column.name}":'
    if column.is_text:
        return sql.SQL("coalesce({} || {} || '\"', {})").format(sql.Literal(f'{key}"'), column.value, sql.Literal(f"{key}null"))
    value = sql.SQL("({})::text" if column.kind != "text" else "to_json({})::text").format(column.value)
    return sql.SQL("{} || coalesce({}, 'null')").format(sql.Literal(key), value)


def write_layers(snapshot: Snapshot, folder: Path, step: Callable[[Text], None]) -> dict[str, int]:
    """Write the files of all layers, two at a time where a second connection is to be had; features by layer. `step` is called once a layer."""
    layers = snapshot.catalogue.layers
    with companion(snapshot) as second:
        readers = Readers(snapshot, second)
        with readers.pool() as pool:
            begun = [pool.submit(readers.use, partial(write_layer, layer=layer, path=folder / f"{layer.name}.geojson")) for layer in layers]
            return {layer.name: _written(layer, one, step) for layer, one in zip(layers, begun)}


def _written(layer: Layer, begun: Future[int], step: Callable[[Text], None]) -> int:
    step(layer.title)
    return begun.result()


def write_layer(snapshot: Snapshot, layer: Layer, path: Path) -> int:
    """Write one layer's file; its number of features."""
    with path.open("wb", buffering=_BUFFER) as file:
        features = FeatureFile(file)
        copy_binary(snapshot.cursor, feature_query(layer, snapshot), lambda row: features.add(row[_TEXT:]))
        return features.close()

"""RFC 7946 files written by PostgreSQL itself: one Feature text a row, streamed by COPY, flat in memory."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Callable

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Layer

from .columns import Column, public_columns, visible
from .companion import Readers, companion
from .snapshot import Snapshot

HEAD = b'{"type":"FeatureCollection","features":['
FEATURE_HEAD = b'{"type":"Feature","id":"'
_POINT = sql.SQL("t.geom")
# Rounding breaks one outline in seventy; only for those the dear way that keeps them valid.
_POLYGON = sql.SQL(
    """ST_Multi(ST_ForcePolygonCCW(CASE WHEN ST_IsValid(ST_SnapToGrid(t.geom, 1e-6))
        THEN ST_SnapToGrid(t.geom, 1e-6) ELSE ST_ReducePrecision(t.geom, 1e-6) END))"""
)
# A delimiter and a quote that JSON always escapes: csv then passes the text through as it is.
_COPY = sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')")
_FEATURES = sql.SQL(
    """SELECT '{{"type":"Feature","id":"' || t.uid || '","geometry":' || ST_AsGeoJSON({geometry}, 6)
        || ',"properties":' || row_to_json(p)::text || '}}'
FROM {table} AS t CROSS JOIN LATERAL (SELECT {columns}) AS p
WHERE {visible} ORDER BY t.uid"""
)


@dataclass(frozen=True)
class Written:
    """Features, hash and size of a file."""

    count: int
    sha256: str
    bytes: int


class FeatureFile:
    """Receives one COPY row a write; joins them into a FeatureCollection and hashes what it writes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._bytes = 0
        self.count = 0
        self._put(HEAD)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self._bytes += len(data)

    def write(self, row: bytes) -> int:
        self._put((b",\n" if self.count else b"\n") + row.rstrip(b"\n"))
        self.count += 1
        return len(row)

    def close(self) -> Written:
        self._put(b"\n]}\n")
        return Written(self.count, self._hash.hexdigest(), self._bytes)


def feature_query(layer: Layer, snapshot: Snapshot) -> sql.Composed:
    """One Feature text a row, ordered by uid, keys in catalogue order, coordinates of 6 decimals."""
    return _FEATURES.format(
        geometry=_POINT if layer.geometry == "Point" else _POLYGON,
        table=snapshot.table(layer),
        columns=sql.SQL(", ").join(_named(column) for column in public_columns(layer)),
        visible=visible(layer, snapshot.as_of),
    )


def _named(column: Column) -> sql.Composable:
    return sql.SQL("{} AS {}").format(column.value, sql.Identifier(column.name))


def write_layers(snapshot: Snapshot, folder: Path, step: Callable[[str], None]) -> dict[str, int]:
    """Write the files of all layers, two at a time where a second connection is to be had; features by layer. `step` is called once a layer."""
    layers = snapshot.catalogue.layers
    with companion(snapshot) as second:
        readers = Readers(snapshot, second)
        with readers.pool() as pool:
            begun = [pool.submit(readers.use, partial(write_layer, layer=layer, path=folder / f"{layer.name}.geojson")) for layer in layers]
            return {layer.name: _written(layer, one, step) for layer, one in zip(layers, begun)}


def _written(layer: Layer, begun: Future[Written], step: Callable[[str], None]) -> int:
    step(layer.title.vi)
    return begun.result().count


def write_layer(snapshot: Snapshot, layer: Layer, path: Path) -> Written:
    """Write one layer's file."""
    with path.open("wb") as file:
        features = FeatureFile(file)
        snapshot.cursor.copy_expert(_COPY.format(feature_query(layer, snapshot)), features)
        return features.close()

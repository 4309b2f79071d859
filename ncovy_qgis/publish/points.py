"""Point layers in memory: read once, every attribute value encoded once, then cut into tiles zoom by zoom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, NamedTuple, cast

import numpy as np
import numpy.typing as npt
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Layer

from . import mvt
from .columns import Column, public_columns, table, visible
from .snapshot import Snapshot

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Tiles = dict[tuple[int, int], bytes]
_BATCH = 20_000
_READ = sql.SQL("SELECT ST_X(t.geom), ST_Y(t.geom), {columns} FROM {table} AS t WHERE {visible} ORDER BY t.uid")


def listed(values: Integers) -> list[int]:
    """One dimension as Python's own numbers; what numpy says of tolist() differs from version to version."""
    return cast("list[int]", values.tolist())


class Rows(NamedTuple):
    """Features of one source layer, ready for any zoom; x and y from 0 to 1 over the web mercator square."""

    name: str
    columns: tuple[str, ...]
    x: Floats
    y: Floats
    codes: Integers
    """Feature × column: index into `values`, -1 where the attribute is absent."""
    values: list[bytes]

    def column(self, name: str) -> Integers:
        return self.codes[:, self.columns.index(name)]

    def only(self, columns: Sequence[str]) -> Rows:
        """The same features with fewer attributes."""
        kept = [index for index, name in enumerate(self.columns) if name in columns]
        return self._replace(columns=tuple(self.columns[i] for i in kept), codes=self.codes[:, kept])


def read_points(snapshot: Snapshot, layer: Layer) -> Rows:
    """Read the visible features of a point layer, ordered by uid."""
    columns = public_columns(layer)
    snapshot.cursor.execute(_query(layer, columns, snapshot))
    return read_rows(snapshot.cursor, layer.name, tuple(column.name for column in columns))


def _query(layer: Layer, columns: Sequence[Column], snapshot: Snapshot) -> sql.Composed:
    return _READ.format(
        columns=sql.SQL(", ").join(column.flat for column in columns),
        table=table(layer),
        visible=visible(layer, snapshot.as_of),
    )


def read_rows(cursor: Any, name: str, columns: tuple[str, ...]) -> Rows:
    """Take longitude, latitude and attributes from an executed cursor."""
    places: list[npt.NDArray[np.float64]] = [np.empty((0, 2))]
    known: list[dict[Any, int]] = [{None: -1} for _ in columns]
    blocks: list[npt.NDArray[np.int64]] = [np.empty((0, len(columns)), dtype=np.int64)]
    while True:
        batch = cursor.fetchmany(_BATCH)
        if not batch:
            break
        longitude, latitude, *attributes = zip(*batch)
        places.append(np.column_stack((longitude, latitude)))
        blocks.append(np.column_stack([_number(known[i], column) for i, column in enumerate(attributes)]))
    x, y = world(np.concatenate(places))
    return Rows(name, columns, x, y, *_encode_values(np.concatenate(blocks), known))


def _number(known: dict[Any, int], column: Sequence[Any]) -> npt.NDArray[np.int64]:
    # None is entry 0 of the dictionary but number -1, so the next number is one less than its size.
    return np.array([known.setdefault(value, len(known) - 1) for value in column], dtype=np.int64)


def _encode_values(codes: Integers, known: list[dict[Any, int]]) -> tuple[Integers, list[bytes]]:
    values: list[bytes] = []
    for index, column in enumerate(known):
        numbers = codes[:, index]
        numbers[numbers >= 0] += len(values)
        values.extend(mvt.encode_value(value) for value in column if value is not None)
    return codes, values


def world(places: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude → 0…1 over the web mercator square, y down."""
    latitude = np.radians(places[:, 1])
    return places[:, 0] / 360.0 + 0.5, 0.5 - np.arcsinh(np.tan(latitude)) / (2 * np.pi)


def cut(rows: Rows, zoom: int) -> Tiles:
    """Encode the rows into one layer message per tile of a zoom, in row order."""
    if not len(rows.x):
        return {}
    side = 1 << zoom
    # Rounded over the whole world first: a point is at most half a unit away, and always inside its tile.
    tile_x, pixel_x = np.divmod(np.rint(rows.x * side * mvt.EXTENT).astype(np.int64), mvt.EXTENT)
    tile_y, pixel_y = np.divmod(np.rint(rows.y * side * mvt.EXTENT).astype(np.int64), mvt.EXTENT)
    key = tile_x * side + tile_y
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    encode = _encoder(rows, pixel_x, pixel_y)
    groups = np.split(order, starts[1:])
    return {(int(tile_x[group[0]]), int(tile_y[group[0]])): encode(group) for group in groups}


def _encoder(rows: Rows, pixel_x: Integers, pixel_y: Integers) -> Callable[[Integers], bytes]:
    keys = [mvt.encode_key(name) for name in rows.columns]

    def encode(group: Integers) -> bytes:
        codes = rows.codes[group]
        present = codes >= 0
        used, local = np.unique(codes[present], return_inverse=True)
        tags = _tags(np.nonzero(present)[1], local)
        ends = listed(np.cumsum(present.sum(axis=1) * 2))
        features = []
        start = 0
        for end, x, y in zip(ends, listed(pixel_x[group]), listed(pixel_y[group])):
            features.append(mvt.encode_point(b"".join(tags[start:end]), x, y))
            start = end
        return mvt.encode_layer(rows.name, features, keys, [rows.values[i] for i in listed(used)])

    return encode


def _tags(columns: Integers, values: Integers) -> list[bytes]:
    """Key and value numbers, alternating, as varints."""
    flat = np.empty(len(columns) * 2, dtype=np.int64)
    flat[0::2] = columns
    flat[1::2] = values
    return [mvt.short(number) for number in flat.tolist()]

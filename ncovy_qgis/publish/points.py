"""Point layers in memory: read once, every attribute value encoded once, then cut into tiles zoom by zoom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Layer

from . import mvt
from .columns import Column, public_columns, visible
from .encode import Codes, Integers, Values, encode
from .snapshot import Snapshot

Floats = npt.NDArray[np.float64]
Tiles = dict[tuple[int, int], bytes]
_BATCH = 8_000
_OPEN = sql.SQL("DECLARE {name} NO SCROLL CURSOR FOR {query}; FETCH {number} FROM {name}")
_NEXT = sql.SQL("FETCH {number} FROM {name}")
_CLOSE = sql.SQL("CLOSE {name}")
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
    codes: Codes
    """Feature × column: index into `values`, -1 where the attribute is absent."""
    values: Values

    def column(self, name: str) -> Integers:
        return self.codes[:, self.columns.index(name)].astype(np.int64)

    def of(self, chosen: npt.NDArray[np.bool_]) -> Rows:
        """Some of the features."""
        return self._replace(x=self.x[chosen], y=self.y[chosen], codes=self.codes[chosen])

    def only(self, columns: Sequence[str]) -> Rows:
        """The same features with fewer attributes."""
        if set(self.columns) <= set(columns):
            return self  # a copy of all codes is large
        kept = [index for index, name in enumerate(self.columns) if name in columns]
        return self._replace(columns=tuple(self.columns[i] for i in kept), codes=self.codes[:, kept])


def read_points(snapshot: Snapshot, layer: Layer) -> Rows:
    """Read the visible features of a point layer, ordered by uid."""
    columns = public_columns(layer)
    batches = _batches(snapshot, layer.name, _query(layer, columns, snapshot))
    return read_rows(batches, layer.name, tuple(column.name for column in columns))


def _batches(snapshot: Snapshot, name: str, query: sql.Composable) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query in parts, so that never all of them lie here as text; few rows still take one way to the server."""
    names = {"name": sql.Identifier(name), "number": sql.Literal(_BATCH)}
    snapshot.cursor.execute(_OPEN.format(query=query, **names))
    batch = snapshot.cursor.fetchall()
    yield batch
    if len(batch) < _BATCH:
        return
    while batch:
        snapshot.cursor.execute(_NEXT.format(**names))
        batch = snapshot.cursor.fetchall()
        yield batch
    snapshot.cursor.execute(_CLOSE.format(**names))


def _query(layer: Layer, columns: Sequence[Column], snapshot: Snapshot) -> sql.Composed:
    return _READ.format(
        columns=sql.SQL(", ").join(column.flat for column in columns),
        table=snapshot.table(layer),
        visible=visible(layer, snapshot.as_of),
    )


def read_rows(batches: Iterable[list[tuple[Any, ...]]], name: str, columns: tuple[str, ...]) -> Rows:
    """Take longitude, latitude and attributes from rows."""
    places: list[npt.NDArray[np.float64]] = [np.empty((0, 2))]
    known: list[dict[Any, int]] = [{None: -1} for _ in columns]
    blocks: list[Codes] = [np.empty((0, len(columns)), dtype=np.int32)]
    for batch in filter(None, batches):
        longitude, latitude, *attributes = zip(*batch)
        places.append(np.column_stack((longitude, latitude)))
        blocks.append(np.column_stack([_number(known[i], column) for i, column in enumerate(attributes)]))
    x, y = world(np.concatenate(places))
    return Rows(name, columns, x, y, *_encode_values(np.concatenate(blocks), known))


def _number(known: dict[Any, int], column: Sequence[Any]) -> Codes:
    # None is entry 0 of the dictionary but number -1, so the next number is one less than its size.
    for value in dict.fromkeys(column):
        known.setdefault(value, len(known) - 1)
    return np.fromiter(map(known.__getitem__, column), dtype=np.int32, count=len(column))


def _encode_values(codes: Codes, known: list[dict[Any, int]]) -> tuple[Codes, Values]:
    values: list[bytes] = []
    for index in range(len(known)):
        column = known.pop(0)  # a text and its bytes are not kept both
        numbers = codes[:, index]
        numbers[numbers >= 0] += len(values)
        values.extend(mvt.encode_values([value for value in column if value is not None]))
    return codes, np.array(values, dtype=object)


def world(places: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude → 0…1 over the web mercator square, y down."""
    latitude = np.radians(places[:, 1])
    return places[:, 0] / 360.0 + 0.5, 0.5 - np.arcsinh(np.tan(latitude)) / (2 * np.pi)


def cut(rows: Rows, zoom: int) -> Tiles:
    """Encode the rows into one layer message per tile of a zoom, in row order."""
    if not len(rows.x):
        return {}
    tile_x, tile_y, pixel_x, pixel_y = tiles_of(rows, zoom)
    key = (tile_x << zoom) + tile_y
    order = np.argsort(key, kind="stable")
    starts = np.diff(key[order], prepend=-1) != 0
    tile = np.cumsum(starts) - 1
    made = encode(rows.name, rows.columns, rows.values, tile, pixel_x[order], pixel_y[order], rows.codes[order])
    first = order[starts]
    return dict(zip(zip(listed(tile_x[first]), listed(tile_y[first])), made))


def tiles_of(rows: Rows, zoom: int) -> tuple[Integers, Integers, Integers, Integers]:
    """Column and line of each feature's tile, and the place in it."""
    # Rounded over the whole world first: a point is at most half a unit away, and always inside its tile.
    x, y = (np.rint(values * (mvt.EXTENT << zoom)).astype(np.int64) for values in (rows.x, rows.y))
    return x // mvt.EXTENT, y // mvt.EXTENT, x % mvt.EXTENT, y % mvt.EXTENT

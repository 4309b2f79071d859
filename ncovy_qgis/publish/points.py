"""Point layers in memory: read once, every attribute value encoded once, then cut into tiles zoom by zoom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Callable, NamedTuple, cast

import numpy as np
import numpy.typing as npt
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Layer

from . import mvt
from .columns import Column, public_columns, visible
from .copying import NULL, copy_text
from .encode import Codes, Integers, Values, encode
from .snapshot import Snapshot

Floats = npt.NDArray[np.float64]
Tiles = dict[tuple[int, int], bytes]
_BATCH = 8_000
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPES = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
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

    def joined(self, other: Rows) -> Rows:
        """These, then others with the same columns."""
        codes = np.where(other.codes < 0, -1, other.codes + len(self.values)).astype(self.codes.dtype)
        x, y, values = np.append(self.x, other.x), np.append(self.y, other.y), np.concatenate((self.values, other.values))
        return self._replace(x=x, y=y, codes=np.concatenate((self.codes, codes)), values=values)

    def only(self, columns: Sequence[str]) -> Rows:
        """The same features with fewer attributes."""
        if set(self.columns) <= set(columns):
            return self  # a copy of all codes is large
        kept = [index for index, name in enumerate(self.columns) if name in columns]
        return self._replace(columns=tuple(self.columns[i] for i in kept), codes=self.codes[:, kept])


def read_points(snapshot: Snapshot, layer: Layer) -> Rows:
    """Read the visible features of a point layer, ordered by uid."""
    columns = public_columns(layer)
    return read_rows(snapshot, layer.name, _query(layer, columns, snapshot), {column.name: column.kind for column in columns})


def _query(layer: Layer, columns: Sequence[Column], snapshot: Snapshot) -> sql.Composed:
    return _READ.format(
        columns=sql.SQL(", ").join(column.flat for column in columns),
        table=snapshot.table(layer),
        visible=visible(layer, snapshot.as_of),
    )


def read_rows(snapshot: Snapshot, name: str, query: sql.Composable, kinds: Mapping[str, str]) -> Rows:
    """Rows of longitude, latitude and one value of each kind in its order: text, integer, number or boolean."""
    reader = _Reader(len(kinds))
    copy_text(snapshot.cursor, query, reader.take)
    places, codes = reader.finish()
    return Rows(name, tuple(kinds), *world(places), *_encode_values(codes, reader.known, list(kinds.values())))


class _Reader:
    """Takes lines of COPY and numbers their values, some thousands at a time: most values come again, and never all lie here as text."""

    def __init__(self, columns: int) -> None:
        self.known: list[dict[bytes, int]] = [{NULL: -1} for _ in range(columns)]
        self._lines: list[bytes] = []
        self._places: list[Floats] = [np.empty((0, 2))]
        self._codes: list[Codes] = [np.empty((0, columns), dtype=np.int32)]

    def take(self, line: bytes) -> None:
        self._lines.append(line)
        if len(self._lines) == _BATCH:
            self._number()

    def finish(self) -> tuple[Floats, Codes]:
        self._number()
        return np.concatenate(self._places), np.concatenate(self._codes)

    def _number(self) -> None:
        if not self._lines:
            return
        longitude, latitude, *attributes = zip(*[line[:-1].split(b"\t") for line in self._lines])
        self._places.append(np.column_stack([np.fromiter(map(float, column), dtype=np.float64) for column in (longitude, latitude)]))
        self._codes.append(np.column_stack([_numbers(self.known[i], column) for i, column in enumerate(attributes)]))
        self._lines.clear()


def _numbers(known: dict[bytes, int], column: Sequence[bytes]) -> Codes:
    # NULL is entry 0 of the dictionary but number -1, so the next number is one less than its size.
    for value in dict.fromkeys(column):
        known.setdefault(value, len(known) - 1)
    return np.fromiter(map(known.__getitem__, column), dtype=np.int32, count=len(column))


def _encode_values(codes: Codes, known: list[dict[bytes, int]], kinds: Sequence[str]) -> tuple[Codes, Values]:
    values: list[bytes] = []
    for index, kind in enumerate(kinds):
        numbers = codes[:, index]
        numbers[numbers >= 0] += len(values)
        values += _ENCODE[kind](list(known.pop(0))[1:])  # the first is NULL; what was read and what was made of it are not kept both
    return codes, np.array(values, dtype=object)


def _texts(values: Sequence[bytes]) -> list[bytes]:
    if b"\\" in b"".join(values):  # few columns have one at all, and each value costs a look
        values = [_ESCAPED.sub(_unescape, value) for value in values]
    return mvt.encode_texts(values)


def _unescape(found: re.Match[bytes]) -> bytes:
    return _ESCAPES.get(found[1], found[1])


_ENCODE: Mapping[str, Callable[[Sequence[bytes]], list[bytes]]] = {
    "text": _texts,
    "integer": lambda values: [mvt.encode_value(int(value)) for value in values],
    "number": lambda values: [mvt.encode_value(float(value)) for value in values],
    "boolean": lambda values: [mvt.encode_value(value == b"t") for value in values],
}


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

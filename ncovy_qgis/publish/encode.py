"""Point layers as vector tiles, a whole zoom at once: numpy writes the features' bytes, Python only puts tiles together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt

from . import mvt

Integers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Values = npt.NDArray[np.object_]
"""Ready-made `values` entries of a tile, bytes each."""
Bytes = npt.NDArray[np.uint8]
_PLACE = b"\x18\x01\x22"
"""In a feature: type = point, then the geometry's tag."""


def encode(name: str, keys: Sequence[str], values: Values, tile: Integers, x: Integers, y: Integers, codes: Codes) -> list[bytes]:
    """One layer message per tile, in order.

    `tile`: number of each feature's tile, from 0, never falling. `x`, `y`: place in it, in tile units.
    `codes`: feature × key, index into `values` -1 where the attribute is absent.
    """
    present = codes >= 0
    feature, column = np.nonzero(present)
    used, local, starts = _values_of_tiles(tile, tile[feature], codes[present], len(values))
    entries = cast("list[bytes]", values[used].tolist())
    lines, ends = _features(feature, column, local, x, y)
    borders = np.append(0, ends)[np.searchsorted(tile, np.arange(int(tile[-1]) + 2))]
    head = mvt.field(b"\x0a", name.encode())
    tail = b"".join(map(mvt.encode_key, keys))
    close = b"\x28" + mvt.short(mvt.EXTENT) + b"\x78\x02"
    made = []
    for number, (start, end) in enumerate(zip(borders[:-1].tolist(), borders[1:].tolist())):
        own = b"".join(entries[starts[number] : starts[number + 1]])
        made.append(mvt.field(b"\x1a", b"".join((head, lines[start:end], tail, own, close))))
    return made


def _values_of_tiles(tile: Integers, owner: Integers, codes: Codes, count: int) -> tuple[Integers, Integers, list[int]]:
    """The values each tile uses, in order; each attribute's number among its tile's; where each tile's begin."""
    pairs, number = np.unique(owner * count + codes, return_inverse=True)
    starts = np.searchsorted(pairs, np.arange(int(tile[-1]) + 2) * count)
    return pairs % count, number - starts[owner], cast("list[int]", starts.tolist())


def _features(feature: Integers, column: Integers, local: Integers, x: Integers, y: Integers) -> tuple[bytes, Integers]:
    """All `features` entries one after the other, and where each ends."""
    tag_sizes = 1 + _sizes(local)
    tags = np.bincount(feature, weights=tag_sizes, minlength=len(x)).astype(np.int64)
    places = 1 + _sizes(2 * x) + _sizes(2 * y)
    bodies = 1 + _sizes(tags) + tags + len(_PLACE) + 1 + places
    ends = np.cumsum(1 + _sizes(bodies) + bodies)
    out = np.empty(int(ends[-1]), dtype=np.uint8)
    at = _put(out, ends - bodies - _sizes(bodies) - 1, np.full(len(x), 0x12))
    at = _put(out, at, bodies)
    at = _put(out, at, np.full(len(x), 0x12))
    at = _put(out, at, tags)
    # where each pair of key and value goes: after those of its feature that come before
    before = np.cumsum(tag_sizes) - tag_sizes
    first = np.searchsorted(feature, np.arange(len(x)))
    pair = at[feature] + before - np.append(before, 0)[first][feature]
    _put(out, _put(out, pair, column), local)
    at = at + tags
    for byte in _PLACE:
        at = _put(out, at, np.full(len(x), byte))
    at = _put(out, at, places)
    at = _put(out, at, np.full(len(x), 0x09))
    _put(out, _put(out, at, 2 * x), 2 * y)
    return out.tobytes(), ends


def _sizes(numbers: Integers) -> Integers:
    """Bytes each number takes as a varint."""
    sizes = np.ones(len(numbers), dtype=np.int64)
    limit = 0x80
    highest = int(numbers.max(initial=0))
    while limit <= highest:
        sizes += numbers >= limit
        limit <<= 7
    return sizes


def _put(out: Bytes, at: Integers, numbers: Integers) -> Integers:
    """Write varints at their places; gives the places behind them."""
    sizes = _sizes(numbers)
    for step in range(int(sizes.max(initial=0))):
        longer = sizes > step
        more = np.where(sizes[longer] > step + 1, 0x80, 0)
        out[at[longer] + step] = numbers[longer] >> 7 * step & 0x7F | more
    return at + sizes

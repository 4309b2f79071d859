"""A zoom in slabs, each a run of neighbouring tiles in the archive's order: one is packed while the next is encoded, and memory stays small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Union, cast

import numpy as np

from .encode import Integers
from .points import Rows, Tiles, cut, listed, tiles_of
from .vendor.pmtiles.tile import zxy_to_tileid

Part = Union[Rows, Tiles]
"""A layer at a zoom: features still to be encoded, or tiles that PostGIS encoded."""
FEATURES = 16_000
_UP = 3
"""Slabs are cut between tiles of the zoom so many above: all tiles below such a one follow each other in the archive."""


def slabs(parts: Sequence[Part], zoom: int, most: int = FEATURES) -> Iterator[Tiles]:
    """All layers of a zoom, encoded and merged in their order, slab by slab of about so many features."""
    number = sum(len(part.x) if isinstance(part, Rows) else len(part) for part in parts)
    if number <= most:
        yield merge([cut(part, zoom) if isinstance(part, Rows) else part for part in parts])
        return
    above = [_above(part, zoom) for part in parts]
    known, size = np.unique(np.concatenate(above), return_counts=True)
    order = np.argsort([zxy_to_tileid(zoom - _UP, *place) for place in zip(listed(known >> 32), listed(known & 0xFFFFFFFF))])
    slab = np.empty(len(known), dtype=np.int64)
    slab[order] = np.cumsum(size[order]) // most
    owner = [slab[np.searchsorted(known, each)] for each in above]
    for index in np.unique(slab):
        yield merge([_only(part, of == index, zoom) for part, of in zip(parts, owner)])


def _above(part: Part, zoom: int) -> Integers:
    """The tile above each feature or tile, x and y in one number."""
    x, y = tiles_of(part, zoom)[:2] if isinstance(part, Rows) else np.array(list(part), dtype=np.int64).reshape(-1, 2).T
    places: Integers = (x >> _UP << 32) + (y >> _UP)
    return places


def _only(part: Part, chosen: np.typing.NDArray[np.bool_], zoom: int) -> Tiles:
    if isinstance(part, Rows):
        return cut(part.of(chosen), zoom)
    return {place: data for (place, data), wanted in zip(part.items(), cast("list[bool]", chosen.tolist())) if wanted}


def merge(parts: Sequence[Tiles]) -> Tiles:
    """Layers of the same tile, one behind the other."""
    merged: dict[tuple[int, int], list[bytes]] = defaultdict(list)
    for part in parts:
        for place, data in part.items():
            merged[place].append(data)
    return {place: b"".join(data) for place, data in merged.items()}

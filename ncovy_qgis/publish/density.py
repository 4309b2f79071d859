"""How far tiles go, by how close features lie: no tile may be too large for a phone. Follows from the places alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .clusters import CLUSTER_MAX_ZOOM, Members
from .points import Floats

FIRST_LAST_ZOOM, LAST_LAST_ZOOM = 14, 16
WHOLE = 2_000
"""Features with all attributes that a tile of 500 kB holds, compressed: 190 bytes each, and room for those that have more to say."""
BRIEF = 6_000
"""The same with few attributes: 50 bytes each."""


class Zooms(NamedTuple):
    """`counted`: up to this zoom what crowds is counted together. `last`: at this one everything has all its attributes."""

    counted: int
    last: int


def zooms(layers: Sequence[Members]) -> Zooms:
    """Where features of all layers lie closest decides; beyond zoom 16 they would have to be in one house."""
    x, y = (np.concatenate([getattr(layer, name) for layer in layers]) if layers else np.empty(0) for name in ("x", "y"))
    most = {zoom: _most(x, y, zoom) for zoom in range(CLUSTER_MAX_ZOOM + 1, LAST_LAST_ZOOM + 1)}
    last = next((zoom for zoom in range(FIRST_LAST_ZOOM, LAST_LAST_ZOOM) if most[zoom] <= WHOLE), LAST_LAST_ZOOM)
    counted = next((zoom - 1 for zoom in range(CLUSTER_MAX_ZOOM + 1, last) if most[zoom] <= BRIEF), last - 1)
    return Zooms(counted, last)


def _most(x: Floats, y: Floats, zoom: int) -> int:
    """Features in the fullest tile of a zoom."""
    side = 1 << zoom
    tile = (x * side).astype(np.int64) * side + (y * side).astype(np.int64)
    return int(np.unique(tile, return_counts=True)[1].max(initial=0))

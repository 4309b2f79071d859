"""Low zooms: neighbours become one visible count, so that nothing is dropped silently."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from . import mvt
from .points import Floats, Integers, Rows

CLUSTER_MAX_ZOOM = 12
CELL_PIXELS = 64
TILE_PIXELS = 512
CLUSTER_COLUMNS = ("count", "state")


class Clusters(NamedTuple):
    """Groups of at least two features of a layer that share a cell of about 64 screen pixels."""

    x: Floats
    y: Floats
    count: Integers
    state: Integers
    """Value number of the most frequent state, -1 if no member has one."""


def cell_of(x: Floats, y: Floats, zoom: int) -> Integers:
    """Number of the grid cell, unique at a zoom."""
    side = (1 << zoom) * TILE_PIXELS // CELL_PIXELS
    return (x * side).astype(np.int64) * side + (y * side).astype(np.int64)


def group(rows: Rows, state_field: str, zoom: int) -> tuple[npt.NDArray[np.bool_], Clusters]:
    """Which rows stay alone, and the clusters of the others."""
    _, member, size = np.unique(cell_of(rows.x, rows.y, zoom), return_inverse=True, return_counts=True)
    several = size > 1
    state = _most_frequent(member, rows.column(state_field), len(size))
    mean_x = np.bincount(member, weights=rows.x, minlength=len(size)) / np.maximum(size, 1)
    mean_y = np.bincount(member, weights=rows.y, minlength=len(size)) / np.maximum(size, 1)
    clusters = Clusters(mean_x[several], mean_y[several], size[several], state[several])
    return size[member] == 1, clusters


def _most_frequent(member: Integers, state: Integers, groups: int) -> Integers:
    """Per group the state seen most; of equals the one numbered lowest."""
    pairs, seen = np.unique(np.column_stack((member, state)), axis=0, return_counts=True)
    best = np.full(groups, -1, dtype=np.int64)
    # Written from the rarest to the most frequent, so that the last one written stays.
    order = np.lexsort((-pairs[:, 1], seen))
    best[pairs[order, 0]] = pairs[order, 1]
    return best


def with_clusters(rows: Rows, alone: npt.NDArray[np.bool_], clusters: Clusters) -> Rows:
    """Single features as they are, then clusters carrying `count` and `state` only."""
    numbers, inverse = np.unique(clusters.count, return_inverse=True)
    values = rows.values + [mvt.encode_value(int(number)) for number in numbers]
    width = len(rows.columns)
    codes = np.full((int(alone.sum()) + len(clusters.x), width + 2), -1, dtype=np.int64)
    codes[: -len(clusters.x) or None, :width] = rows.codes[alone]
    tail = codes[len(codes) - len(clusters.x) :]
    tail[:, width] = len(rows.values) + inverse
    tail[:, width + 1] = clusters.state
    x, y = np.append(rows.x[alone], clusters.x), np.append(rows.y[alone], clusters.y)
    return Rows(rows.name, (*rows.columns, *CLUSTER_COLUMNS), x, y, codes, values)

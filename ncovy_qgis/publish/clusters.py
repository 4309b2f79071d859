"""Low zooms: where features crowd, a wreath of counts, one per layer, so that nothing is dropped or hidden silently."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import mvt
from .encode import Integers
from .points import Floats, Rows, listed

CLUSTER_MAX_ZOOM = 12
TILE_PIXELS = 512
CROWD = 5
"""More features than this in a cell, over all layers, are counted instead of drawn."""
TOUCH_PIXELS = 16
"""So are any that would lie on each other."""
CELL_PIXELS = 128
WIDE_CELL_PIXELS = 256
WIDE_CELLS_TO = 7
SIGN_PIXELS = {5: 14, 6: 16, 7: 22}
"""Room for one count, by zoom: a phone shows the province at the far end of zoom 6, where all is drawn apart."""
WIDE_SIGN_PIXELS = 34
LEEWAY = 0.05
"""Part of a cell by which a wreath may leave its middle even without room: place goes before tidiness."""
CLUSTER_COLUMNS = ("count", "state")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Members:
    """The features of one layer that may be counted; x and y from 0 to 1 over the web mercator square."""

    x: Floats
    y: Floats
    state: Integers
    """Number of the state's value, -1 for none."""

    def of(self, chosen: Mask) -> Members:
        return Members(self.x[chosen], self.y[chosen], self.state[chosen])


@dataclass(frozen=True)
class Clusters:
    """The counts of one layer."""

    x: Floats
    y: Floats
    count: Integers
    state: Integers
    """The most frequent state of the features counted."""

    def of(self, chosen: Mask) -> Clusters:
        return Clusters(self.x[chosen], self.y[chosen], self.count[chosen], self.state[chosen])

    def with_singles(self, members: Members) -> Clusters:
        """These counts, and a count of one for every member."""
        x, y = np.append(self.x, members.x), np.append(self.y, members.y)
        ones = np.ones(len(members.x), dtype=np.int64)
        return Clusters(x, y, np.append(self.count, ones), np.append(self.state, members.state))


def none(layers: Sequence[Members]) -> list[tuple[Mask, Clusters]]:
    """Nothing is counted: every feature is drawn itself."""
    numbers = np.empty(0, dtype=np.int64)
    return [(np.ones(len(layer.x), dtype=bool), Clusters(np.empty(0), np.empty(0), numbers, numbers)) for layer in layers]


def cluster(layers: Sequence[Members], zoom: int) -> list[tuple[Mask, Clusters]]:
    """Per layer: which features are drawn themselves, and the counts of the others."""
    x, y, state = (np.concatenate([getattr(layer, name) for layer in layers]) for name in ("x", "y", "state"))
    owner = np.repeat(np.arange(len(layers)), [len(layer.x) for layer in layers])
    cell, member, size = np.unique(_cells(x, y, zoom), return_inverse=True, return_counts=True)
    touching = _distinct(member, _cells(x, y, zoom, TOUCH_PIXELS), len(size)) < size
    alone = ~(touching | (size > CROWD))[member]
    counted = ~alone
    pair, group, count = np.unique(member[counted] * len(layers) + owner[counted], return_inverse=True, return_counts=True)
    place_x, place_y = _wreaths(_middle(x, member, size), _middle(y, member, size), cell, pair // len(layers), zoom)
    every = Clusters(place_x, place_y, count, _most_frequent(group, state[counted], len(pair)))
    return [(alone[owner == index], every.of(pair % len(layers) == index)) for index in range(len(layers))]


def _side(zoom: int, pixels: int | None = None) -> int:
    return (1 << zoom) * TILE_PIXELS // (pixels or _cell_pixels(zoom))


def _cell_pixels(zoom: int) -> int:
    return WIDE_CELL_PIXELS if zoom <= WIDE_CELLS_TO else CELL_PIXELS


def _cells(x: Floats, y: Floats, zoom: int, pixels: int | None = None) -> Integers:
    """Number of the grid cell, unique at a zoom."""
    side = _side(zoom, pixels)
    return (x * side).astype(np.int64) * side + (y * side).astype(np.int64)


def _distinct(member: Integers, place: Integers, groups: int) -> Integers:
    """How many different places the members of each group have."""
    width = int(place.max(initial=0)) + 1
    pairs = np.unique(member * width + place)
    return np.bincount(pairs // width, minlength=groups)


def _middle(values: Floats, member: Integers, size: Integers) -> Floats:
    middle: Floats = np.bincount(member, weights=values, minlength=len(size)).astype(np.float64) / np.maximum(size, 1)
    return middle


def _wreaths(x: Floats, y: Floats, cell: Integers, cell_of_count: Integers, zoom: int) -> tuple[Floats, Floats]:
    """Places of the counts: around the middle of what they count, inside the cell, clear of each other."""
    used, index, number = np.unique(cell_of_count, return_inverse=True, return_counts=True)
    rank = np.arange(len(index)) - np.concatenate(([0], np.cumsum(number)[:-1]))[index] if len(index) else index
    pixels = SIGN_PIXELS.get(zoom, WIDE_SIGN_PIXELS)
    wreaths = [wreath(k, pixels) for k in range(int(number.max(initial=0)) + 1)]
    offsets = np.array([wreaths[k][r] for k, r in zip(listed(number[index]), listed(rank))]).reshape(-1, 2)
    reach = np.array([_reach(places, pixels) for places in wreaths])[number][index]
    side = _side(zoom)
    wide = _cell_pixels(zoom)
    room = np.maximum(0.5 - reach / wide, LEEWAY)
    corners = cell[used][index] // side, cell[used][index] % side
    centres = [np.clip(value[used][index] * side, corner + 0.5 - room, corner + 0.5 + room) for value, corner in zip((x, y), corners)]
    return (centres[0] + offsets[:, 0] / wide) / side, (centres[1] + offsets[:, 1] / wide) / side


def wreath(number: int, pixels: float) -> list[tuple[float, float]]:
    """Pixel offsets for a number of signs, each clear of the next; from seven on, one stands in the middle."""
    if number <= 1:
        return [(0.0, 0.0)] * number
    middle = [(0.0, 0.0)] if number > 6 else []
    around = number - len(middle)
    radius = pixels / 2 / math.sin(math.pi / around)
    turn = 2 * math.pi / around
    ring = [(radius * math.sin(turn * i), -radius * math.cos(turn * i)) for i in range(around)]
    return [*middle, *ring]


def _reach(places: list[tuple[float, float]], pixels: float) -> float:
    """From the middle of a wreath to its rim."""
    return max((math.hypot(*place) for place in places), default=0.0) + pixels / 2


def _most_frequent(group: Integers, state: Integers, groups: int) -> Integers:
    """Per group the state seen most; of equals the one numbered lowest."""
    states = int(state.max(initial=-1)) + 2  # -1 is one of them
    keys, seen = np.unique(group * states + state + 1, return_counts=True)
    pairs = np.column_stack((keys // states, keys % states - 1))
    best = np.full(groups, -1, dtype=np.int64)
    # Written from the rarest to the most frequent, so that the last one written stays.
    order = np.lexsort((-pairs[:, 1], seen))
    best[pairs[order, 0]] = pairs[order, 1]
    return best


def with_clusters(rows: Rows, alone: Mask, clusters: Clusters) -> Rows:
    """Features drawn themselves as they are, then counts carrying `count` and `state` only."""
    numbers, inverse = np.unique(clusters.count, return_inverse=True)
    counts = np.array([mvt.encode_value(int(number)) for number in numbers], dtype=object)
    width, kept = len(rows.columns), int(alone.sum())
    codes = np.full((kept + len(clusters.x), width + 2), -1, dtype=rows.codes.dtype)
    codes[:kept, :width] = rows.codes[alone]
    codes[kept:, width] = len(rows.values) + inverse
    codes[kept:, width + 1] = clusters.state
    x, y = np.append(rows.x[alone], clusters.x), np.append(rows.y[alone], clusters.y)
    return Rows(rows.name, (*rows.columns, *CLUSTER_COLUMNS), x, y, codes, np.concatenate((rows.values, counts)))

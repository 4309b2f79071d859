"""A zoom cut into slabs is the same zoom, and its tiles come in the archive's order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.publish import mvt
from ncovy_qgis.publish.points import Rows, Tiles
from ncovy_qgis.publish.slabs import slabs
from ncovy_qgis.publish.vendor.pmtiles.tile import zxy_to_tileid

SIDE = 2**14
PLACES = st.lists(st.tuples(st.floats(0.79, 0.794), st.floats(0.44, 0.444)), max_size=60)
EDGES = st.lists(st.tuples(st.integers(12950, 12990).map(lambda x: (x - 1e-7) / SIDE), st.just(0.44)), max_size=10)
"""So near the next tile that rounding moves them there."""
TILES = st.dictionaries(st.tuples(st.integers(12943, 13008), st.integers(7209, 7274)), st.binary(max_size=4), max_size=20)


def rows(name: str, places: list[tuple[float, float]]) -> Rows:
    x, y = np.array(places, dtype=float).reshape(-1, 2).T
    values = np.array([mvt.encode_value(number) for number in range(len(places))], dtype=object)
    return Rows(name, ("id",), x, y, np.arange(len(places), dtype=np.int32).reshape(-1, 1), values)


@given(PLACES, EDGES, TILES, st.integers(1, 30))
def test_slabs_of_any_size_give_the_tiles_of_the_whole_in_order(
    places: list[tuple[float, float]], edges: list[tuple[float, float]], drawn: Tiles, most: int
) -> None:
    parts = [rows("pharmacy", places + edges), drawn, rows("testing_site", edges)]
    (whole,) = slabs(parts, 14)
    pieces = list(slabs(parts, 14, most))
    numbers = [[zxy_to_tileid(14, *place) for place in piece] for piece in pieces]
    assert {place: data for piece in pieces for place, data in piece.items()} == whole
    assert sum(map(len, pieces)) == len(whole)
    assert all(max(one) < min(other) for one, other in zip(numbers, numbers[1:]))


def test_many_features_are_cut_into_several_slabs() -> None:
    chance = np.random.default_rng(7)
    parts = [rows("pharmacy", list(zip(0.78 + chance.random(900) / 100, 0.44 + chance.random(900) / 100)))]
    assert 5 <= len(list(slabs(parts, 14, 100))) <= 10

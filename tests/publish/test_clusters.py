"""Counts at low zooms: they add up, stand where their features are, and do not cover each other."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.publish.clusters import CELL_PIXELS, CROWD, TILE_PIXELS, WIDE_SIGN_PIXELS, Members, cluster, none, wreath
from ncovy_qgis.publish.points import world

PLACES = st.lists(st.tuples(st.floats(103.9, 105.9), st.floats(18.6, 19.9), st.integers(-1, 3)), max_size=60)


def members(places: list[tuple[float, float, int]]) -> Members:
    x, y = world(np.array([place[:2] for place in places], dtype=float).reshape(-1, 2))
    return Members(x, y, np.array([place[2] for place in places], dtype=np.int64))


def crowd(number: int, state: int = 0, at: tuple[float, float] = (105.68, 18.68), apart: float = 1e-5) -> Members:
    return members([(at[0] + i * apart, at[1], state) for i in range(number)])


@given(PLACES, PLACES, st.integers(5, 12))
def test_drawn_and_counted_add_up_for_every_layer(first: list[tuple[float, float, int]], second: list[tuple[float, float, int]], zoom: int) -> None:
    layers = [members(first), members(second)]
    for layer, (alone, counts) in zip(layers, cluster(layers, zoom)):
        assert int(alone.sum()) + int(counts.count.sum()) == len(layer.x)


@pytest.mark.parametrize("number", [1, 2, CROWD])
def test_a_few_neighbours_are_drawn_themselves(number: int) -> None:
    ((alone, counts),) = cluster([crowd(number, apart=0.004)], 12)
    assert alone.all()
    assert len(counts.x) == 0


def test_two_that_would_lie_on_each_other_stand_side_by_side() -> None:
    found = cluster([crowd(1), crowd(1)], 10)
    side = (1 << 10) * TILE_PIXELS
    places = [(counts.x[0] * side, counts.y[0] * side) for _, counts in found]
    assert [counts.count.tolist() for _, counts in found] == [[1], [1]]
    assert math.dist(*places) >= WIDE_SIGN_PIXELS - 1e-6


def test_a_crowd_becomes_one_count_per_layer() -> None:
    found = cluster([crowd(4), crowd(3), crowd(0)], 8)
    assert [counts.count.tolist() for _, counts in found] == [[4], [3], []]
    assert not any(alone.any() for alone, _ in found)


def test_a_count_has_the_state_of_most() -> None:
    layer = members([(105.68, 18.68, state) for state in (2, 1, 2, 0, 2, 1)])
    ((_, counts),) = cluster([layer], 8)
    assert counts.state.tolist() == [2]


def test_of_equally_frequent_states_the_lower_number_wins_whatever_the_order() -> None:
    for states in ((3, 1, 3, 1, 3, 1), (1, 1, 1, 3, 3, 3)):
        ((_, counts),) = cluster([members([(105.68, 18.68, state) for state in states])], 8)
        assert counts.state.tolist() == [1]


@pytest.mark.parametrize("number", range(1, 12))
def test_the_signs_of_a_wreath_keep_clear_of_each_other(number: int) -> None:
    places = wreath(number, 30)
    assert len(places) == number
    for one, other in combinations(places, 2):
        assert math.dist(one, other) >= 30 - 1e-9


@pytest.mark.parametrize("zoom", [8, 10, 12])
def test_counts_of_one_cell_are_drawn_apart(zoom: int) -> None:
    found = cluster([crowd(3) for _ in range(10)], zoom)
    side = (1 << zoom) * TILE_PIXELS
    places = [(counts.x[0] * side, counts.y[0] * side) for _, counts in found]
    for one, other in combinations(places, 2):
        assert math.dist(one, other) >= WIDE_SIGN_PIXELS - 1e-6


@given(st.floats(104, 105.9), st.floats(18.6, 19.9), st.integers(8, 12))
def test_a_count_stays_within_a_cell_of_what_it_counts(longitude: float, latitude: float, zoom: int) -> None:
    layer = crowd(9, at=(longitude, latitude))
    side = (1 << zoom) * TILE_PIXELS
    for alone, counts in cluster([layer], zoom):
        for x, y in zip(counts.x, counts.y):
            nearest = np.min(np.hypot(layer.x[~alone] - x, layer.y[~alone] - y)) * side
            assert nearest <= CELL_PIXELS


def test_nothing_is_counted_at_the_last_zooms() -> None:
    ((alone, counts),) = none([crowd(50)])
    assert alone.all()
    assert len(counts.x) == 0

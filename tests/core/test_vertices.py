"""Vertices of two outlines told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.vertices import Place, moved
from tests.core.quick import quick

SQUARE: list[Place] = [(105.0, 18.0), (105.1, 18.0), (105.1, 18.1), (105.0, 18.1), (105.0, 18.0)]
PLACES = st.lists(st.tuples(st.integers(0, 3).map(float), st.integers(0, 3).map(float)), max_size=8)


def test_one_vertex_pulled_is_one_gone_and_one_come() -> None:
    pulled = [*SQUARE[:2], (105.2, 18.2), *SQUARE[3:]]
    found = moved(SQUARE, pulled)
    assert found.kept == ((105.0, 18.0), (105.1, 18.0), (105.0, 18.1))
    assert (found.removed, found.added) == (((105.1, 18.1),), ((105.2, 18.2),))


def test_where_a_ring_starts_and_which_way_it_runs_is_no_change() -> None:
    turned = [*SQUARE[2:4], *SQUARE[:3]]
    for same in (turned, turned[::-1], SQUARE):
        found = moved(SQUARE, same)
        assert (len(found.kept), found.removed, found.added) == (4, (), ())


def test_a_point_that_moved_has_no_vertex_kept() -> None:
    found = moved([(105.0, 18.0)], [(105.0, 18.00001)])
    assert (found.kept, found.removed, found.added) == ((), ((105.0, 18.0),), ((105.0, 18.00001),))


def test_less_than_a_centimetre_is_no_move() -> None:
    assert moved([(105.0, 18.0)], [(105.00000001, 18.0)]).removed == ()


@quick
@given(PLACES, PLACES)
def test_every_vertex_is_told_once(old: list[Place], new: list[Place]) -> None:
    found, back = moved(old, new), moved(new, old)
    assert sorted(found.kept) == sorted(back.kept)
    assert (sorted(found.added), sorted(found.removed)) == (sorted(back.removed), sorted(back.added))
    closed = len(new) > 1 and new[0] == new[-1]
    assert sorted((*found.kept, *found.added)) == sorted(new[:-1] if closed else new)

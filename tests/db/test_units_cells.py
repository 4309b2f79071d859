"""Cells of any points: closed, convex, holding their own point and no other, together as large as the clipped plane allows."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from ncovy_qgis.db.units.cells import LON_SCALE, REACH, Point, cells, wkt

NEAR = st.builds(Point, st.integers(104_000, 105_900).map(lambda n: n / 1000), st.integers(18_600, 19_900).map(lambda n: n / 1000))
CLOUDS = st.lists(NEAR, min_size=1, max_size=25, unique=True)


def area(ring: list[Point]) -> float:
    return abs(sum(a.x * b.y - b.x * a.y for a, b in zip(ring, ring[1:]))) / 2


def turns(ring: list[Point]) -> list[float]:
    corners = ring[:-1]
    n = len(corners)
    return [
        (corners[(i + 1) % n].x - corners[i].x) * (corners[(i + 2) % n].y - corners[i].y)
        - (corners[(i + 1) % n].y - corners[i].y) * (corners[(i + 2) % n].x - corners[i].x)
        for i in range(n)
    ]


def holds(ring: list[Point], p: Point) -> bool:
    return all((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) >= -1e-5 for a, b in zip(ring, ring[1:]))


@settings(max_examples=60, deadline=None)
@given(CLOUDS)
def test_a_cell_is_closed_and_convex_and_holds_its_own_point(points: list[Point]) -> None:
    for point, ring in zip(points, cells(points)):
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert min(turns(ring)) > -1e-4
        assert holds(ring, point)


@settings(max_examples=60, deadline=None)
@given(CLOUDS)
def test_no_cell_holds_the_point_of_another(points: list[Point]) -> None:
    for i, ring in enumerate(cells(points)):
        for j, other in enumerate(points):
            if i != j:
                middle = Point((points[i].x + other.x) / 2, (points[i].y + other.y) / 2)
                beyond = Point(middle.x + (other.x - middle.x) * 0.2, middle.y + (other.y - middle.y) * 0.2)
                assert not strictly_holds(ring, beyond)


def strictly_holds(ring: list[Point], p: Point) -> bool:
    return all((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 1e-5 for a, b in zip(ring, ring[1:]))


@settings(max_examples=40, deadline=None)
@given(CLOUDS, st.randoms(use_true_random=False))
def test_the_order_of_the_points_does_not_matter(points: list[Point], random: object) -> None:
    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = dict(zip(points, cells(points))), dict(zip(shuffled, cells(shuffled)))
    assert all(math.isclose(area(first[p]), area(second[p]), rel_tol=1e-3, abs_tol=1e-5) for p in points)


def test_a_lonely_point_reaches_as_far_as_cells_go() -> None:
    (ring,) = cells([Point(105.0, 19.0)])
    assert area(ring) * LON_SCALE == (2 * REACH) ** 2 or math.isclose(area(ring) * LON_SCALE, (2 * REACH) ** 2, rel_tol=1e-5)


def test_a_ring_is_written_as_wkt_with_a_fixed_number_of_digits() -> None:
    assert wkt([Point(105.0, 19.0), Point(105.1, 19.0), Point(105.0, 19.1), Point(105.0, 19.0)]) == (
        "POLYGON((105.000000 19.000000,105.100000 19.000000,105.000000 19.100000,105.000000 19.000000))"
    )

"""Approximate cells of points: what is nearer to one than to any other. Pure, deterministic, no GEOS (its diagram crashed on this cloud)."""

from __future__ import annotations

import math
from typing import NamedTuple

LON_SCALE = math.cos(math.radians(19.2))  # a degree of longitude against one of latitude in Nghệ An
REACH = 1.2  # degrees: no cell goes farther from its point


class Point(NamedTuple):
    x: float
    y: float


def cells(points: list[Point]) -> list[list[Point]]:
    """One closed ring (lon, lat, rounded to 1e-6) for each point, in order."""
    scaled = [Point(p.x * LON_SCALE, p.y) for p in points]
    return [_ring(_cell(p, scaled)) for p in scaled]


def _cell(p: Point, points: list[Point]) -> list[Point]:
    ring = [Point(p.x + dx * REACH, p.y + dy * REACH) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    reach = _reach(p, ring)
    for square, q in sorted((_square(p, q), q) for q in points if q != p):
        if square > reach:
            break  # too far to cut anything off, and so are all that follow
        kept = _clip(ring, p, q)
        if kept is not ring:
            ring, reach = kept, _reach(p, kept)
    return ring


def _reach(p: Point, ring: list[Point]) -> float:
    """Square of twice the way to the farthest corner."""
    return 4 * max(_square(p, corner) for corner in ring)


def _square(a: Point, b: Point) -> float:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2


def _clip(ring: list[Point], p: Point, q: Point) -> list[Point]:
    """The part of a convex ring that is nearer to p than to q; the ring itself where that is all of it."""
    sides = [_square(corner, q) - _square(corner, p) for corner in ring]
    if min(sides) >= 0:
        return ring
    kept: list[Point] = []
    for a, b, of_a, of_b in zip(ring, ring[1:] + ring[:1], sides, sides[1:] + sides[:1]):
        if of_a >= 0:
            kept.append(a)
        if of_a * of_b < 0:
            t = of_a / (of_a - of_b)
            kept.append(Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)))
    return kept


def _ring(corners: list[Point]) -> list[Point]:
    ring = [Point(round(c.x / LON_SCALE, 6), round(c.y, 6)) for c in corners]
    return [*ring, ring[0]]


def wkt(ring: list[Point]) -> str:
    return "POLYGON((" + ",".join(f"{c.x:.6f} {c.y:.6f}" for c in ring) + "))"

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
    for q in sorted((q for q in points if q != p), key=lambda q: _square(p, q)):
        if _square(p, q) > 4 * max(_square(p, corner) for corner in ring):
            break  # too far to cut anything off, and so are all that follow
        ring = _clip(ring, p, q)
    return ring


def _square(a: Point, b: Point) -> float:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2


def _clip(ring: list[Point], p: Point, q: Point) -> list[Point]:
    """The part of a convex ring that is nearer to p than to q."""

    def side(c: Point) -> float:
        return _square(c, q) - _square(c, p)

    kept: list[Point] = []
    for a, b in zip(ring, ring[1:] + ring[:1]):
        if side(a) >= 0:
            kept.append(a)
        if side(a) * side(b) < 0:
            t = side(a) / (side(a) - side(b))
            kept.append(Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)))
    return kept


def _ring(corners: list[Point]) -> list[Point]:
    ring = [Point(round(c.x / LON_SCALE, 6), round(c.y, 6)) for c in corners]
    return [*ring, ring[0]]


def wkt(ring: list[Point]) -> str:
    return "POLYGON((" + ",".join(f"{c.x:.6f} {c.y:.6f}" for c in ring) + "))"

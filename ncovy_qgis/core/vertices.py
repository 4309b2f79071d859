"""Which vertices of an outline stayed, went and came. Pure: plain (lon, lat) in degrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[float, float]
DECIMALS = 7  # of a degree: about a centimetre


@dataclass(frozen=True)
class Vertices:
    """The vertices of both outlines; kept and added ones as they are now, removed ones as they were, in the order of the outlines."""

    kept: tuple[Place, ...]
    removed: tuple[Place, ...]
    added: tuple[Place, ...]


def moved(old: Iterable[Place], new: Iterable[Place]) -> Vertices:
    """Compare two outlines vertex by vertex; where the ring starts, which way it runs and that it returns to its start do not count."""
    before, after = _open(old), _open(new)
    kept, added = _split(after, before)
    return Vertices(kept, _split(before, after)[1], added)


def _open(ring: Iterable[Place]) -> list[Place]:
    """A closed ring without its repeated first vertex."""
    places = [(float(lon), float(lat)) for lon, lat in ring]
    return places[:-1] if len(places) > 1 and _key(places[0]) == _key(places[-1]) else places


def _key(place: Place) -> Place:
    return round(place[0], DECIMALS), round(place[1], DECIMALS)


def _split(places: list[Place], others: list[Place]) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Those that the others have too, and those they lack; a vertex that stands twice has to be there twice."""
    left = Counter(map(_key, others))
    there: list[Place] = []
    missing: list[Place] = []
    for place in places:
        found = left[_key(place)] > 0
        left[_key(place)] -= found
        (there if found else missing).append(place)
    return tuple(there), tuple(missing)

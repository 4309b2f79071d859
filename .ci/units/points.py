"""Representative points that the package lacks: spread over the circle of the 2025 successor, away from the points known there."""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from shapely.geometry import Point
from shapely.prepared import PreparedGeometry

KM_LON, KM_LAT = 105.2, 110.7  # kilometres per degree at 19° N
SPREAD = 0.6
TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Place:
    lon: float
    lat: float
    radius_km: float = field(default=0.0, compare=False)


def km(a: Place, b: Place) -> float:
    return math.hypot((a.lon - b.lon) * KM_LON, (a.lat - b.lat) * KM_LAT)


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def tone_key(text: str) -> tuple[str, str]:
    """Spelling with the tone marks taken out of their places: hòa = hoà."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in letters if c not in TONES), "".join(sorted(c for c in letters if c in TONES))


def samples(centre: Place, centres: list[Place], outline: PreparedGeometry) -> list[Place]:
    """A grid over the circle of the unit's area, less what is nearer to another unit's centre."""
    r, steps = centre.radius_km * 1.3, 12
    near = [c for c in centres if c != centre and km(c, centre) < 4 * centre.radius_km + 10]
    grid = []
    for i in range(-steps, steps + 1):
        for j in range(-steps, steps + 1):
            p = Place(centre.lon + i / steps * r / KM_LON, centre.lat + j / steps * r / KM_LAT)
            if km(p, centre) <= r and all(km(p, centre) <= km(p, c) for c in near) and outline.contains(Point(p.lon, p.lat)):
                grid.append(p)
    return grid


def relax(grid: list[Place], known: list[Place], count: int) -> list[Place]:
    """`count` new points: farthest first, then moved to the middle of what is nearest to them; the known ones stay."""
    new: list[Place] = []
    for _ in range(count):
        taken = known + new
        new.append(max(grid, key=lambda p: min((km(p, q) for q in taken), default=0.0)))
    for _ in range(25):
        cells: dict[int, list[Place]] = defaultdict(list)
        every = new + known
        for p in grid:
            cells[min(range(len(every)), key=lambda i: km(p, every[i]))].append(p)
        new = [Place(sum(p.lon for p in cells[i]) / len(cells[i]), sum(p.lat for p in cells[i]) / len(cells[i])) if cells[i] else new[i] for i in range(count)]
    return new


def derive(communes: dict[str, dict[str, str]], points: dict[str, Place], centres: dict[str, Place], outline: PreparedGeometry) -> dict[str, Place]:
    """Points for the communes that have none; which of several free points is whose follows the order of the codes."""
    members: dict[str, list[str]] = defaultdict(list)
    for code, row in communes.items():
        members[row["successor_2025"]].append(code)
    result: dict[str, Place] = {}
    for successor, codes in sorted(members.items()):
        missing = [code for code in codes if code not in points]
        known = [points[code] for code in codes if code in points]
        free = relax(samples(centres[successor], list(centres.values()), outline), known, len(missing)) if missing else []
        for code in missing:
            hint = neighbour_mean(code, communes, points)
            best = min(free, key=lambda p: km(p, hint))
            free.remove(best)
            result[code] = toward(centres[successor], best)
    return result


def toward(centre: Place, p: Place) -> Place:
    """Six tenths of the way out: leaving out known points one by one, this erred least (median 3 km)."""
    return Place(centre.lon + SPREAD * (p.lon - centre.lon), centre.lat + SPREAD * (p.lat - centre.lat))


def neighbour_mean(code: str, communes: dict[str, dict[str, str]], points: dict[str, Place]) -> Place:
    """Where the four nearest codes of the same district lie: the office numbered neighbours one after another."""
    district = communes[code]["parent_code"]
    near = sorted((c for c in points if communes[c]["parent_code"] == district), key=lambda c: abs(int(c) - int(code)))[:4]
    return Place(sum(points[c].lon for c in near) / len(near), sum(points[c].lat for c in near) / len(near))

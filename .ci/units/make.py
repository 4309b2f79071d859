"""Makes ncovy_qgis/db/units/nghe_an.csv and outline.wkt from the PyPI package vietnamadminunits 1.0.4 (MIT).

    pip download --no-deps vietnamadminunits==1.0.4 && unzip -d FOLDER vietnamadminunits-*.whl
    /usr/bin/python3 .ci/units/make.py FOLDER/vietnamadminunits/data/dataset.db

Run by hand when the list changes, never at install. NOTICE.md beside the result says what each step does and why.
"""

from __future__ import annotations

import csv
import math
import re
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

from points import KM_LAT, Place, derive, fold, km, tone_key
from shapely import wkt
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.prepared import prep
from shapely.validation import make_valid

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "ncovy_qgis" / "db" / "units"
PROVINCE, NEIGHBOURS = "40", ("38", "42")
TYPES = {
    "Tỉnh": "province",
    "Thành phố": "city",
    "Thị xã": "town",
    "Huyện": "district",
    "Phường": "ward",
    "Thị trấn": "township",
    "Xã": "commune",
}
# A point farther from the centre of its 2025 successor than so many radii of a circle of that unit's area is not believed.
BELIEVED_NAMED, BELIEVED_ROW = 2.6, 2.2
# Inner wards whose successor reaches to the sea: placed by hand beside their best known landmark (± 0.5 km).
BY_HAND = {"16684": (105.677, 18.675), "16687": (105.681, 18.669), "16696": (105.676, 18.664), "17389": (105.598, 18.983)}


def read(db: Path, table: str) -> list[sqlite3.Row]:
    connection = sqlite3.connect(db)
    connection.row_factory = sqlite3.Row
    sql = {
        "admin_units": "SELECT * FROM admin_units",
        "admin_units_legacy": "SELECT * FROM admin_units_legacy",
    }[table]
    return [row for row in connection.execute(sql) if row["provinceCode"] in (PROVINCE, *NEIGHBOURS)]


def bare(name: str) -> str:
    return re.sub(r"^(xã|phường|thị trấn|tt\.)\s+", "", name.strip(), flags=re.IGNORECASE)


def unit_type(name: str) -> str:
    return next(code for word, code in TYPES.items() if name.startswith(word + " "))


def named_unit(row: sqlite3.Row, siblings: list[dict[str, str]]) -> dict[str, str] | None:
    """The unit of 2021 that the geocoder's answer names: exact accents first, then without, within the row's district."""
    place = bare(row["wardGeoAddress"].split(",")[0])
    same = [u for u in siblings if tone_key(bare(u["name"])) == tone_key(place)]
    same = same or [u for u in siblings if fold(bare(u["name"])) == fold(place)]
    own = [u for u in same if u["code"] == row["wardCode"]]
    return (own or same or [None])[0]


def package_points(rows: Iterable[sqlite3.Row], units: dict[str, dict[str, str]], centres: dict[str, Place]) -> dict[str, Place]:
    """Believed points of the package, by the code of 2021 they stand for."""
    points: dict[str, Place] = {}
    weak: dict[str, Place] = {}
    for row in rows:
        mine = units[row["wardCode"]]
        siblings = [u for u in units.values() if u["parent_code"] == mine["parent_code"]]
        place = Place(row["wardLon"], row["wardLat"])
        unit = named_unit(row, siblings)
        if unit is None and row["wardGeoAddress"].split(",")[0].endswith("District"):
            continue
        centre = centres[(unit or mine)["successor_2025"]]
        distance = km(place, centre) / centre.radius_km
        if unit is not None and distance <= BELIEVED_NAMED:
            points.setdefault(unit["code"], place)
        elif unit is None and distance <= BELIEVED_ROW:
            weak[mine["code"]] = place
    return {**weak, **points}


def bounds(row: sqlite3.Row) -> Polygon:
    low, high = row["wardBounds"].split(" – ")
    (south, west), (north, east) = (map(float, text.split(",")) for text in (low, high))
    return box(west, south, east, north)


def cell(place: Place, others: set[Place]) -> Polygon:
    """What is nearer to the place than to any other (GEOS 3.11 crashes on the whole diagram of this cloud)."""
    shape = Point(place.lon, place.lat).buffer(0.5)
    for other in sorted(others, key=lambda q: (km(place, q), q.lon, q.lat))[:40]:
        middle = ((place.lon + other.lon) / 2, (place.lat + other.lat) / 2)
        dx, dy = place.lon - other.lon, place.lat - other.lat
        f = 2 / math.hypot(dx, dy)
        a, b = (middle[0] - dy * f, middle[1] + dx * f), (middle[0] + dy * f, middle[1] - dx * f)
        shape = shape.intersection(Polygon([a, b, (b[0] + dx * f, b[1] + dy * f), (a[0] + dx * f, a[1] + dy * f)]))
    return shape


def outline(inner: list[Place], neighbours: list[Place], extents: list[Polygon]) -> BaseGeometry:
    """Cells of our points against the neighbours' points, cut at the extents of the units (Laos and the sea have no points)."""
    cells = [cell(p, {q for q in inner + neighbours if q != p and km(p, q) < 60}) for p in inner]
    discs = [Point(p.lon, p.lat).buffer(max(0.02, p.radius_km / KM_LAT)) for p in inner]
    shape = unary_union(cells).intersection(unary_union([*extents, *discs])).buffer(0.03).buffer(-0.03)
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    return make_valid(Polygon(largest.exterior).simplify(0.003))


def rows_of(era: int, units: Iterable[tuple[str, str, int, str, Place, str]]) -> list[list[object]]:
    return [[code, era, name, unit_type(name), level, parent, f"{p.lon:.6f}", f"{p.lat:.6f}", origin] for code, name, level, parent, p, origin in units]


def mean(places: list[Place]) -> Place:
    return Place(sum(p.lon for p in places) / len(places), sum(p.lat for p in places) / len(places))


def main(db: Path) -> None:
    legacy, modern = read(db, "admin_units_legacy"), read(db, "admin_units")
    with (HERE / "gso_2021.csv").open(encoding="utf-8", newline="") as file:
        facts = {row["code"]: row for row in csv.DictReader(file)}
    communes = {code: row for code, row in facts.items() if len(code) == 5}
    centres = {r["wardCode"]: Place(r["wardLon"], r["wardLat"], math.sqrt(r["wardAreaKm2"] / math.pi)) for r in modern if r["provinceCode"] == PROVINCE}
    names = {r["wardCode"]: r["ward"] for r in modern}
    own = [r for r in legacy if r["provinceCode"] == PROVINCE]
    points = package_points(own, communes, centres)
    around = [Place(r["wardLon"], r["wardLat"]) for r in legacy if r["provinceCode"] in NEIGHBOURS]
    trusted = [bounds(r) for r in own if points.get(r["wardCode"]) == Place(r["wardLon"], r["wardLat"])]
    points.update({code: Place(*position) for code, position in BY_HAND.items()})
    shape = outline([*points.values(), *centres.values()], around, [b for b in trusted if b.area < 0.1])
    derived = derive(communes, points, centres, prep(shape))
    every = {**points, **derived}
    province = mean(list(centres.values()))

    old: list[tuple[str, str, int, str, Place, str]] = [("40", "Tỉnh Nghệ An", 1, "", province, "derived")]
    for code, row in facts.items():
        if len(code) == 3:
            inside = [p for c, p in every.items() if communes[c]["parent_code"] == code]
            old.append((code, row["name"], 2, "40", mean(inside), "derived"))
    for code, row in communes.items():
        origin = "by hand" if code in BY_HAND else "package" if code in points else "derived"
        old.append((code, row["name"], 3, row["parent_code"], every[code], origin))
    new: list[tuple[str, str, int, str, Place, str]] = [("40", "Tỉnh Nghệ An", 1, "", province, "derived")]
    new += [(code, names[code], 3, "40", place, "package") for code, place in sorted(centres.items())]

    TARGET.mkdir(exist_ok=True)
    with (TARGET / "nghe_an.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "era", "name", "type", "level", "parent_code", "lon", "lat", "origin"])
        writer.writerows(rows_of(2021, old) + rows_of(2025, new))
    (TARGET / "outline.wkt").write_text(wkt.dumps(shape, rounding_precision=4) + "\n", encoding="utf-8")
    print(f"points: {len(points) - len(BY_HAND)} of the package, {len(BY_HAND)} by hand, {len(derived)} derived")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

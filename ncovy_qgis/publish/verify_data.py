"""Is every GeoJSON file what its catalogue and manifest say: RFC 7946, ordered, counted, public fields only?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import problems, units
from .files import read_json
from .problems import Problem

Ring = list[list[float]]


def data_problems(folder: Path, described: Mapping[str, Any]) -> Iterator[Problem]:
    """Check each layer's file of a release folder."""
    catalogue = read_json(folder / "catalogue.json")
    for layer in catalogue["layers"]:
        name = f"data/{layer['name']}.geojson"
        try:
            collection = json.loads((folder / name).read_bytes())
            features = collection["features"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield problems.unreadable(name, type(error).__name__)
            continue
        if described["counts"].get(layer["name"]) != len(features):
            yield problems.wrong_count(name, described["counts"].get(layer["name"]), len(features))
        yield from _layer_problems(name, layer, features)


def unit_problems(folder: Path, described: Mapping[str, Any]) -> Iterator[Problem]:
    """Do the counts by commune add up to those of the layers? Releases made before there were any have none."""
    overview = read_json(folder / units.NAME)
    if overview is None:
        return
    try:
        parts = [unit.get("counts", {}) for unit in overview["units"]] + [overview["elsewhere"]]
        for layer, stated in described["counts"].items():
            found = sum(part.get(layer, 0) for part in parts)
            if found != stated:
                yield problems.wrong_count(f"{units.NAME} ({layer})", stated, found)
    except (KeyError, TypeError, AttributeError) as error:
        yield problems.unreadable(units.NAME, type(error).__name__)


def _layer_problems(name: str, layer: Mapping[str, Any], features: list[Any]) -> Iterator[Problem]:
    allowed = ["id", *(field["name"] for field in layer["fields"])]
    before = ""
    for feature in features:
        try:
            yield from _feature_problems(name, layer["geometry"], allowed, feature)
            if not before < feature["id"]:
                yield problems.malformed(name, "mã không tăng dần", "identifiers are not in order")
            before = feature["id"]
        except (KeyError, TypeError, IndexError, ValueError) as error:
            yield problems.unreadable(name, type(error).__name__)
            return


def _feature_problems(name: str, geometry: str, allowed: list[str], feature: Mapping[str, Any]) -> Iterator[Problem]:
    for key in feature["properties"]:
        if key not in allowed:
            yield problems.not_public(name, key)
    if feature["geometry"]["type"] != geometry or feature["id"] != feature["properties"]["id"]:
        yield problems.malformed(name, "đối tượng sai kiểu", "a feature has the wrong type")
    for polygon in _polygons(feature["geometry"]):
        if not _wound(polygon):
            yield problems.malformed(name, "vòng ranh giới sai chiều hoặc không khép kín", "a ring is open or wound wrongly")


def _polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else []


def _wound(polygon: list[Ring]) -> bool:
    """Outer ring counter-clockwise, holes clockwise, all closed (RFC 7946 3.1.6)."""
    closed = all(len(ring) >= 4 and ring[0] == ring[-1] for ring in polygon)
    return closed and all((_area(ring) > 0) == (index == 0) for index, ring in enumerate(polygon))


def _area(ring: Ring) -> float:
    """Signed area; positive when counter-clockwise. Relative to the first corner, for precision."""
    x0, y0 = ring[0]
    corners = [(x - x0, y - y0) for x, y in ring]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:]))

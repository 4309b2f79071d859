"""Features of every layer with a past made up by chance: any field that a person may set, any place, removals too; the same seed gives the same past."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer
from ncovy_qgis.core.merge import Image, broken
from ncovy_qgis.db.change import Change, Insert, Remove, Update
from tests.db.desk import QUYNH_LUU, REPORTED, VINH, point

NOW = datetime(2021, 9, 17, 11, tzinfo=timezone.utc)
WORDS = ("Khối 3", "dấu «ngoặc» \\ '", "Đường Lê Lợi; ngõ 5", 'hai "nháy"', "số 5–7 ½", "𠮷 chữ hiếm", "%s {0} $1", "Ấp Đông")
BY_NORMAL = {"phone": ("02383844528", "115", "0912345678"), "opening_hours": ("24/7", "Mo-Su 07:00-21:00"), "decision_no": ("3300/QĐ-UBND", "1/QĐ-UBND")}


def value(chance: random.Random, field: Field, catalogue: Catalogue) -> Any:
    """A value of the field's type, or none; a rule may still refuse it."""
    if chance.random() < 0.2 and field.name not in ("name", "reported_at"):
        return None
    values = catalogue.list_of(field)
    if values is not None:
        chosen = chance.sample(values.codes, min(len(values.codes), chance.randint(1, 3)))
        return sorted(chosen) if field.type == "lists" else chosen[0]
    if field.normalise in BY_NORMAL:
        return chance.choice(BY_NORMAL[field.normalise])
    moment = REPORTED + timedelta(microseconds=chance.randrange(10**12))
    of_type: Mapping[str, Any] = {
        "integer": chance.randint(0, 500),
        "number": round(chance.uniform(0, 90), 1),
        "boolean": chance.random() < 0.5,
        "date": moment.date(),
        "datetime": moment,
    }
    return of_type.get(field.type) if field.type != "text" else " ".join(chance.choices(WORDS, k=chance.randint(1, 2)))


def content(chance: random.Random, layer: Layer, catalogue: Catalogue, old: Mapping[str, Any]) -> dict[str, Any]:
    """Some fields changed, so that every rule of storing holds; at least the name."""
    fields = [field for field in layer.fields if not field.auto and field.references is None and field.name not in ("commune_code", "name")]
    found: dict[str, Any] = {"name": f"Tên {chance.random()}"}
    for field in chance.sample(fields, chance.randint(1, len(fields) // 2)):
        wanted = {**found, field.name: value(chance, field, catalogue)}
        if not broken(layer, Image({**old, **wanted}), NOW):
            found = wanted
    return found


def shape(chance: random.Random, geometry: str) -> bytes:
    """A place in Vinh or Quỳnh Lưu with all the digits a double has; of a zone a star of one part or two, one with a hole."""
    lon, lat = chance.choice((VINH, QUYNH_LUU))
    place = (lon + chance.uniform(-0.01, 0.01), lat + chance.uniform(-0.01, 0.01))
    if geometry == "Point":
        return point(place)
    parts = [_polygon(chance, (place[0] + 0.006 * number, place[1])) for number in range(chance.randint(1, 2))]
    return struct.pack("<BII", 1, 6, len(parts)) + b"".join(parts)


def _polygon(chance: random.Random, centre: tuple[float, float]) -> bytes:
    rings = [_ring(chance, centre, 0.001, 0.0025), *([_ring(chance, centre, 0.0002, 0.0004)] if chance.random() < 0.5 else [])]
    return struct.pack("<BII", 1, 3, len(rings)) + b"".join(rings)


def _ring(chance: random.Random, centre: tuple[float, float], least: float, most: float) -> bytes:
    corners = []
    for step in range(count := chance.randint(6, 12)):
        far, angle = chance.uniform(least, most), 2 * math.pi * step / count
        corners.append((centre[0] + far * math.cos(angle), centre[1] + far * math.sin(angle)))
    return struct.pack("<I", count + 1) + b"".join(struct.pack("<dd", *corner) for corner in [*corners, corners[0]])


def births(chance: random.Random, catalogue: Catalogue, each: int) -> list[Insert]:
    """So many features of every layer."""
    return [
        Insert(layer.name, str(UUID(int=chance.getrandbits(128), version=4)), _first(chance, layer, catalogue), shape(chance, layer.geometry))
        for layer in catalogue.layers
        for _ in range(each)
    ]


def _first(chance: random.Random, layer: Layer, catalogue: Catalogue) -> dict[str, Any]:
    start = {"reported_at": REPORTED}
    return {**start, **content(chance, layer, catalogue, start)}


def next_changes(chance: random.Random, catalogue: Catalogue, values: dict[str, dict[str, Any]], items: list[Insert], version: int) -> list[Change]:
    """One change of every feature, `values` by uid kept up: fields, place or both; one in eight is taken away, or comes back with its next change."""
    return [_next(chance, catalogue, values[item.uid], item, version) for item in items]


def _next(chance: random.Random, catalogue: Catalogue, values: dict[str, Any], item: Insert, version: int) -> Change:
    layer = catalogue.layer(item.layer)
    if chance.random() < 1 / 8:
        values["removed"] = True
        return Remove(item.layer, item.uid, version, f"lý do {chance.random()}")
    known = {name: each for name, each in values.items() if name != "removed"}
    wanted = content(chance, layer, catalogue, known)
    back = {"removed": False, "removed_reason": None} if values.pop("removed", False) else {}
    values.update(wanted)
    return Update(item.layer, item.uid, version, {**wanted, **back}, shape(chance, layer.geometry) if chance.random() < 0.6 else None)

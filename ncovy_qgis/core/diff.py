"""What changed between two versions of a feature, field by field, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .dates import DateError, parse_date, parse_datetime
from .model import Catalogue, Field, Layer, Text
from .shown import show_value

EARTH_METRES = 6_371_008.8


@dataclass(frozen=True)
class Change:
    """One field that differs, both values as people read them."""

    field: str
    label: Text
    old: Text
    new: Text


def differences(layer: Layer, old: Mapping[str, Any], new: Mapping[str, Any], catalogue: Catalogue) -> tuple[Change, ...]:
    """The fields that differ, in the order of the form. Rows may come from Python or from JSON: «2021-08-22T00:00:00+07:00» is the same moment."""
    return tuple(
        Change(field.name, field.label, show_value(field, old.get(field.name), catalogue), show_value(field, new.get(field.name), catalogue))
        for field in layer.fields
        if same_value(field, old.get(field.name), new.get(field.name)) is False
    )


def same_value(field: Field, old: Any, new: Any) -> bool:
    """Whether two values say the same; empty text, empty list and None do."""
    return bool(_comparable(field, old) == _comparable(field, new))


def _comparable(field: Field, value: Any) -> Any:
    if value is None or value in ("", [], ()):
        return None
    if field.type == "lists":
        return sorted(str(code) for code in value)
    try:
        if field.type == "datetime":
            return parse_datetime(value)
        if field.type == "date":
            return parse_date(value)
        if field.type in ("integer", "number"):
            return float(value)
    except (DateError, ValueError):
        return str(value)
    return value if field.type == "boolean" else str(value)


def moved_metres(old: tuple[float, float], new: tuple[float, float]) -> float:
    """Great-circle distance in metres between two (lon, lat) positions in degrees."""
    (lon1, lat1), (lon2, lat2) = ((math.radians(lon), math.radians(lat)) for lon, lat in (old, new))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(half))

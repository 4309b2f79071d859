"""What the public sees of a feature: an allow-list of fields, thresholds, coarse places for households, and at which times it shows at all.

The database derives the same in SQL (db/published.py); this is the form of the rule that previews and tests use.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from .dates import parse_datetime
from .model import Field, Layer

HOUSEHOLD = "household"
PRIVATE_AT_HOME = ("address",)
GRID_DEGREES = 0.0005  # about 50 m
LIFTED_FOR = timedelta(days=14)


def public_row(layer: Layer, row: Mapping[str, Any]) -> dict[str, Any]:
    """The public fields of a row, in catalogue order; what may not be told is None."""
    return {field.name: _public_value(layer, field, row) for field in layer.public_fields}


def _public_value(layer: Layer, field: Field, row: Mapping[str, Any]) -> Any:
    value = row.get(field.name)
    if value is None:
        return None
    if field.public_if_at_least is not None and value < field.public_if_at_least:
        return None
    return None if field.name in PRIVATE_AT_HOME and is_household(layer, row) else value


def is_household(layer: Layer, row: Mapping[str, Any]) -> bool:
    """Whether the feature is somebody's home."""
    return layer.geometry == "Point" and layer.has("scope") and row.get("scope") == HOUSEHOLD


def public_position(layer: Layer, row: Mapping[str, Any], lon: float, lat: float) -> tuple[float, float]:
    """The position as published, degrees: a home is moved to a grid."""
    if not is_household(layer, row):
        return lon, lat
    return round(round(lon / GRID_DEGREES) * GRID_DEGREES, 6), round(round(lat / GRID_DEGREES) * GRID_DEGREES, 6)


def shows_at(layer: Layer, row: Mapping[str, Any], as_of: datetime) -> bool:
    """Whether an approved feature is on the public map at a moment (with time zone)."""
    state = row.get(layer.state_field)
    if layer.state_field == "operating_state":
        return state != "closed_permanently"
    if state in ("active", "suspended"):
        return True
    if state == "planned":
        return bool(row.get("decision_no"))
    ended = row.get("active_to")
    return state == "lifted" and ended is not None and as_of - parse_datetime(ended) < LIFTED_FOR

"""Brings values into the form they are stored in, by the `normalise:` of their field. Never judges: that is the rules' part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from .decisions import normalise_decision
from .model import Field, Layer
from .opening_hours import normalise_hours
from .phones import normalise_phones
from .roads import normalise_km_post, normalise_road
from .text import clean, clean_lines

_NORMALISERS: dict[str, Callable[[str], str]] = {
    "text": clean,
    "phone": normalise_phones,
    "decision_no": normalise_decision,
    "opening_hours": normalise_hours,
    "road": normalise_road,
    "km_post": normalise_km_post,
}  # fmt: skip


def normalise_value(field: Field, value: Any) -> Any:
    """The stored form of a value; blank text is None; values of other types come back as they are."""
    if not isinstance(value, str) or field.normalise is None:
        return value
    if field.widget == "multiline":
        return clean_lines(value) or None
    return _normalised(field.normalise, value) or None


@lru_cache(maxsize=4096)  # the journal, the save and the form ask of the same value
def _normalised(kind: str, text: str) -> str:
    return _NORMALISERS[kind](text)


def normalise_row(layer: Layer, row: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a row with every known field in its stored form."""
    return {name: normalise_value(layer.field(name), value) if isinstance(value, str) and layer.has(name) else value for name, value in row.items()}

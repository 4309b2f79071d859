"""Which values of a feature may be offered for the next one, and how they are kept. Never personal data, never what belongs to one place alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from .model import Field, Layer
from .text import clean

LIMIT = 6  # values kept of one field
_OF_ONE_PLACE = {"commune_code", "location_method", "location_accuracy_m", "warning_reason", "removed_reason", "reported_at", "facility_code"}
_TYPES = {"text", "list", "lists", "boolean", "date", "datetime"}
_LONGEST = 200  # characters; longer texts describe one feature


def reusable(layer: Layer) -> tuple[Field, ...]:
    """The fields whose values several features share: a decision, an authority, a state; in the order of the form."""
    return tuple(field for field in layer.fields if _may_be_kept(field))


def _may_be_kept(field: Field) -> bool:
    if field.private == "never" or field.auto or field.type not in _TYPES or field.name in _OF_ONE_PLACE:
        return False
    return not field.rules_of("no_personal_data")  # free words about one place, where a person may be named in spite of all


def remember(known: Sequence[Any], value: Any) -> tuple[Any, ...]:
    """The values with this one first, each once, at most LIMIT."""
    kept = clean(value) if isinstance(value, str) else value
    if kept in (None, "", [], ()) or (isinstance(kept, str) and len(kept) > _LONGEST):
        return tuple(known)
    return (kept, *(each for each in known if each != kept))[:LIMIT]


def dump(values: Mapping[str, Sequence[Any]]) -> str:
    """Field → values as one line of JSON."""
    return json.dumps({name: [_plain(each) for each in found] for name, found in values.items()}, ensure_ascii=False, sort_keys=True)


def load(text: str, layer: Layer) -> dict[str, tuple[Any, ...]]:
    """What dump wrote, as far as the layer still has these fields and they may be kept; anything else counts as nothing."""
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    fields = {field.name: field for field in reusable(layer)}
    read = {name: [_read(fields[name], each) for each in found] for name, found in stored.items() if name in fields and isinstance(found, list)}
    return {name: kept for name, found in read.items() if (kept := tuple(each for each in found if each is not None)[:LIMIT])}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _read(field: Field, value: Any) -> Any:
    """One stored value in the type of its field; None when it does not fit."""
    try:
        if field.type in ("date", "datetime"):
            kind = datetime if field.type == "datetime" else date
            return kind.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    kinds: Mapping[str, type] = {"boolean": bool, "lists": list}
    return value if isinstance(value, kinds.get(field.type, str)) else None

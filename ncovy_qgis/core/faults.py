"""What is wrong with a row while it is being typed: each rule that does not hold, the gravest of a field first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .model import Layer, Strength, Text
from .normalise import normalise_row

ORDER = (Strength.SAVE, Strength.SUBMIT, Strength.WARN)


@dataclass(frozen=True)
class Fault:
    """One rule a field breaks."""

    field: str
    strength: Strength
    text: Text


def faults(layer: Layer, row: Mapping[str, Any], now: datetime) -> tuple[Fault, ...]:
    """The faults of a row of plain values as it would be stored, in the order of the form; what the server fills has none."""
    stored = {**dict.fromkeys(field.name for field in layer.fields), **normalise_row(layer, row)}
    found = []
    for field in layer.fields:
        if not field.auto:
            broken = [rule for rule in field.rules if not rule.holds(stored, now)]
            found += [Fault(field.name, rule.strength, rule.message) for rule in sorted(broken, key=lambda rule: ORDER.index(rule.strength))]
    return tuple(found)


def gravest(found: Iterable[Fault]) -> Strength | None:
    """The strength that counts where several faults meet."""
    return min((fault.strength for fault in found), key=ORDER.index, default=None)

"""MapLibre values that depend on which symbol a feature gets. Imports no QGIS itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .expressions import Filter, some

Choice = tuple[Filter, Any]


def case(choices: Sequence[Choice]) -> Any:
    """The value of the first filter that holds; plain when all values are the same."""
    values = [value for _, value in choices]
    if all(value == values[0] for value in values):
        return values[0]
    flat = [part for where, value in choices[:-1] for part in (where, value)]
    return ["case", *flat, values[-1]]


def painted_order(filters: Sequence[Filter]) -> Any:
    """A sort key by which the first symbol of a legend lies on top where features overlap."""
    return case([(where, len(filters) - rank) for rank, where in enumerate(filters)])


def anything(choices: Sequence[Choice]) -> Filter:
    """The features that get any symbol at all."""
    return some(*(where for where, _ in choices))


def web_layer(stem: str, kind: str, role: str, source_layer: str, **parts: Any) -> dict[str, Any]:
    """A MapLibre layer without what is empty; its id is given when all layers are known."""
    layer = {
        "id": role,
        "type": kind,
        "source": "ncovy",
        "source-layer": source_layer,
        "metadata": {"ncovy:layer": stem, "ncovy:role": role or "sign"},
    }
    layer.update({name: part for name, part in parts.items() if part is not None and part is not True and part != {}})
    return layer

"""The public map's legend: every symbol with its image and its words in both languages. Uses no QGIS itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...core.catalogue import Catalogue, Layer, Text
from .rules import Drawn


def legend_of(layer: Layer, items: Iterable[Drawn], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Entries in legend order: code, sprite image, label, filter."""
    prefix = "" if layer.geometry == "Point" else "legend-"
    return [
        {
            "code": item.code,
            "image": f"{layer.name}:{prefix}{item.code}",
            "label": vars(_label(item.label, catalogue)),
            "filter": item.where,
        }
        for item in items
    ]


def _label(text: str, catalogue: Catalogue) -> Text:
    """English from the list whose Vietnamese label this is; a text of the style itself has only one language."""
    for values in catalogue.lists.values():
        for value in values.values:
            if value.label.vi == text:
                return value.label
    return Text(text, text)

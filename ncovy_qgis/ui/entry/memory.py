"""What the dock keeps between sessions, in the settings of this QGIS: last values, what is used again, what is not asked any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.core import QgsSettings

from ...core.model import Layer
from ...core.reuse import dump, load, remember, reusable

KEY = "ncovy/entry"


def recent(layer: Layer) -> dict[str, tuple[Any, ...]]:
    """Field → its last values, newest first."""
    return load(str(QgsSettings().value(f"{KEY}/recent/{layer.name}", "")), layer)


def keep(layer: Layer, values: Mapping[str, Any]) -> None:
    """The values of a feature just entered; what may not be kept is left out."""
    known = recent(layer)
    for field in reusable(layer):
        if field.name in values:
            known[field.name] = remember(known.get(field.name, ()), values[field.name])
    QgsSettings().setValue(f"{KEY}/recent/{layer.name}", dump(known))


def forget(layer: Layer) -> None:
    """Nothing is offered any more."""
    QgsSettings().remove(f"{KEY}/recent/{layer.name}")


def ticked(layer: Layer) -> frozenset[str]:
    """Fields whose value goes on to the next feature."""
    return frozenset(str(QgsSettings().value(f"{KEY}/again/{layer.name}", "")).split())


def tick(layer: Layer, fields: Iterable[str]) -> None:
    """Remember these fields as ticked."""
    QgsSettings().setValue(f"{KEY}/again/{layer.name}", " ".join(sorted(fields)))


def asks(pair: str) -> bool:
    """Whether the two questions of a pair are put by themselves."""
    return str(QgsSettings().value(f"{KEY}/quiet/{pair}", "")) != "yes"


def ask_no_more(pair: str) -> None:
    """The person knows the difference."""
    QgsSettings().setValue(f"{KEY}/quiet/{pair}", "yes")

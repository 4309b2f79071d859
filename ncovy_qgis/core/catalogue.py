"""The catalogue: what the ten layers hold, ask, allow and publish, read from forms/*.yaml. Pure: stdlib and yaml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .loader import read_catalogue
from .model import (
    FIELD_TYPES,
    LABELS,
    Catalogue,
    CatalogueError,
    Field,
    Group,
    Layer,
    OpenData,
    Pattern,
    Site,
    Strength,
    Tab,
    Text,
    Value,
    ValueList,
)
from .rules import KINDS, Rule
from .rules.condition import Condition

__all__ = [
    "FIELD_TYPES", "KINDS", "LABELS", "Catalogue", "CatalogueError", "Condition", "Field", "Group", "Layer", "OpenData", "Pattern", "Rule",
    "Site", "Strength", "Tab", "Text", "Value", "ValueList", "load_catalogue",
]  # fmt: skip


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Read a folder of forms (the product's own by default); raises CatalogueError «file:line: sentence»."""
    if folder is None:
        from ..paths import forms_dir

        folder = forms_dir()
    return _read(folder, tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob("*.yaml"))))


@lru_cache(maxsize=2)
def _read(folder: Path, _: tuple[tuple[str, int, int], ...]) -> Catalogue:
    """Reading takes a third of a second, and every sentence of a refusal needs it: anew only when a file has changed."""
    return read_catalogue(folder)

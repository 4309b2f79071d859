"""Where forms, styles and icons lie: beside the package in a checkout, inside it in an installed plugin. Imports no QGIS."""

from __future__ import annotations

from pathlib import Path


def package_dir() -> Path:
    """The folder of this package, links resolved."""
    return Path(__file__).resolve().parent


def forms_dir() -> Path:
    """The ten forms and what they share."""
    return _data_dir("forms")


def styles_dir() -> Path:
    """The QML of each layer."""
    return _data_dir("styles")


def icons_dir() -> Path:
    """The SVG sign of each layer."""
    return _data_dir("icons")


def _data_dir(name: str) -> Path:
    inside = package_dir() / name
    return inside if inside.is_dir() else package_dir().parent / name

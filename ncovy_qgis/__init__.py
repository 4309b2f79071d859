"""Ncovy QGIS: ten shared layers of a province, edited in QGIS, reviewed, and published as a map."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # the name QGIS calls
    """Give QGIS the plugin; nothing of QGIS is imported before, so the command line works without it."""
    from .plugin import NcovyPlugin

    return NcovyPlugin(iface)

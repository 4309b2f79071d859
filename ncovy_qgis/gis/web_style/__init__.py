"""The public map's style, translated from the QML and drawn by QGIS. May import core and qgis.core, no database, no widgets."""

from __future__ import annotations

from .build import WebStyle, build_web_style

__all__ = ["WebStyle", "build_web_style"]

"""QGIS lays a grey sheet into the white page of a tab, which looks like a box that is switched off: the page is to be seen through it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QScrollArea, QTabWidget, QWidget


class Ground:
    """The sheets of one form's tabs."""

    def __init__(self, tabs: Optional[QTabWidget]) -> None:
        pages = [tabs.widget(index) for index in range(tabs.count())] if tabs is not None else []
        areas = [area for page in pages for area in page.findChildren(QScrollArea) if area.widget() is not None]
        self._filled = [sheet for area in areas for sheet in (area.viewport(), area.widget()) if sheet.autoFillBackground()]
        self._fill(False)

    def close(self) -> None:
        """Grey again."""
        self._fill(True)

    def _fill(self, filled: bool) -> None:
        sheet: QWidget
        for sheet in self._filled:
            sheet.setAutoFillBackground(filled)

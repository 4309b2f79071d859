"""Texts of several lines and lists of ticks no taller than they need, so that a form fits a screen of 768 lines."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtWidgets import QHeaderView, QPlainTextEdit, QTableWidget, QTextEdit, QWidget

from .editors import Editor, cell_of

LINES = 6
PADDING = 8  # logical pixels between two rows of ticks, and around a text
NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class Heights:
    """The limits of one form; whoever needs more lines scrolls."""

    def __init__(self, editors: Mapping[str, Editor]) -> None:
        self._limited: list[QWidget] = []
        for editor in editors.values():
            height = _height_of(editor.widget)
            cell = cell_of(editor) if height else None
            if cell is not None:
                self._limit(editor.widget, height)
                self._limit(cell.widget, height)
                grid = cell.widget.parentWidget().layout()
                grid.setRowStretch(grid.rowCount(), 1)  # QGIS leaves room below only where nothing wants to grow

    def close(self) -> None:
        """As tall as QGIS makes them."""
        for widget in self._limited:
            widget.setMaximumHeight(NO_LIMIT)

    def _limit(self, widget: QWidget, height: int) -> None:
        widget.setMaximumHeight(height)
        self._limited.append(widget)


def _height_of(widget: QWidget) -> int:
    line = widget.fontMetrics().lineSpacing()
    if isinstance(widget, (QPlainTextEdit, QTextEdit)):
        return line * LINES + 2 * PADDING
    if isinstance(widget, QTableWidget) and widget.verticalHeader().sectionResizeMode(0) == QHeaderView.ResizeMode.Stretch:
        return widget.rowCount() * (line + PADDING) + 2 * widget.frameWidth()
    return 0

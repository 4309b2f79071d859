"""Texts of several lines and lists of ticks no taller than they need, so that a form fits a screen of 768 lines."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtWidgets import QHeaderView, QLineEdit, QPlainTextEdit, QTableWidget, QTextEdit, QWidget

from .editors import Editor, cell_of

LINES = 6
PADDING = 8  # logical pixels between two rows of ticks, and around a text
NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class Heights:
    """The limits of one form; whoever needs more lines scrolls."""

    def __init__(self, editors: Mapping[str, Editor]) -> None:
        self._limited: list[QWidget] = []
        for editor in editors.values():
            limits = _limits_of(editor.widget)
            cell = cell_of(editor) if limits else None
            if cell is not None:
                for widget, height in (*limits, (cell.widget, limits[-1][1])):
                    self._limit(widget, height)
                grid = cell.widget.parentWidget().layout()
                grid.setRowStretch(grid.rowCount(), 1)  # QGIS leaves room below only where nothing wants to grow

    def close(self) -> None:
        """As tall as QGIS makes them."""
        for widget in self._limited:
            widget.setMaximumHeight(NO_LIMIT)

    def _limit(self, widget: QWidget, height: int) -> None:
        widget.setMaximumHeight(height)
        self._limited.append(widget)


def _limits_of(widget: QWidget) -> tuple[tuple[QWidget, int], ...]:
    """Widgets with their greatest heights, the editor itself last; none for what is one line."""
    line = widget.fontMetrics().lineSpacing()
    if isinstance(widget, (QPlainTextEdit, QTextEdit)):
        return ((widget, line * LINES + 2 * PADDING),)
    if isinstance(widget, QTableWidget):  # ticks in QGIS 3.22: the rows share the height there is
        stretched = widget.verticalHeader().sectionResizeMode(0) == QHeaderView.ResizeMode.Stretch
        return ((widget, _rows(widget)),) if stretched else ()
    table = widget.findChild(QTableWidget)
    if table is None:
        return ()
    search = widget.findChild(QLineEdit)  # newer ones: a search line above rows that are scrolled
    ticks = min(_rows(table), line * LINES + 2 * PADDING)
    above = search.sizeHint().height() + PADDING if search is not None else 0
    return (table, ticks), (widget, ticks + above)


def _rows(table: QTableWidget) -> int:
    line = table.fontMetrics().lineSpacing()
    return table.rowCount() * (line + PADDING) + 2 * table.frameWidth()

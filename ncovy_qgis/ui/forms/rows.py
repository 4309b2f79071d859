"""A sentence under each field that must be mended, in rows between QGIS's own; what is only wanted is said by tooltip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ...core.catalogue import Strength
from ...core.faults import Fault, gravest
from ..words import said
from .editors import Editor
from .signs import colour_of, tooltip

DEPTH = 6  # widgets between an editor and its row, at most


class Rows:
    """The sentences of one form."""

    def __init__(self, editors: Mapping[str, Editor]) -> None:
        self._editors = editors
        self._cells = {name: cell for name, editor in editors.items() if (cell := _cell_of(editor)) is not None}
        self._spread: set[int] = set()  # layouts that have free rows
        self._labels: dict[str, QLabel] = {}
        self._tips_now: dict[str, str] = {}
        self._hints: list[QLabel] = []
        self._tips = {name: editor.widget.toolTip() for name, editor in editors.items()}

    def explain(self) -> None:
        """The catalogue's hints on the labels of the fields."""
        for name, cell in self._cells.items():
            hint = self._editors[name].field.hint
            label = _label_of(cell)
            if hint is not None and label is not None:
                label.setToolTip(said(hint))
                self._hints.append(label)

    def close(self) -> None:
        """No sentences; empty rows take no room."""
        for label in self._hints:
            label.setToolTip("")
        for label in self._labels.values():
            label.hide()
            label.deleteLater()
        self._labels.clear()
        for name, tip in self._tips.items():
            self._editors[name].widget.setToolTip(tip)

    def show(self, name: str, found: Sequence[Fault], may_grow: bool) -> None:
        """The sentences of one field; without `may_grow` a row that is not there yet waits."""
        self._tip(name, tooltip(said(fault.text) for fault in found) or self._tips[name])
        grave = gravest(found) is Strength.SAVE
        label = self._labels.get(name)
        shown = label is not None and not label.isHidden()
        if grave and (may_grow or shown):
            self._say(name, "\n".join(dict.fromkeys(said(fault.text) for fault in found if fault.strength is Strength.SAVE)))
        elif shown and label is not None:
            label.hide()

    def _tip(self, name: str, text: str) -> None:
        if self._tips_now.get(name, self._tips[name]) != text:
            self._tips_now[name] = text
            self._editors[name].widget.setToolTip(text)

    def _say(self, name: str, text: str) -> None:
        label = self._labels.get(name) or self._insert(name)
        if label is not None:
            label.setText(text)
            label.setStyleSheet(f"color: {colour_of(Strength.SAVE, label.parentWidget().palette())}")
            label.show()

    def _insert(self, name: str) -> Optional[QLabel]:
        cell = self._cells.get(name)
        if cell is None:
            return None
        holder, grid = cell, cell.parentWidget().layout()
        if id(grid) not in self._spread:
            _spread(grid)
            self._spread.add(id(grid))
        row, column, _, width = grid.getItemPosition(grid.indexOf(holder))
        label = QLabel(holder.parentWidget())
        label.setObjectName(f"ncovyFault_{name}")
        label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        grid.addWidget(label, row + 1, column, 1, width)
        self._labels[name] = label
        return label


def _cell_of(editor: Editor) -> Optional[QWidget]:
    """The widget of the field's row: the one that lies in a grid with its label."""
    widget: Optional[QWidget] = editor.widget
    for _ in range(DEPTH):
        if widget is None or widget.parentWidget() is None:
            return None
        layout = widget.parentWidget().layout()
        if isinstance(layout, QGridLayout) and layout.indexOf(widget) >= 0:
            return widget
        widget = widget.parentWidget()
    return None


def _label_of(cell: QWidget) -> Optional[QLabel]:
    """The label before a field, or above it."""
    grid = cell.parentWidget().layout()
    row, column, _, _ = grid.getItemPosition(grid.indexOf(cell))
    for place in ((row, column - 1), (row - 1, column)):
        item = grid.itemAtPosition(*place) if min(place) >= 0 else None
        if item is not None and isinstance(item.widget(), QLabel):
            return item.widget()
    return None


def _spread(grid: QGridLayout) -> None:
    """Every second row free."""
    stretches = [grid.rowStretch(row) for row in range(grid.rowCount())]
    places = [grid.getItemPosition(index) for index in range(grid.count())]
    items = [grid.takeAt(0) for _ in places]
    for item, (row, column, height, width) in zip(items, places):
        grid.addItem(item, row * 2, column, height * 2 - 1, width, item.alignment())
    for row in range(len(stretches)):
        grid.setRowStretch(row, 0)
    for row, stretch in enumerate(stretches):
        grid.setRowStretch(row * 2, stretch)

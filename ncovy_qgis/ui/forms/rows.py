"""A sentence under each field that must be mended, in rows between QGIS's own; what is only wanted is said by tooltip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QSizePolicy

from ...core.catalogue import Strength
from ...core.faults import Fault, gravest
from ..words import said
from .editors import Cell, Editor, cell_of
from .signs import colour_of, tooltip

NARROWEST = 240  # pixels a sentence takes for its lines before the form is laid out


class Rows:
    """The sentences of one form."""

    def __init__(self, editors: Mapping[str, Editor]) -> None:
        self._editors = editors
        self._cells = {name: cell for name, editor in editors.items() if (cell := cell_of(editor)) is not None}
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
            label.setText(wrapped(text, label.fontMetrics(), max(self._cells[name].widget.width(), NARROWEST)))
            label.setStyleSheet(f"color: {colour_of(Strength.SAVE, label.parentWidget().palette())}")
            label.show()

    def _insert(self, name: str) -> Optional[QLabel]:
        cell = self._cells.get(name)
        if cell is None:
            return None
        label = QLabel(cell.widget.parentWidget())
        label.setObjectName(f"ncovyFault_{name}")
        label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if isinstance(cell.layout, QGridLayout):
            self._make_room(cell.layout)
            row, column, _, width = cell.layout.getItemPosition(cell.layout.indexOf(cell.widget))
            cell.layout.addWidget(label, row + 1, column, 1, width)
        else:
            cell.layout.addWidget(label)
        self._labels[name] = label
        return label

    def _make_room(self, grid: QGridLayout) -> None:
        if id(grid) not in self._spread:
            _spread(grid)
            self._spread.add(id(grid))


def wrapped(text: str, metrics: QFontMetrics, width: int) -> str:
    """Lines no wider than `width` pixels. A label that wraps by itself has a height for each width, and boxes around it lose their own."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and metrics.horizontalAdvance(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return "\n".join(lines)


def _label_of(cell: Cell) -> Optional[QLabel]:
    """The label before a field, or above it."""
    layout = cell.layout
    if isinstance(layout, QGridLayout):
        row, column, _, _ = layout.getItemPosition(layout.indexOf(cell.widget))
        item = layout.itemAtPosition(row, column - 1) if column else None
    else:
        item = layout.itemAt(0)
    found = item.widget() if item is not None else None
    return found if isinstance(found, QLabel) else None


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

"""Before and after, a row a field; the ticks say which fields are right."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont, QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from .marks import RichCell, dark_now, rich
from .rows import FieldRow

FIELD, OLD, NEW = range(3)
LINES_MOST = 14  # of a long text; its tooltip has all of it
MINUS_PLUS = {OLD: "−", NEW: "+"}


class DiffModel(QAbstractTableModel):
    """Rows that changed, or all; a tick stays with its field."""

    ticked = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._all: tuple[FieldRow, ...] = ()
        self.rows: tuple[FieldRow, ...] = ()
        self.every = False
        self._ticks: set[str] = set()
        self._titles = ("", "")

    def show_rows(self, rows: Sequence[FieldRow], titles: tuple[str, str]) -> None:
        """Another change; nothing is ticked."""
        self._ticks.clear()
        self._titles = titles
        self._put(tuple(rows))

    def show_every(self, every: bool) -> None:
        """All fields, or only those that changed."""
        self.every = every
        self._put(self._all)

    def ticks(self) -> tuple[str, ...]:
        """The fields that are right."""
        return tuple(row.name for row in self._all if row.name in self._ticks)

    def tick(self, row: int) -> None:
        """The other way round."""
        if 0 <= row < len(self.rows) and self.rows[row].apart:
            self._ticks ^= {self.rows[row].name}
            self.dataChanged.emit(self.index(row, FIELD), self.index(row, NEW))
            self.ticked.emit()

    def _put(self, rows: tuple[FieldRow, ...]) -> None:
        self.beginResetModel()
        self._all = rows
        self.rows = tuple(row for row in rows if self.every or row.changed)
        self.endResetModel()
        self.ticked.emit()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else NEW + 1

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == FIELD and self.rows[index.row()].apart else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return (QCoreApplication.translate("Ncovy", "Trường"), *self._titles)[section] if wanted else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label if column == FIELD else rich(row.new if column == NEW else row.old, dark_now())
        if role == Qt.ItemDataRole.CheckStateRole and column == FIELD and row.apart:
            return Qt.CheckState.Checked if row.name in self._ticks else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.FontRole and column == FIELD and row.changed:
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._told(row, column)
        return f"<qt>{escape(self._told(row, column))}</qt>" if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the box."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick(index.row())
        return True

    def _told(self, row: FieldRow, column: int) -> str:
        """For whoever sees no colours."""
        if column == FIELD:
            return row.label
        text = row.text(column == NEW) or QCoreApplication.translate("Ncovy", "(trống)")
        return f"{MINUS_PLUS[column]} {text}" if row.changed else text


class DiffTable(QTableView):
    """Space ticks the row one stands on."""

    def __init__(self, model: DiffModel, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName(name)
        self.setModel(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._cells = RichCell(self)
        for column in (OLD, NEW):
            self.setItemDelegateForColumn(column, self._cells)
        line = self.fontMetrics().height()
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        columns.setHighlightSections(False)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows.setMinimumSectionSize(round(line * 1.6))
        rows.setMaximumSectionSize(line * LINES_MOST)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(FIELD, QHeaderView.ResizeMode.Interactive)
        columns.resizeSection(FIELD, line * 8)
        columns.sectionResized.connect(lambda *_: rows.resizeSections(QHeaderView.ResizeMode.ResizeToContents))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._model.tick(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

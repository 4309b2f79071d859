"""A report as a table: sorted by any column, found without accents; rows beyond the screen cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ...core.dates import show_date, show_datetime
from ...core.oversight import Report, cells, header, said
from ...core.text import fold, sort_key
from ...gis.project import language

WIDEST = 420  # pixels of a column at first


class ReportModel(QAbstractTableModel):
    """The rows of one report that match what is searched for."""

    def __init__(self, report: Report, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.report, self._titles = report, header(report, language())
        self._all: list[tuple[Any, tuple[Any, ...], str]] = []  # row, its cells, its words to be searched
        self._shown: list[tuple[Any, tuple[Any, ...], str]] = []
        self._words: list[str] = []
        self._order: Optional[tuple[int, bool]] = None

    def show(self, rows: Sequence[Any]) -> None:
        """Other rows from now on."""
        lines = [(row, cells(self.report, row, language())) for row in rows]
        self._all = [(row, line, fold(" ".join(_shown(each) for each in line))) for row, line in lines]
        self._refresh()

    def search(self, text: str) -> None:
        """Only rows with all these words."""
        self._words = fold(text).split()
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:  # a name of Qt
        """Empty cells come last, whatever the direction."""
        self._order = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._refresh()

    def row_at(self, index: QModelIndex) -> Any:
        """What stands behind a line; None outside."""
        return self._shown[index.row()][0] if index.isValid() and index.row() < len(self._shown) else None

    def rows(self) -> list[Any]:
        """What is shown, in its order."""
        return [row for row, _, _ in self._shown]

    def _refresh(self) -> None:
        self.beginResetModel()
        self._shown = [each for each in self._all if all(word in each[2] for word in self._words)]
        if self._order is not None:
            column, down = self._order
            value = self.report.columns[column].order
            keyed = [(value(each[0]) if value else each[1][column], each) for each in self._shown]
            full = sorted((each for each in keyed if each[0] not in (None, "")), key=lambda each: _key(each[0]), reverse=down)
            self._shown = [each for _, each in full] + [each for key, each in keyed if key in (None, "")]
        self.endResetModel()

    # --- names of Qt ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self._shown[index.row()][1][index.column()]
        if role == Qt.ItemDataRole.DisplayRole and value == 0:
            return ""  # among many noughts the numbers would not be seen
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _shown(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, (int, float)):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


def _key(value: Any) -> Any:
    return sort_key(value) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return show_datetime(value)
    if isinstance(value, date):
        return show_date(value)
    return "" if value is None else str(value)


class ReportView(QTableView):
    """The table of one report."""

    def __init__(self, report: Report, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"ncovyOversight_{report.name}")
        self.setAccessibleName(str(said(report.title, language())))
        self.reported = ReportModel(report, self)
        self.setModel(self.reported)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leads out of the table
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().sortIndicatorChanged.connect(self.reported.sort)
        self.horizontalHeader().setSectionsClickable(True)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Other rows; the first is chosen, so that the keyboard has where to begin."""
        self.reported.show(rows)
        self.resizeColumnsToContents()
        for column in range(self.reported.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), WIDEST))
        self.setCurrentIndex(self.reported.index(0, 0))

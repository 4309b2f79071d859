"""A tree of groups and their rows, for views of thousands: rows are drawn when they are seen, so twenty thousand cost no more than twenty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Callable, Optional, Protocol

from qgis.PyQt.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QModelIndex, QObject, QPoint, QRect, Qt
from qgis.PyQt.QtWidgets import QTreeView, QWidget

TOP = QModelIndex()
PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
LEAF = PLAIN | Qt.ItemFlag.ItemNeverHasChildren  # spares Qt the question how many


class Group(Protocol):
    """Rows under one heading."""

    @property
    def rows(self) -> Sequence[Any]: ...


class Look(Protocol):
    """How groups and rows are shown."""

    def titles(self) -> Sequence[str]:
        """The heads of the columns."""

    def of_group(self, group: Any, column: int, role: int) -> Any:
        """What Qt asks of a group."""

    def of_row(self, row: Any, column: int, role: int) -> Any:
        """What Qt asks of a row."""


class GroupTree(QAbstractItemModel):
    """Two levels; the internal number of a row is that of its group and one, of a group 0."""

    def __init__(self, look: Look, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.groups: Sequence[Any] = ()
        self._look, self._titles = look, tuple(look.titles())

    def show(self, groups: Sequence[Any]) -> None:
        """Other groups from now on."""
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()

    def retitle(self) -> None:
        """The look has other heads for the same columns."""
        self._titles = tuple(self._look.titles())
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._titles) - 1)

    def group_at(self, index: QModelIndex) -> Optional[Any]:
        """The group an index stands for; None for a row."""
        return self.groups[index.row()] if index.isValid() and not index.internalId() else None

    def row_at(self, index: QModelIndex) -> Optional[Any]:
        """The row an index stands for; None for a group."""
        if not index.isValid() or not index.internalId():
            return None
        return self.groups[index.internalId() - 1].rows[index.row()]

    def rows_in(self, selection: QItemSelection) -> list[Any]:
        """The rows chosen, those of a chosen group among them, each once; whole ranges at a time."""
        found: dict[int, Any] = {}
        for area in selection:
            number = area.parent().row()
            rows = self.groups[number].rows[area.top() : area.bottom() + 1] if number >= 0 else self._under(area.top(), area.bottom())
            found.update((id(row), row) for row in rows)
        return list(found.values())

    def _under(self, first: int, last: int) -> Iterator[Any]:
        for group in self.groups[first : last + 1]:
            yield from group.rows

    def find(self, wanted: Callable[[Any], bool]) -> QModelIndex:
        """The index of the first such row; not valid when none is shown."""
        for number, group in enumerate(self.groups):
            for place, row in enumerate(group.rows):
                if wanted(row):
                    return self.createIndex(place, 0, number + 1)
        return QModelIndex()

    def selection(self, wanted: Callable[[Any], bool]) -> QItemSelection:
        """All such rows, neighbours in one range."""
        chosen, last = QItemSelection(), len(self._titles) - 1
        for number, group in enumerate(self.groups):
            begun: Optional[int] = None
            for place, row in enumerate((*group.rows, None)):
                if row is not None and wanted(row):
                    begun = place if begun is None else begun
                elif begun is not None:
                    chosen.select(self.createIndex(begun, 0, number + 1), self.createIndex(place - 1, last, number + 1))
                    begun = None
        return chosen

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def columnCount(self, parent: QModelIndex = TOP) -> int:
        return len(self._titles)

    def rowCount(self, parent: QModelIndex = TOP) -> int:
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() or parent.column() else len(self.groups[parent.row()].rows)

    def index(self, row: int, column: int, parent: QModelIndex = TOP) -> QModelIndex:
        """Asked for every row of an open group: `hasIndex` would call back three times."""
        number = parent.row() + 1 if parent.isValid() else 0
        if number and (parent.internalId() or parent.column()):
            return QModelIndex()
        count = len(self.groups[number - 1].rows if number else self.groups)
        return self.createIndex(row, column, number) if 0 <= row < count and 0 <= column < len(self._titles) else QModelIndex()

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        return LEAF if index.isValid() and index.internalId() else PLAIN

    def parent(self, index: Any = None) -> Any:
        if index is None:  # QObject.parent()
            return super().parent()
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, group = self.row_at(index), self.group_at(index)
        if group is not None:
            return self._look.of_group(group, index.column(), role)
        return self._look.of_row(row, index.column(), role) if row is not None else None


class GroupView(QTreeView):
    """Chooses whole ranges at once. Qt looks through all groups for every row: with a thousand groups Ctrl+A took a quarter of a minute."""

    def __init__(self, parent: QWidget, look: Look) -> None:
        super().__init__(parent)
        self.tree = GroupTree(look, self)
        self.setModel(self.tree)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.header().setSelectionModel(QItemSelectionModel(self.tree, self))  # empty: Qt would ask it of every row, at each painting

    def selectAll(self) -> None:
        """Every row, folded away or not."""
        selection = self.selectionModel()
        selection.select(self.tree.selection(lambda _: True), selection.SelectionFlag.ClearAndSelect)

    def setSelection(self, area: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # the name Qt calls
        """Of the mouse, and of the keyboard with Shift."""
        first, last = (self.indexAt(QPoint(1, y)) for y in (area.top(), area.bottom()))
        if first.isValid() and last.isValid():
            self.selectionModel().select(self._between(first, last), command)
        else:
            super().setSelection(area, command)

    def _between(self, first: QModelIndex, last: QModelIndex) -> QItemSelection:
        """What is to be seen from one to the other: headings, and rows of open groups."""
        (begin, above), (end, below) = sorted((_place(first), _place(last)))
        chosen, right = QItemSelection(), self.tree.columnCount() - 1
        for number in range(begin, end + 1):
            heading = self.tree.index(number, 0)
            top = above if number == begin else -1
            bottom = below if number == end else len(self.tree.groups[number].rows) - 1
            if top < 0:
                chosen.select(heading, self.tree.index(number, right))
            if bottom >= 0 and (self.rootIndex() == heading or self.isExpanded(heading)):
                chosen.select(self.tree.index(max(top, 0), 0, heading), self.tree.index(bottom, right, heading))
        return chosen


def _place(index: QModelIndex) -> tuple[int, int]:
    """Number of the group, and of the row in it; -1 for the heading."""
    return (index.internalId() - 1, index.row()) if index.internalId() else (index.row(), -1)

"""The list of the queue: filters, the tree, and a cursor that stays where it is whatever comes in or goes. Holds no connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QItemSelection, QModelIndex, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ..timers import later
from ..tree import GroupView
from . import words
from .filters import Filters
from .look import QueueLook
from .rows import AUTHOR, CHANGESET, COMMUNE, FINDINGS, FLAT, NAME, PLACE, WAITING, WHO, Found, Key, Row, grouped, kept, ordered, successor

UNFOLDED = 400  # so many rows are shown without opening their groups
REST_MS = 90  # a cursor that moves on sooner asks for nothing
WIDTHS = (156, 66, 92, 62, 66, 30)
CARE_WIDTHS = (140, 120, 92, 62, 66, 30)


class QueueList(QWidget):
    """`current_changed` tells the row the cursor rests on, or None."""

    current_changed = pyqtSignal(object)
    selection_changed = pyqtSignal()

    def __init__(self, parent: QWidget, catalogue: Catalogue, language: str) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()
        self._order: list[Key] = []
        self._places: dict[Key, tuple[int, int]] = {}
        self._folded: dict[str, bool] = {}  # group → as the person left it
        self._told: Optional[tuple[str, str, int, bool]] = None
        self.look = QueueLook(language)
        self.filters = Filters(self, catalogue)
        self.filters.changed.connect(self.refresh)
        self._resting = later(self, REST_MS, self._tell_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.filters)
        layout.addLayout(self._make_head())
        layout.addWidget(self._make_tree(), 1)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row], at: Optional[datetime] = None) -> None:
        """Another state of the queue: filters, cursor, selection and place in the list stay."""
        self._rows = rows
        self.look.now = at or datetime.now(timezone.utc)
        self.filters.list_choices(rows)
        self.refresh()

    def show_found(self, found: Found) -> None:
        """What the rules find in the rows."""
        self.look.found = found
        wanted = self.filters.wanted()
        if wanted.severity or wanted.sort == FINDINGS:
            self.refresh()
        else:
            self.tree.viewport().update()
            self._count()

    def refresh(self) -> None:
        """Filter, sort and group again."""
        wanted, found = self.filters.wanted(), self.look.found
        current, chosen, top, before = self._current_key(), {row.key for row in self.selected()}, self._top(), self._order
        shown = ordered(kept(self._rows, wanted, found, datetime.now(timezone.utc)), wanted.sort, wanted.descending, found)
        groups = grouped(shown, wanted.grouping)
        selection = self.tree.selectionModel()
        blocked = selection.blockSignals(True)
        self.model.show(groups)
        self._places = {row.key: (number, place) for number, group in enumerate(groups) for place, row in enumerate(group.rows)}
        self._order = list(self._places)
        self._fold_groups(wanted.grouping == FLAT)
        self._show_columns(wanted.queue, wanted.grouping, wanted.sort, wanted.descending)
        cursor = successor(before, current, self._places) or self._first(shown)
        self._select(chosen & set(self._places), cursor)
        selection.blockSignals(blocked)
        self._scroll_to(top)
        if cursor != current and cursor is not None:
            self.tree.scrollTo(self.index_of(cursor))
        self._count()
        self.selection_changed.emit()
        self._resting.start()

    def say(self, text: str) -> None:
        """A sentence above the list, until the next."""
        self.summary.setText(text)

    def running(self, busy: bool) -> None:
        """The list is being read anew; what is there stays usable."""
        self.reload.setEnabled(not busy)

    def _count(self) -> None:
        shown = [row for group in self.model.groups for row in group.rows]
        self.summary.setText(words.counts(shown, len(self._rows), self.look.found))

    def _show_columns(self, queue: str, grouping: str, sort: int, descending: bool) -> None:
        """What the groups say is not said again in every row."""
        self.tree.setColumnHidden(PLACE, grouping == COMMUNE)
        self.tree.setColumnHidden(WHO, grouping in (AUTHOR, CHANGESET) or queue != WAITING)
        self.tree.setColumnHidden(FINDINGS, queue != WAITING)
        if queue != self.look.queue:
            self.look.queue = queue
            self.model.retitle()
            self._set_widths(WIDTHS if queue == WAITING else CARE_WIDTHS)
        self.tree.header().setSortIndicator(sort, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def _fold_groups(self, flat: bool) -> None:
        self.tree.setRootIndex(self.model.index(0, 0) if flat else QModelIndex())
        self.tree.setRootIsDecorated(not flat)
        if flat:
            return
        unfolded = len(self._order) <= UNFOLDED
        self.tree.blockSignals(True)
        for number, group in enumerate(self.model.groups):
            if self._folded.get(group.key, unfolded):
                self.tree.setExpanded(self.model.index(number, NAME), True)
        for number in range(len(self.model.groups)):  # afterwards: it lays the tree out, and a tree that is laid out unfolds slowly
            self.tree.setFirstColumnSpanned(number, QModelIndex(), True)
        self.tree.blockSignals(False)

    # --- the cursor -------------------------------------------------------------------------------------------------

    def current(self) -> Optional[Row]:
        """The row under the cursor."""
        return self.model.row_at(self.tree.currentIndex())

    def selected(self) -> list[Row]:
        """Rows chosen, a group standing for all of its own."""
        return self.model.rows_in(self.tree.selectionModel().selection())

    def listed(self) -> list[Row]:
        """All rows shown, top to bottom."""
        return [row for group in self.model.groups for row in group.rows]

    def all_rows(self) -> Sequence[Row]:
        """Those that are filtered out, too."""
        return self._rows

    def index_of(self, key: Key) -> QModelIndex:
        """Where a row is shown; not valid when it is not."""
        if key not in self._places:
            return QModelIndex()
        number, place = self._places[key]
        return self.model.index(place, NAME, self.model.index(number, NAME))

    def go_to(self, key: Key) -> bool:
        """Put the cursor on a row; False when it is not shown."""
        index = self.index_of(key)
        if index.isValid():
            self.tree.setCurrentIndex(index)
        return index.isValid()

    def step(self, by: int) -> None:
        """The next row down, or up; what the person put off is not in the way."""
        current = self._current_key()
        place = self._order.index(current) + by if current in self._places else 0
        while 0 <= place < len(self._order):
            if self._order[place] not in self.look.skipped:
                self.go_to(self._order[place])
                return
            place += by

    def skip(self) -> None:
        """Put the current row off, until QGIS is left."""
        current = self._current_key()
        if current is not None:
            self.look.skipped.add(current)
            self.tree.viewport().update()
            self.step(1)

    def drop(self, keys: Iterable[Key]) -> None:
        """These are decided: they go before the server is asked again, and the cursor moves on."""
        gone = set(keys)
        self.show_rows([row for row in self._rows if row.key not in gone], self.look.now)

    def _current_key(self) -> Optional[Key]:
        row = self.current()
        return row.key if row is not None else None

    def _first(self, shown: Sequence[Row]) -> Optional[Key]:
        """Where to begin: the first that the person can decide on."""
        return next((row.key for group in self.model.groups for row in group.rows if not self.look.stands_back(row)), shown[0].key if shown else None)

    def _select(self, chosen: set[Key], cursor: Optional[Key]) -> None:
        selection = self.tree.selectionModel()
        wanted = chosen or ({cursor} if cursor is not None else set())
        marked = self.model.selection(lambda row: row.key in wanted) if wanted else QItemSelection()
        selection.select(marked, selection.SelectionFlag.ClearAndSelect)
        selection.setCurrentIndex(self.index_of(cursor) if cursor is not None else QModelIndex(), selection.SelectionFlag.NoUpdate)

    def _top(self) -> tuple[Optional[Key], str]:
        """The row, or else the group, at the upper edge; nothing at the very top, where what comes in is to be seen."""
        if self.tree.verticalScrollBar().value() == 0:
            return None, ""
        index = self.tree.indexAt(QPoint(1, 1))
        row, group = self.model.row_at(index), self.model.group_at(index)
        return (row.key if row is not None else None), (group.key if group is not None else "")

    def _scroll_to(self, top: tuple[Optional[Key], str]) -> None:
        key, heading = top
        index = self.index_of(key) if key is not None else QModelIndex()
        if heading:
            number = next((number for number, group in enumerate(self.model.groups) if group.key == heading), -1)
            index = self.model.index(number, NAME)
        if index.isValid():
            self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def _tell_current(self) -> None:
        """Another row, or the same one in another version or queue; whoever types a reason is not disturbed by less."""
        row = self.current()
        version = (*row.key, row.item.row_version, row.waiting is not None) if row is not None else None
        if version != self._told:
            self._told = version
            self.current_changed.emit(row)

    # --- widgets ----------------------------------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        self.summary = QLabel(self)
        self.summary.setObjectName("ncovyReviewSummary")
        self.summary.setWordWrap(True)
        self.reload = QToolButton(self)
        self.reload.setObjectName("ncovyReviewReload")
        self.reload.setIcon(QgsApplication.getThemeIcon("/mActionRefresh.svg"))
        self.reload.setToolTip(QCoreApplication.translate("Ncovy", "Đọc lại (F5)"))
        self.reload.setAutoRaise(True)
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.reload)
        return head

    def _make_tree(self) -> GroupView:
        self.tree = tree = GroupView(self, self.look)
        self.model = tree.tree
        tree.setObjectName("ncovyReviewTree")
        tree.setIndentation(12)
        tree.setAllColumnsShowFocus(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._set_widths(WIDTHS)
        header = tree.header()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._sort_clicked)
        tree.expanded.connect(lambda index: self._fold(index, True))
        tree.collapsed.connect(lambda index: self._fold(index, False))
        tree.selectionModel().currentChanged.connect(lambda *_: self._resting.start())
        tree.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        return tree

    def _set_widths(self, widths: Sequence[int]) -> None:
        for column, width in enumerate(widths):
            self.tree.setColumnWidth(column, width)

    def _sort_clicked(self, column: int) -> None:
        wanted = self.filters.wanted()
        self.filters.set_sort(column, wanted.sort == column and not wanted.descending)

    def _fold(self, index: QModelIndex, unfolded: bool) -> None:
        group = self.model.group_at(index)
        if group is not None:
            self._folded[group.key] = unfolded

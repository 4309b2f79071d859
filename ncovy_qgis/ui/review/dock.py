"""The supervisor's desk: the queue on one side, the item under its cursor on the other; above one another where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.catalogue import Catalogue
from ..scroll import scrolled
from .care import Care
from .keys import listen, make_actions
from .listing import QueueList
from .rows import WAITING, Row

SIZE = (1290, 640)  # fits 1366×768 with the frame of a window
SHARES = (440, 850)  # list, item
NOTHING, VIEW, CARE = range(3)  # pages of the side
WIDE = 1.25  # from this ratio on they stand side by side


class ReviewDock(QDockWidget):
    """Asks for everything by signal; holds no connection. `view` shows one item and decides on it."""

    approve_wanted = pyqtSignal(object)  # Rows
    return_wanted = pyqtSignal(object)  # Rows
    verify_wanted = pyqtSignal(object)  # Rows
    form_wanted = pyqtSignal(object)  # a Row
    history_wanted = pyqtSignal(object)  # a Row
    place_wanted = pyqtSignal(object)  # a Row
    rested = pyqtSignal(object)  # the Row the cursor is on, or None
    reload_wanted = pyqtSignal()

    def __init__(self, parent: QWidget, catalogue: Catalogue, language: str, view: Any) -> None:
        super().__init__(QCoreApplication.translate("Ncovy", "Bàn duyệt"), parent)
        self.setObjectName("ncovyReviewDock")
        self.view = view
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._make_pane(catalogue, language))
        self.splitter.addWidget(self._make_side(language))
        self.splitter.setSizes(SHARES)
        self.splitter.setStretchFactor(1, 1)
        self.setWidget(self.splitter)
        self.resize(*SIZE)
        self._connect()
        self._fit()

    # --- what is shown ----------------------------------------------------------------------------------------------

    def show_row(self, row: Optional[Row]) -> None:
        """The item under the cursor, or the feature that waits for care."""
        item = row.waiting if row is not None else None
        self.view.show_item(item)
        self.care.show_row(row)
        self.side.setCurrentIndex(VIEW if item is not None else CARE if row is not None else NOTHING)

    def selected(self) -> list[Row]:
        """What is chosen in the list."""
        return self.list.selected()

    def of_save(self) -> list[Row]:
        """All that waits of the save the current item belongs to, filtered out or not."""
        row = self.list.current()
        if row is None or row.waiting is None or row.waiting.changeset is None:
            return []
        return [each for each in self.list.all_rows() if each.waiting is not None and each.waiting.changeset == row.waiting.changeset]

    def show_menu(self, point: QPoint) -> None:
        """What can be done with the rows chosen."""
        menu = QMenu(self)
        waiting = self._waiting()
        names = ("approve", "return", "ask", "skip", "", "approve_many", "return_many", "whole_save", "only_save", "") if waiting else ()
        for name in (*names, "map", "form", "history"):
            menu.addAction(self.actions_[name]) if name else menu.addSeparator()
        menu.exec(self.list.tree.viewport().mapToGlobal(point))
        menu.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:  # the name Qt calls
        """Narrow and high beside the map: one above the other."""
        super().resizeEvent(event)
        wide = self.width() >= self.height() * WIDE
        self.splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    # --- deeds ------------------------------------------------------------------------------------------------------

    def _approve(self) -> None:
        """One row through its view, which shows what would become public; several through a summary."""
        if len(self.selected()) > 1:
            self.approve_wanted.emit(self.selected())
        elif self._waiting():
            self.view.approve()

    def _return(self) -> None:
        if len(self.selected()) > 1:
            self.return_wanted.emit(self.selected())
        elif self._waiting():
            self.view.return_item()

    def _ask(self) -> None:
        if self._waiting():
            self.view.ask()

    def _emit_row(self, signal: Any) -> None:
        row = self.list.current()
        if row is not None:
            signal.emit(row)

    def _emit_rows(self, signal: Any, rows: Sequence[Row]) -> None:
        if rows:
            signal.emit(list(rows))

    def _only_save(self) -> None:
        row = self.list.current()
        if row is not None and row.waiting is not None and row.waiting.changeset is not None:
            self.list.filters.narrow(changeset=row.waiting.changeset)

    def _waiting(self) -> bool:
        row = self.list.current()
        return row is not None and row.waiting is not None

    def _fit(self) -> None:
        """Buttons that would do nothing are grey."""
        rows, deciding = self.selected(), self.list.filters.wanted().queue == WAITING
        for button in (self.approve, self.give_back, self.whole):
            button.setVisible(deciding)
        self.verify.setVisible(not deciding)
        for button in (self.approve, self.give_back, self.verify):
            button.setEnabled(bool(rows))
        self.whole.setEnabled(bool(self.of_save()))

    # --- widgets ----------------------------------------------------------------------------------------------------

    def _make_pane(self, catalogue: Catalogue, language: str) -> QWidget:
        pane = QWidget(self)
        pane.setMinimumWidth(330)
        self.list = QueueList(pane, catalogue, language)
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.list, 1)
        layout.addLayout(self._make_foot(pane))
        deeds = self._deeds()
        self.actions_, self._letters = make_actions(pane, deeds), listen(pane, deeds)
        return pane

    def _deeds(self) -> dict[str, Callable[[], None]]:
        listing = self.list
        return {
            "next": lambda: listing.step(1),
            "previous": lambda: listing.step(-1),
            "approve": self._approve,
            "return": self._return,
            "ask": self._ask,
            "skip": listing.skip,
            "approve_many": lambda: self._emit_rows(self.approve_wanted, self.selected()),
            "return_many": lambda: self._emit_rows(self.return_wanted, self.selected()),
            "whole_save": lambda: self._emit_rows(self.approve_wanted, self.of_save()),
            "only_save": self._only_save,
            "form": lambda: self._emit_row(self.form_wanted),
            "history": lambda: self._emit_row(self.history_wanted),
            "map": lambda: self._emit_row(self.place_wanted),
            "find": lambda: listing.filters.search.setFocus(),
            "reload": self.reload_wanted.emit,
        }

    def _make_foot(self, pane: QWidget) -> QHBoxLayout:
        translate = QCoreApplication.translate
        self.follow = QCheckBox(translate("Ncovy", "Bản đồ theo"), pane)
        self.follow.setObjectName("ncovyReviewFollow")
        self.follow.setToolTip(translate("Ncovy", "Bản đồ của QGIS đi theo mục đang xem"))
        self.follow.setChecked(True)
        self.approve = QPushButton(translate("Ncovy", "Duyệt…"), pane)
        self.approve.setToolTip(translate("Ncovy", "Duyệt các mục đã chọn, sau khi xem tóm tắt (Shift+A)"))
        self.give_back = QPushButton(translate("Ncovy", "Trả lại…"), pane)
        self.give_back.setToolTip(translate("Ncovy", "Trả lại các mục đã chọn với một lý do (Shift+R)"))
        self.whole = QPushButton(translate("Ncovy", "Cả lần lưu…"), pane)
        self.whole.setToolTip(translate("Ncovy", "Duyệt tất cả những gì đang chờ của lần lưu này (W)"))
        self.verify = QPushButton(translate("Ncovy", "Xác nhận vẫn đúng"), pane)
        foot = QHBoxLayout()
        foot.addWidget(self.follow)
        foot.addStretch(1)
        for button, name in ((self.approve, "Approve"), (self.give_back, "Return"), (self.whole, "Whole"), (self.verify, "Verify")):
            button.setObjectName(f"ncovyReviewMany{name}")
            foot.addWidget(button)
        return foot

    def _make_side(self, language: str) -> QStackedWidget:
        self.side = QStackedWidget(self)
        self.care = Care(self.side, language)
        self.nothing = QLabel(QCoreApplication.translate("Ncovy", "Chọn một mục trong danh sách."), self.side)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.nothing, scrolled(self.view), scrolled(self.care)):
            self.side.addWidget(widget)
        return self.side

    def _connect(self) -> None:
        listing = self.list
        listing.current_changed.connect(self.show_row)
        listing.current_changed.connect(self.rested)
        listing.selection_changed.connect(self._fit)
        listing.reload.clicked.connect(lambda _=False: self.reload_wanted.emit())
        listing.tree.customContextMenuRequested.connect(self.show_menu)
        listing.tree.doubleClicked.connect(lambda _: self._emit_row(self.place_wanted))
        self.view.skipped.connect(listing.skip)
        self.view.next_wanted.connect(lambda: listing.step(1))
        self.view.previous_wanted.connect(lambda: listing.step(-1))
        self.approve.clicked.connect(lambda: self._emit_rows(self.approve_wanted, self.selected()))
        self.give_back.clicked.connect(lambda: self._emit_rows(self.return_wanted, self.selected()))
        self.whole.clicked.connect(lambda: self._emit_rows(self.approve_wanted, self.of_save()))
        self.verify.clicked.connect(lambda: self._emit_rows(self.verify_wanted, self.selected()))
        self.care.verify_wanted.connect(lambda: self._emit_rows(self.verify_wanted, self.selected()))
        self.care.form_wanted.connect(lambda: self._emit_row(self.form_wanted))
        self.care.history_wanted.connect(lambda: self._emit_row(self.history_wanted))

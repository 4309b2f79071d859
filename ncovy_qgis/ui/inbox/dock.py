"""The dock of the inbox: what waits, why, what was said about it, and what can be done. Asks for everything by signal; holds no connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.catalogue import Catalogue
from ...db.threads import Returned, Word
from ...gis.values import VIETNAM
from ..icons import icon
from ..letters import Letters
from ..review_change.words import spoken
from .reply import Reply
from .since_return import SinceReturn
from .tasks import Key, key_of
from .words import came, moment, next_step, place, summary

NAME, WORDS, AT = range(3)
WIDTHS = {NAME: 150, AT: 48}
TALK, SINCE = range(2)
FORM, MAP, HISTORY, SUBMIT = "Form", "Map", "History", "Submit"
KEYS = {FORM: "O", MAP: "M", HISTORY: "Y", SUBMIT: "G"}
ANSWER_KEY, RELOAD_KEY = "T", "F5"


class InboxDock(QDockWidget):
    """One item is chosen; buttons and letters are about it."""

    chosen = pyqtSignal(object)  # Returned, or None
    form_wanted = pyqtSignal(object)
    place_wanted = pyqtSignal(object)
    history_wanted = pyqtSignal(object)
    submit_wanted = pyqtSignal(object)
    answer_wanted = pyqtSignal(object, str)
    reload_wanted = pyqtSignal()
    advice_taken = pyqtSignal()  # the button of the empty box

    def __init__(self, parent: Optional[QWidget], catalogue: Catalogue, since: SinceReturn) -> None:
        super().__init__(QCoreApplication.translate("Ncovy", "Hộp thư"), parent)
        self.setObjectName("ncovyInboxDock")
        self._catalogue, self.since = catalogue, since
        self._items: Sequence[Returned] = ()
        body = QWidget(self)
        self.notice, self.summary = self._line("Notice", body), self._line("Summary", body)
        self._full, self._empty = QWidget(body), QWidget(body)
        self._fill_full(self._full)
        self._fill_empty(self._empty)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(6, 6, 6, 6)
        for widget in (self.summary, self._full, self._empty, self.notice):
            layout.addWidget(widget, 1 if widget is self._full else 0)
        layout.addStretch(0)
        self.setWidget(body)
        deeds: dict[str, Callable[[], None]] = {KEYS[name]: button.click for name, button in self.buttons.items()}
        self._keys = Letters(body, {**deeds, ANSWER_KEY: self.reply.begin, RELOAD_KEY: self.reload_wanted.emit})
        self.say("")
        self.show_items(())

    # --- what is shown ----------------------------------------------------------------------------------------------

    def show_items(self, items: Sequence[Returned]) -> None:
        """Other contents; the cursor stays on its feature, else on the place where it was."""
        before, line = self.current(), self.list.indexOfTopLevelItem(self.list.currentItem())
        self._items = items
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addTopLevelItems([self._row(each) for each in items])
        self.list.blockSignals(False)
        self.summary.setText(summary(items))
        for widget, wanted in ((self.summary, items), (self._full, items), (self._empty, not items)):
            widget.setVisible(bool(wanted))
        if items and not (before is not None and self.go_to(key_of(before))):
            self._stand_on(min(max(line, 0), len(items) - 1))
        self._changed()

    def show_empty(self, text: str, button: str) -> None:
        """What to do while nothing waits; no button: nothing but going on."""
        self.advice.setText(text)
        self.take_advice.setText(button)
        self.take_advice.setVisible(bool(button))

    def show_thread(self, words: Sequence[Word]) -> None:
        """All that was said about the chosen feature, newest first."""
        self.talk.clear()
        self.talk.addItems([spoken(each) for each in words])
        self.tabs.setTabText(TALK, QCoreApplication.translate("Ncovy", "Trao đổi ({count})").format(count=len(words)))

    def show_state(self, unsaved: bool, busy: bool) -> None:
        """What may be done now, and what comes next."""
        item, translate = self.current(), QCoreApplication.translate
        self.next.setText(next_step(item, unsaved) if item is not None else "")
        self.buttons[SUBMIT].setText(translate("Ncovy", "Lưu và gửi lại") if unsaved else translate("Ncovy", "Gửi lại"))
        self.buttons[SUBMIT].setEnabled(not busy and item is not None and (unsaved or item.review_state != "submitted"))
        self.reply.allow(not busy and item is not None)

    def say(self, text: str) -> None:
        """One sentence below, until the next; "" for none."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def current(self) -> Optional[Returned]:
        """The item the cursor is on."""
        place = self.list.indexOfTopLevelItem(self.list.currentItem())
        return self._items[place] if 0 <= place < len(self._items) else None

    def go_to(self, key: Key) -> bool:
        """Put the cursor on a feature; False: it is not in the box."""
        found = next((number for number, item in enumerate(self._items) if key_of(item) == key), -1)
        return found >= 0 and self._stand_on(found)

    def _stand_on(self, number: int) -> bool:
        self.list.blockSignals(True)
        self.list.setCurrentItem(self.list.topLevelItem(number))
        self.list.blockSignals(False)
        return True

    def _changed(self, *_: object) -> None:
        item = self.current()
        self.why.setText(f"{place(item, self._catalogue)}\n{came(item)}" if item is not None else "")
        self.reply.open_for(item)
        self.tabs.setTabVisible(SINCE, item is not None and item.returned_version is not None)
        self.chosen.emit(item)

    def _row(self, item: Returned) -> QTreeWidgetItem:
        question = QCoreApplication.translate("Ncovy", "Hỏi: {words}")
        words = question.format(words=item.reason) if item.asked else item.reason
        row = QTreeWidgetItem([item.name or "–", " ".join(words.split()), moment(item.at, datetime.now(VIETNAM))])
        row.setIcon(NAME, icon(item.layer))
        tip = f"<qt>{escape(place(item, self._catalogue))}<br>{escape(came(item))}</qt>"  # wraps
        for column in (NAME, WORDS, AT):
            row.setToolTip(column, tip)
        return row

    # --- how it is built --------------------------------------------------------------------------------------------

    def _fill_full(self, body: QWidget) -> None:
        self.why, self.next, self.reply = self._line("Why", body), self._line("Next", body), Reply(body)
        heavy = self.next.font()
        heavy.setBold(True)
        self.next.setFont(heavy)
        self.reply.sent.connect(self.answer_wanted)
        self.reply.left.connect(lambda: self.list.setFocus())
        below = QWidget(body)
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.why, self.next, self._make_tabs(below)):
            layout.addWidget(widget, 1 if widget is self.tabs else 0)
        splitter = QSplitter(Qt.Orientation.Vertical, body)
        splitter.addWidget(self._make_list(splitter))
        splitter.addWidget(below)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([160, 300])
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter, 1)
        whole.addWidget(self.reply)
        whole.addLayout(self._make_buttons(body))

    def _make_list(self, parent: QWidget) -> QTreeWidget:
        translate = QCoreApplication.translate
        self.list = QTreeWidget(parent)
        self.list.setObjectName("ncovyInboxList")
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHeaderLabels([translate("Ncovy", "Đối tượng"), translate("Ncovy", "Lý do, câu hỏi"), translate("Ncovy", "Lúc")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.list.setColumnWidth(column, width)
        self.list.setMinimumHeight(90)
        self.list.currentItemChanged.connect(self._changed)
        self.list.itemClicked.connect(lambda *_: self.place_wanted.emit(self.current()))
        self.list.itemActivated.connect(lambda *_: self.form_wanted.emit(self.current()))
        return self.list

    def _make_tabs(self, parent: QWidget) -> QTabWidget:
        self.tabs, self.talk = QTabWidget(parent), QListWidget(parent)
        self.tabs.setObjectName("ncovyInboxTabs")
        self.tabs.setDocumentMode(True)
        self.talk.setObjectName("ncovyInboxTalk")
        self.talk.setWordWrap(True)
        self.talk.setMinimumHeight(80)
        self.tabs.addTab(self.talk, "")
        self.tabs.addTab(self.since, QCoreApplication.translate("Ncovy", "Đã sửa từ khi trả lại"))
        return self.tabs

    def _make_buttons(self, body: QWidget) -> QHBoxLayout:
        translate = QCoreApplication.translate
        wanted = {
            FORM: (translate("Ncovy", "Mở biểu mẫu"), translate("Ncovy", "Sửa; ở trường mà lý do nêu tên, nếu có"), self.form_wanted),
            MAP: (translate("Ncovy", "Bản đồ"), translate("Ncovy", "Tới chỗ trên bản đồ"), self.place_wanted),
            HISTORY: (translate("Ncovy", "Lịch sử"), translate("Ncovy", "Mọi phiên bản: so sánh, khôi phục"), self.history_wanted),
            SUBMIT: (translate("Ncovy", "Gửi lại"), translate("Ncovy", "Lưu nếu có sửa đổi, rồi giao lại cho người duyệt"), self.submit_wanted),
        }
        row, self.buttons = QHBoxLayout(), {}
        for name, (text, tip, signal) in wanted.items():
            button = self.buttons[name] = QPushButton(text, body)
            button.setObjectName(f"ncovyInbox{name}")
            button.setAutoDefault(False)
            button.setToolTip(f"{tip} ({KEYS[name]})")
            button.clicked.connect(lambda _=False, signal=signal: self.current() is not None and signal.emit(self.current()))
            row.addWidget(button)
        self.buttons[SUBMIT].setIcon(icon("submit"))
        return row

    def _fill_empty(self, body: QWidget) -> None:
        self.advice, self.take_advice = self._line("Advice", body), QPushButton(body)
        self.take_advice.setObjectName("ncovyInboxTakeAdvice")
        self.take_advice.clicked.connect(lambda _=False: self.advice_taken.emit())
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.advice)
        layout.addWidget(self.take_advice, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def _line(self, name: str, parent: QWidget) -> QLabel:
        label = QLabel(parent)
        label.setObjectName(f"ncovyInbox{name}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)  # names and reasons are what somebody typed
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

"""The view of one waiting change: reads it beside the window, shows it, and carries out what is decided. A decision binds to the version that was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from ...db.queue import Item
from ..background import Question
from ..letters import Letters
from ..messages import sentence_of
from ..scroll import scrolled
from ..words import said
from . import reading
from .bar import APPROVE, ASK, HISTORY, KEYS, NEXT, PART, PREVIOUS, RETURN, SKIP, DecisionBar
from .head import Head
from .map import ChangeMap
from .panes import CHANGE, Panes
from .reading import Outcome, Sight
from .reason import ReasonBox
from .words import approval_hindrance, hindrance

if TYPE_CHECKING:
    from ..session import Session

PATIENCE_MS = 60  # whoever runs through the list does not read every item
SHARES = (560, 300)  # fields, map


class ChangeView(QWidget):
    """Shows an item of the queue; never decides anything but what is on the screen."""

    decided = pyqtSignal(tuple)  # layer, uid, row_version of what does not wait any more
    skipped = pyqtSignal()
    next_wanted = pyqtSignal()
    previous_wanted = pyqtSignal()

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("ncovyChangeView")
        self.item: Optional[Item] = None  # asked for
        self.sight: Optional[Sight] = None  # shown
        self.head, self.panes, self.map = Head(self, session.catalogue), Panes(self, session.catalogue), ChangeMap(self)
        self.reason, self.notice = ReasonBox(self), QLabel(self)
        self.bar = DecisionBar(self, self._deeds())
        self._read, self._decide = Question(self, PATIENCE_MS), Question(self)
        self._deciding: Optional[tuple[Item, str]] = None
        self._read.answered.connect(self._show)
        self._read.failed.connect(self._failed)
        self._decide.answered.connect(self._came)
        self._decide.failed.connect(self._broke)
        self.reason.sent.connect(self._say)
        self.reason.left.connect(self._focus)
        self.panes.models[CHANGE].ticked.connect(self._allow)
        self._arrange()
        self._keys = Letters(self, self._letters(), but=self.reason)
        self._show(None)

    def show_item(self, item: Optional[Item]) -> None:
        """Another item; None: nothing is chosen. What was typed for the one before waits for it; the list may name the same one again."""
        before, self.item = self.item, item
        if item is not None and self.sight is not None and item == before:
            return
        self._read.drop()
        self.tell("")
        if item is None or before is None or item.uid != before.uid:
            self.reason.put_by()
        if item is None:
            self._show(None)
            return
        self.sight = None  # until it is read nothing can be decided
        self._allow()
        self._ask(item)

    def close_view(self) -> None:
        """Before the window goes."""
        self._read.drop()
        self.map.blink.setChecked(False)
        self.map.close_map()

    def tell(self, text: str) -> None:
        """One sentence above the buttons; "" for none."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    # --- deeds: the same by button, by key and from the list ---------------------------------------------------------

    def approve(self) -> None:
        """Make the version seen public."""
        if self._may(approval_hindrance(self.sight)) and self.sight is not None:
            self._do(self.sight.item, APPROVE, reading.approval(self.sight.item))

    def approve_part(self) -> None:
        """Only the ticked fields; asks why the rest goes back."""
        if self._may(self._part_hindrance()):
            translate = QCoreApplication.translate
            labels = [row.label for row in self.panes.models[CHANGE].rows if row.name in self.panes.models[CHANGE].ticks()]
            text = translate("Ncovy", "Công khai: {fields}. Vì sao phần còn lại được trả về?").format(fields=", ".join(labels))
            self._words(PART, text, translate("Ncovy", "Duyệt một phần"))

    def return_item(self) -> None:
        """Asks for the reason."""
        if self._may(hindrance(self.sight)):
            translate = QCoreApplication.translate
            self._words(RETURN, translate("Ncovy", "Lý do trả lại: người soạn cần sửa gì?"), translate("Ncovy", "Trả lại"))

    def ask(self) -> None:
        """Asks for the question."""
        if self._may(hindrance(self.sight)):
            translate = QCoreApplication.translate
            self._words(ASK, translate("Ncovy", "Câu hỏi cho người soạn (thay đổi vẫn chờ duyệt)"), translate("Ncovy", "Gửi câu hỏi"))

    def _words(self, purpose: str, title: str, verb: str) -> None:
        self.reason.open(purpose, self.item.uid if self.item is not None else "", title, verb)

    def skip(self) -> None:
        """Leave it for later."""
        self.reason.put_by()
        self.skipped.emit()

    def open_history(self) -> None:
        """All of its past, in the window of history."""
        if self.sight is not None:
            self._session.history_wanted.emit(self.sight.item.layer, self.sight.item.uid)

    # --- reading ----------------------------------------------------------------------------------------------------

    def _ask(self, item: Item) -> None:
        source, catalogue = self._session.source(), self._session.catalogue
        if source is not None:
            dsn = source.dsn()
            self._read.ask(lambda: reading.asked(dsn, lambda connection: reading.look(connection, item, catalogue)))

    def _show(self, sight: Optional[Sight]) -> None:
        self.sight = sight
        public = self.panes.show_sight(sight)
        self.head.show_sight(sight, public)
        self.map.show_sight(sight)
        if sight is not None and self.item is not None:
            self._tell_newer(sight)
            self.item = sight.item
        self._allow()

    def _tell_newer(self, sight: Sight) -> None:
        """The list may show an older one still."""
        if self.item is not None and sight.item.row_version != self.item.row_version:
            text = QCoreApplication.translate("Ncovy", "{person} vừa sửa tiếp: đây là bản mới (phiên bản {version}), hãy xem lại rồi quyết.")
            self.tell(text.format(person=sight.item.edited_by, version=sight.item.row_version))
        elif hindrance(sight):
            self.tell(hindrance(sight))

    def _failed(self, error: BaseException) -> None:
        self._show(None)
        self.tell(sentence_of(error))

    # --- deciding ---------------------------------------------------------------------------------------------------

    def _say(self, purpose: str, words: str) -> None:
        """What was typed goes to the author."""
        sight = self.sight
        if sight is None or not self._may(self._part_hindrance() if purpose == PART else hindrance(sight)):
            return
        deeds: dict[str, Callable[[], Callable[[Any], Any]]] = {
            RETURN: lambda: reading.giving_back(sight.item, words),
            ASK: lambda: reading.question(sight.item, words),
            PART: lambda: reading.part_approval(sight.item, self.panes.models[CHANGE].ticks(), words),
        }
        self._do(sight.item, purpose, deeds[purpose]())

    def _do(self, item: Item, name: str, deed: Callable[[Any], Any]) -> None:
        source, catalogue = self._session.source(), self._session.catalogue
        if source is None:
            return
        dsn = source.dsn()
        self._deciding = (item, name)
        self._allow()
        self._decide.ask(lambda: reading.asked(dsn, lambda connection: reading.decide(connection, item, catalogue, deed)))

    def _came(self, outcome: Outcome) -> None:
        """Done, or refused: then the state of now is shown, with the reason."""
        deciding, self._deciding = self._deciding, None
        self._allow()
        if deciding is None:
            return
        item, name = deciding
        if outcome.error is None:
            self._done(item, name)
        elif self.item is None or self.item.uid == item.uid:
            if outcome.sight is not None:
                self._show(outcome.sight)  # what was typed stays: it may be as true of the new version
            self.tell(said(outcome.error.refusal.text))
        else:
            self._session.messages.failed(outcome.error)  # the person went on meanwhile

    def _done(self, item: Item, name: str) -> None:
        shown = self.item is not None and self.item.uid == item.uid
        if shown:
            self.reason.leave()
        if name != ASK:
            self.sight = None if shown else self.sight
            self.decided.emit((item.layer, item.uid, item.row_version))
            return
        self._session.decided.emit()
        if shown:
            self.next_wanted.emit()

    def _broke(self, error: BaseException) -> None:
        """The server may have carried it out all the same: what is true is read again."""
        deciding, self._deciding = self._deciding, None
        self._allow()
        if deciding is not None and self.item is not None and self.item.uid == deciding[0].uid:
            self._ask(self.item)
        self.tell(sentence_of(error))

    def _may(self, why: str) -> bool:
        if why and self.sight is not None:
            self.tell(why)
        return not why and self._deciding is None

    def _part_hindrance(self) -> str:
        model, translate = self.panes.models[CHANGE], QCoreApplication.translate
        why = approval_hindrance(self.sight)
        if not why and not any(row.apart for row in model.rows):
            why = translate("Ncovy", "Chỉ duyệt từng trường được khi đối tượng đã có bản duyệt và không bị gỡ bỏ.")
        if not why and not model.ticks():
            why = translate("Ncovy", "Hãy đánh dấu (phím cách) các trường đúng.")
        if not why and all(row.name in model.ticks() for row in model.rows if row.apart):
            why = translate("Ncovy", "Mọi trường đều được chọn: hãy duyệt cả thay đổi.")
        return why

    def _allow(self) -> None:
        busy = QCoreApplication.translate("Ncovy", "Đang gửi quyết định…") if self._deciding is not None else ""
        whole, own = busy or hindrance(self.sight), busy or approval_hindrance(self.sight)
        self.bar.allow({HISTORY: "" if self.sight is not None else whole, APPROVE: own, PART: busy or self._part_hindrance(), RETURN: whole, ASK: whole})
        self.bar.count(len(self.panes.models[CHANGE].ticks()))
        if not busy and not self.notice.text() and self.sight is not None and own:
            self.tell(own)

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _deeds(self) -> dict[str, Callable[[], None]]:
        return {
            APPROVE: self.approve,
            PART: self.approve_part,
            RETURN: self.return_item,
            ASK: self.ask,
            SKIP: self.skip,
            HISTORY: self.open_history,
            PREVIOUS: self.previous_wanted.emit,
            NEXT: self.next_wanted.emit,
        }

    def _letters(self) -> dict[str, Callable[[], None]]:
        letters: dict[str, Callable[[], None]] = {KEYS[name]: deed for name, deed in self._deeds().items()}
        letters.update({"F": self.panes.every.toggle, "B": self.map.blink.click, "Z": self.map.fit})
        letters.update({str(place + 1): lambda place=place: self.panes.show_pane(place) for place in range(self.panes.count())})  # type: ignore[misc]
        return letters

    def _focus(self) -> None:
        self.panes.currentWidget().setFocus()

    def _arrange(self) -> None:
        self.notice.setObjectName("ncovyChangeNotice")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (self.panes, self.map):
            splitter.addWidget(part)
        splitter.setSizes(SHARES)
        for place in range(splitter.count()):
            splitter.setStretchFactor(place, 1)  # what is missing is missed by both
        splitter.setChildrenCollapsible(False)
        shown = QWidget(self)
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.head)
        inner.addWidget(splitter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(scrolled(shown), 1)
        for widget in (self.reason, self.notice, self.bar):  # always in sight, however low the window is
            layout.addWidget(widget)

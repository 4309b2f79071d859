"""A line for an answer. What was begun for one feature waits there for it, and never goes to another."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from ...db.threads import Returned
from ..letters import Letters
from .tasks import Key, key_of

LONGEST = 500
LINES = 2


class Reply(QWidget):
    """Ctrl+Enter sends, Esc goes back to the list."""

    sent = pyqtSignal(object, str)  # Returned, words
    left = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._item: Optional[Returned] = None
        self._begun: dict[Key, str] = {}
        self._allowed = False
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("ncovyInboxWords")
        self.text.setAccessibleName(translate("Ncovy", "Câu trả lời"))
        self.text.setPlaceholderText(translate("Ncovy", "Trả lời người duyệt… (T)"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * LINES + 12)
        self.text.textChanged.connect(self._typed)
        self.send = QPushButton(translate("Ncovy", "Trả lời"), self)
        self.send.setObjectName("ncovyInboxAnswer")
        self.send.setAutoDefault(False)
        self.send.setToolTip(translate("Ncovy", "Gửi câu trả lời (Ctrl+Enter)"))
        self.send.clicked.connect(lambda _=False: self._send())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.send)
        self._keys = Letters(self, {"Ctrl+Return": self._send, "Ctrl+Enter": self._send})
        self._typed()

    def open_for(self, item: Optional[Returned]) -> None:
        """Another feature; the same one keeps what is being typed."""
        before, self._item = self._item, item
        if item is not None and (before is None or key_of(before) != key_of(item)):
            self.text.setPlainText(self._begun.get(key_of(item), ""))

    def done(self, item: Returned) -> None:
        """The answer has arrived."""
        self._begun.pop(key_of(item), None)
        if self._item is not None and key_of(self._item) == key_of(item):
            self.text.clear()

    def begin(self) -> None:
        """The keyboard goes there."""
        self.text.setFocus()

    def allow(self, allowed: bool) -> None:
        """Whether anything can be sent now."""
        self._allowed = allowed
        self._typed()

    def words(self) -> str:
        """What would be sent."""
        return str(self.text.toPlainText()).strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        if self._item is not None:
            self._begun[key_of(self._item)] = self.words()
        self.send.setEnabled(self._allowed and 0 < len(self.words()) <= LONGEST)

    def _send(self) -> None:
        if self.send.isEnabled() and self._item is not None:
            self.sent.emit(self._item, self.words())

"""Words to the author: a template or free text. Ctrl+Enter sends, Esc throws it away; what was typed for one change waits for that one, and never
goes to another."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ..letters import Letters
from . import templates

LONGEST = 500
LINES = 3


class ReasonBox(QWidget):
    """Hidden until `open` names what the words are for."""

    sent = pyqtSignal(str, str)  # purpose, words
    left = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("ncovyChangeReason")
        self.purpose, self._about = "", ""
        self._begun: dict[tuple[str, str], str] = {}  # purpose and what it is about → words not sent yet
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.choice = QComboBox(self)
        self.choice.setObjectName("ncovyChangeTemplates")
        self.choice.setAccessibleName(translate("Ncovy", "Lý do mẫu"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(self._take)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("ncovyChangeWords")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * LINES + 12)
        self.text.textChanged.connect(self._typed)
        self.title.setBuddy(self.text)
        self.send = self._button("ncovyChangeSend", "", translate("Ncovy", "Gửi (Ctrl+Enter)"), self._send)
        self.cancel = self._button("ncovyChangeLeave", translate("Ncovy", "Thôi"), translate("Ncovy", "Bỏ những gì vừa gõ (Esc)"), self.leave)
        self.keep = self._button("ncovyChangeKeep", translate("Ncovy", "Lưu mẫu"), translate("Ncovy", "Lưu câu này làm mẫu cho lần sau"), self._keep)
        self.forget = self._button("ncovyChangeForget", translate("Ncovy", "Xóa mẫu"), translate("Ncovy", "Không đề nghị mẫu này nữa"), self._forget)
        self._arrange()
        self._keys = Letters(self, {"Ctrl+Return": self._send, "Ctrl+Enter": self._send})
        self.hide()

    def open(self, purpose: str, about: str, title: str, verb: str) -> None:
        """Ask for words about a feature; those begun before are there again."""
        self.put_by()
        self.purpose, self._about = purpose, about
        self.title.setText(title)
        self.send.setText(verb)
        self._fill()
        self.text.setPlainText(self._begun.get((purpose, about), ""))
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self._typed()
        self.show()
        self.text.setFocus()

    def put_by(self) -> None:
        """The person looks at something else: what was typed waits."""
        if self.purpose:
            key, words = (self.purpose, self._about), self.words()
            self.leave()
            if words:
                self._begun[key] = words

    def leave(self) -> None:
        """Nothing is said, and what was typed is gone."""
        shown = not self.isHidden()
        self._begun.pop((self.purpose, self._about), None)
        self.text.clear()
        self.purpose = ""
        self.hide()
        if shown:
            self.left.emit()

    def words(self) -> str:
        """What would be sent."""
        return str(self.text.toPlainText()).strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self.choice.clear()
        self.choice.addItem(QCoreApplication.translate("Ncovy", "Chọn mẫu…"))
        self.choice.addItems([each for each in templates.reasons() if each])

    def _take(self, place: int) -> None:
        """After what is there already: two things may be wrong at once."""
        if place > 0:
            self.text.setPlainText(" ".join(filter(None, (self.words(), self.choice.itemText(place)))))
            self.text.moveCursor(self.text.textCursor().MoveOperation.End)
            self.text.setFocus()
        self._typed()

    def _typed(self) -> None:
        right = 0 < len(self.words()) <= LONGEST
        self.send.setEnabled(right)
        self.keep.setEnabled(right and self.words() not in templates.reasons())
        self.forget.setEnabled(self.choice.currentIndex() > 0)

    def _keep(self) -> None:
        templates.keep(self.words())
        self._fill()
        self._typed()
        self.text.setFocus()

    def _forget(self) -> None:
        templates.forget(self.choice.currentText())
        self._fill()
        self._typed()
        self.text.setFocus()

    def _send(self) -> None:
        if self.send.isEnabled():
            self.sent.emit(self.purpose, self.words())

    def _button(self, name: str, text: str, tip: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: slot())  # type: ignore[operator]
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.choice, 1)
        for button in (self.keep, self.forget, self.cancel, self.send):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addLayout(row)

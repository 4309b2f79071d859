"""What a supervisor may do with the change that is shown; each button by mouse or by its letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication, QSize
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

APPROVE, PART, RETURN, ASK, SKIP, HISTORY, PREVIOUS, NEXT = "Approve", "Part", "Return", "Ask", "Skip", "History", "Previous", "Next"
KEYS = {APPROVE: "A", PART: "D", RETURN: "R", ASK: "H", SKIP: "S", HISTORY: "Y", PREVIOUS: "K", NEXT: "J"}
LAST_DECISION = ASK


class DecisionBar(QWidget):
    """Buttons only; whoever shows the change says what may be done and why not."""

    def __init__(self, parent: QWidget, deeds: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyChangeBar")
        self._tips = _tips()
        self.buttons = {name: self._button(name, text, deeds[name]) for name, text in _texts().items()}
        decisions = list(self.buttons).index(LAST_DECISION) + 1
        self._lines = [self._line(list(self.buttons.values())[part]) for part in (slice(decisions), slice(decisions, None))]
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for line in self._lines:
            self._box.addWidget(line)
        self._box.insertStretch(1, 1)

    def minimumSizeHint(self) -> QSize:  # the name Qt calls
        """What can be done stands in two lines where one is too long."""
        return QSize(max(line.sizeHint().width() for line in self._lines), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # the name Qt calls
        super().resizeEvent(event)
        long = sum(line.sizeHint().width() for line in self._lines) + self._box.spacing() > self.width()
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if long else QBoxLayout.Direction.LeftToRight)

    def allow(self, hindrances: Mapping[str, str]) -> None:
        """Name → why not ("": it may be done)."""
        for name, why in hindrances.items():
            self.buttons[name].setEnabled(not why)
            self.buttons[name].setToolTip(" ".join(filter(None, (f"{self._tips[name]} ({KEYS[name]}).", why))))

    def count(self, ticked: int) -> None:
        """How many fields are right."""
        text = _texts()[PART]
        self.buttons[PART].setText(f"{text} ({ticked})" if ticked else text)

    def _line(self, buttons: Sequence[QPushButton]) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        for button in buttons:
            row.addWidget(button)
        return line

    def _button(self, name: str, text: str, deed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"ncovyChange{name}")
        button.setAutoDefault(False)
        button.setToolTip(f"{self._tips[name]} ({KEYS[name]}).")
        button.clicked.connect(lambda _=False: deed())
        return button


def _texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        APPROVE: translate("Ncovy", "Duyệt"),
        PART: translate("Ncovy", "Chỉ duyệt trường đã chọn…"),
        RETURN: translate("Ncovy", "Trả lại…"),
        ASK: translate("Ncovy", "Hỏi…"),
        SKIP: translate("Ncovy", "Bỏ qua"),
        HISTORY: translate("Ncovy", "Lịch sử"),
        PREVIOUS: translate("Ncovy", "◀ Trước"),
        NEXT: translate("Ncovy", "Sau ▶"),
    }


def _tips() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        APPROVE: translate("Ncovy", "Công khai đúng phiên bản đang xem"),
        PART: translate("Ncovy", "Công khai các trường đã đánh dấu (phím cách), phần còn lại trả về người soạn kèm lý do"),
        RETURN: translate("Ncovy", "Trả về người soạn kèm lý do"),
        ASK: translate("Ncovy", "Hỏi người soạn; thay đổi vẫn chờ duyệt"),
        SKIP: translate("Ncovy", "Để lại, xem mục sau"),
        HISTORY: translate("Ncovy", "Mọi phiên bản: so sánh, khôi phục"),
        PREVIOUS: translate("Ncovy", "Mục trước"),
        NEXT: translate("Ncovy", "Mục sau"),
    }

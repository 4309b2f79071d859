"""What a supervisor may do with the change that is shown; each button by mouse or by its letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for name, button in self.buttons.items():
            layout.addWidget(button)
            if name == LAST_DECISION:
                layout.addStretch(1)

    def allow(self, hindrances: Mapping[str, str]) -> None:
        """Name → why not ("": it may be done)."""
        for name, why in hindrances.items():
            self.buttons[name].setEnabled(not why)
            self.buttons[name].setToolTip(" ".join(filter(None, (f"{self._tips[name]} ({KEYS[name]}).", why))))

    def count(self, ticked: int) -> None:
        """How many fields are right."""
        text = _texts()[PART]
        self.buttons[PART].setText(f"{text} ({ticked})" if ticked else text)

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

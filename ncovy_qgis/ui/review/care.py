"""What is shown of a feature that waits for care, not for a decision: why it is listed, and what can be done about it."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.dates import show_datetime
from .rows import Row


class Care(QWidget):
    """Holds no connection; asks for everything by signal."""

    verify_wanted = pyqtSignal()
    form_wanted = pyqtSignal()
    history_wanted = pyqtSignal()

    def __init__(self, parent: QWidget, language: str) -> None:
        super().__init__(parent)
        self._language = language
        translate = QCoreApplication.translate
        self.text = QLabel(self)
        self.text.setObjectName("ncovyReviewCare")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QHBoxLayout()
        for name, text, signal in (
            ("Verify", translate("Ncovy", "Xác nhận vẫn đúng"), self.verify_wanted),
            ("Form", translate("Ncovy", "Mở biểu mẫu"), self.form_wanted),
            ("History", translate("Ncovy", "Lịch sử"), self.history_wanted),
        ):
            button = QPushButton(text, self)
            button.setObjectName(f"ncovyReviewCare{name}")
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def show_row(self, row: Optional[Row]) -> None:
        """Name, place, why."""
        self.setEnabled(row is not None)
        if row is None or row.waiting is not None:
            self.text.setText("")
            return
        due = row.item
        why = due.words_en if self._language == "en" else due.words_vi  # type: ignore[union-attr]
        self.text.setText("\n".join(line for line in (f"{row.layer}: {row.name}", row.place, show_datetime(row.at) if row.at else "", why) if line))

"""Above the fields: which feature, by whom and when, what the rules say, what the public map would show."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ..icons import icon
from .reading import Sight
from .words import doubt_line, history_line, title

SIGN_PX = 20
DOUBTS = 3  # lines of findings without scrolling


class Head(QWidget):
    """Sentences of one change."""

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.setObjectName("ncovyChangeHead")
        self._sign = QLabel(self)
        self.title, self.history, self.public = self._line("Title"), self._line("History"), self._line("Public")
        bold = QFont(self.font())
        bold.setBold(True)
        self.title.setFont(bold)
        self.doubts = QListWidget(self)
        self.doubts.setObjectName("ncovyChangeDoubts")
        self.doubts.setAccessibleName(QCoreApplication.translate("Ncovy", "Lỗi và cảnh báo của thay đổi này"))
        self.doubts.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._sign)
        row.addWidget(self.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        for widget in (self.history, self.public, self.doubts):
            layout.addWidget(widget)

    def show_sight(self, sight: Optional[Sight], public: str) -> None:
        """Another change."""
        schema = self._catalogue.layer(sight.item.layer) if sight is not None else None
        self.title.setText(title(sight.item, schema) if sight is not None and schema is not None else "")
        self._sign.setPixmap(icon(sight.item.layer if sight is not None else "").pixmap(SIGN_PX, SIGN_PX))
        self.history.setText(history_line(sight) if sight is not None else "")
        self.public.setText(public)
        self.doubts.clear()
        if sight is not None and schema is not None:
            self.doubts.addItems([doubt_line(each, schema) for each in sight.doubts])
        self.doubts.setVisible(self.doubts.count() > 0)
        lines = sum(self.doubts.sizeHintForRow(row) for row in range(min(self.doubts.count(), DOUBTS)))
        self.doubts.setFixedHeight(lines + 2 * self.doubts.frameWidth())

    def _line(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"ncovyChange{name}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

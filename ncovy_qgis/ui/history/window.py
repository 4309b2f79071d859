"""The window of history: a feature through time, undoing many, what was removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QLabel, QTabWidget, QVBoxLayout, QWidget

from .feature import FeaturePage
from .removed import RemovedPage
from .undo import UndoPage

if TYPE_CHECKING:
    from ..session import Session

SIZE = (1160, 570)
FEATURE, UNDO, REMOVED = range(3)


class HistoryWindow(QDialog):
    """Stays beside the map."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("ncovyHistory")
        self.setWindowTitle(translate("Ncovy", "Lịch sử và khôi phục"))
        self.setWindowFlags(self.windowFlags() | Qt.WindowType.WindowMinMaxButtonsHint)
        self.resize(*SIZE)
        self.feature, self.undo, self.removed = FeaturePage(self, session.catalogue), UndoPage(self, session), RemovedPage(self, session)
        self.pages, self.notice = QTabWidget(self), QLabel(self)
        self.pages.setObjectName("ncovyHistoryPages")
        self.pages.addTab(self.feature, translate("Ncovy", "&Đối tượng"))
        self.pages.addTab(self.undo, translate("Ncovy", "&Hoàn tác nhiều"))
        self.pages.addTab(self.removed, translate("Ncovy", "Đã &gỡ bỏ"))
        self.notice.setObjectName("ncovyHistoryNotice")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.notice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tell("")
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.notice)

    def tell(self, text: str) -> None:
        """One sentence below everything; "" for none."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def close_window(self) -> None:
        """Let go of questions and of the project's layers."""
        self.undo.drop()
        self.removed.drop()
        self.feature.map.play.setChecked(False)
        self.feature.map.close_map()
        self.close()
        self.deleteLater()

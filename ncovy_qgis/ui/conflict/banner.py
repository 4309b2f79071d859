"""Above the table: which feature this is, who changed it, and the two ways out of a contested removal."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from ...core.merge import REMOVED, Choice, Pick
from ..icons import icon
from ..words import said
from .case import Case
from .words import header, removal_choices, removal_sentence

SIGN_PX = 20


class Banner(QWidget):
    """Texts of one case; `chosen` tells what becomes of the feature."""

    chosen = pyqtSignal(str, object)  # REMOVED, Choice

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign, self.title, self.steps = QLabel(self), QLabel(self), QLabel(self)
        bold = QFont(self.font())
        bold.setBold(True)
        self.title.setFont(bold)
        for label in (self.title, self.steps):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.removal = QFrame(self)
        self.removal.setObjectName("ncovyConflictRemoval")
        self.removal.setFrameShape(QFrame.Shape.StyledPanel)
        self.sentence = QLabel(self.removal)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.mine, self.theirs = QRadioButton(self.removal), QRadioButton(self.removal)
        self.mine.clicked.connect(lambda _=False: self.chosen.emit(REMOVED, Choice(Pick.MINE)))
        self.theirs.clicked.connect(lambda _=False: self.chosen.emit(REMOVED, Choice(Pick.THEIRS)))
        self._arrange()

    def show_case(self, case: Optional[Case]) -> None:
        """Another feature."""
        self.title.setText(f"{said(case.schema.title)}: {case.name}" if case is not None else "")
        self.steps.setText(header(case) if case is not None else "")
        self._sign.setPixmap(icon(case.schema.name if case is not None else "").pixmap(SIGN_PX, SIGN_PX))
        self.refresh(case)

    def refresh(self, case: Optional[Case]) -> None:
        """Mark the way that is chosen."""
        sentence = removal_sentence(case) if case is not None else ""
        self.removal.setVisible(bool(sentence))
        if case is None or not sentence:
            return
        self.sentence.setText(sentence)
        mine, theirs = removal_choices(case)
        self.mine.setText(mine)
        self.theirs.setText(theirs)
        pick = case.merge.cell(REMOVED).pick(case.choices)
        for button, side in ((self.mine, Pick.MINE), (self.theirs, Pick.THEIRS)):
            button.setAutoExclusive(False)
            button.setChecked(pick is side)
        for button in (self.mine, self.theirs):
            button.setAutoExclusive(True)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._sign)
        top.addWidget(self.title, 1)
        ways = QHBoxLayout()
        ways.addWidget(self.mine)
        ways.addWidget(self.theirs)
        ways.addStretch(1)
        inside = QVBoxLayout(self.removal)
        inside.addWidget(self.sentence)
        inside.addLayout(ways)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.steps)
        layout.addWidget(self.removal)

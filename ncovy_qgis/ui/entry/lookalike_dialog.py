"""«Chọn lớp nào?»: two questions tell two look-alike layers apart; the answers propose one of them."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ...core.catalogue import Catalogue
from ...core.lookalikes import PAIRS, Pair, Proposal
from ..icons import icon
from ..words import said

SIGN = 24  # pixels


class Answer(QWidget):
    """Yes or no; nothing is ticked beforehand."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.yes = QRadioButton(QCoreApplication.translate("Ncovy", "Có"), self)
        self.no = QRadioButton(QCoreApplication.translate("Ncovy", "Không"), self)
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button, suffix in ((self.yes, "Yes"), (self.no, "No")):
            button.setObjectName(f"{name}{suffix}")
            self.group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)

    def value(self) -> Optional[bool]:
        """None until one is ticked."""
        return self.yes.isChecked() if self.group.checkedButton() is not None else None

    def clear(self) -> None:
        """Nothing ticked."""
        self.group.setExclusive(False)
        self.yes.setChecked(False)
        self.no.setChecked(False)
        self.group.setExclusive(True)


class LookalikeDialog(QDialog):
    """`automatic`: shown by itself for one pair, with a way not to be asked again."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, pair: Optional[Pair] = None, automatic: bool = False) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.setObjectName("ncovyLookalike")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Chọn lớp nào?"))
        self.pairs = QComboBox(self)
        for each in pairs_of(catalogue):
            self.pairs.addItem(said(each.title), each)
        self.pairs.setCurrentIndex(max(self.pairs.findText(said(pair.title)), 0) if pair else 0)
        self.pairs.setVisible(not automatic)
        self.questions = (QLabel(self), QLabel(self))
        self.answers = (Answer(self, "ncovyFirst"), Answer(self, "ncovySecond"))
        self.sign, self.proposed = QLabel(self), QLabel(self)
        self.quiet = QCheckBox(QCoreApplication.translate("Ncovy", "Đừng hỏi lại"), self)
        self.quiet.setVisible(automatic)
        self._arrange(automatic)
        self.pairs.currentIndexChanged.connect(self._show_pair)
        for answer in self.answers:
            answer.group.buttonClicked.connect(lambda *_: self._show_proposal())
        self._show_pair()

    def _arrange(self, automatic: bool) -> None:
        translate = QCoreApplication.translate
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(translate("Ncovy", "Chọn lớp này"))
        cancel = translate("Ncovy", "Giữ lớp đã chọn") if automatic else translate("Ncovy", "Đóng")
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pairs)
        for question, answer in zip(self.questions, self.answers):
            question.setWordWrap(True)
            layout.addWidget(question)
            layout.addWidget(answer)
        self.proposed.setWordWrap(True)
        self.proposed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.proposed.setMinimumHeight(4 * self.fontMetrics().height())
        result = QHBoxLayout()
        result.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        result.addWidget(self.proposed, 1, Qt.AlignmentFlag.AlignTop)
        layout.addSpacing(self.fontMetrics().height() // 2)
        layout.addLayout(result)
        layout.addStretch(1)
        layout.addWidget(self.quiet)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(60 * self.fontMetrics().averageCharWidth())

    def pair(self) -> Pair:
        """The pair being told apart."""
        chosen: Pair = self.pairs.currentData()
        return chosen

    def proposal(self) -> Optional[Proposal]:
        """The one layer the answers lead to; None while a question is open."""
        first, second = (answer.value() for answer in self.answers)
        return None if first is None or second is None else self.pair().propose(first, second)

    def _show_pair(self, *_: object) -> None:
        for label, text in zip(self.questions, self.pair().questions):
            label.setText(said(text))
        for answer, text in zip(self.answers, self.pair().questions):
            answer.setAccessibleName(said(text))
            answer.clear()
        self._show_proposal()

    def _show_proposal(self) -> None:
        found = self.proposal()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(found is not None)
        self.sign.setVisible(found is not None)
        if found is None:
            self.proposed.setText(QCoreApplication.translate("Ncovy", "Hãy trả lời cả hai câu hỏi."))
            return
        self.sign.setPixmap(icon(found.layer).pixmap(SIGN, SIGN))
        title = said(self._catalogue.layer(found.layer).title)
        self.proposed.setText(f"<b>{title}</b><br>{said(found.why)}")


def pairs_of(catalogue: Catalogue) -> tuple[Pair, ...]:
    """The pairs both of whose layers exist."""
    return tuple(pair for pair in PAIRS if all(catalogue.has(stem) for stem in pair.layers))

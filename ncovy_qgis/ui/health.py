"""What is missing, in plain words, and a button for each thing that can be mended from here."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.catalogue import Catalogue, Text
from ..gis.health import REMEDIES, Sign, examine
from ..gis.recorder import journal_folder
from ..gis.restyle import draw_web_style
from ..gis.source import Source
from ..gis.stored_styles import renew_forms, store_forms
from . import waiting
from .messages import sentence_of
from .restyle import not_shown
from .words import said

BY_QGIS = {"forms": store_forms, "web_style": draw_web_style}  # these draw: main thread only
GOOD, DOUBTFUL, BAD = "✔", "⚠", "✘"  # a sign, not a colour alone


class HealthDialog(QDialog):
    """One line a sign."""

    def __init__(self, parent: QWidget, source: Source, catalogue: Catalogue, layers: Mapping[str, QgsVectorLayer]) -> None:
        super().__init__(parent)
        self._source, self._catalogue, self._layers = source, catalogue, layers
        self.setObjectName("ncovyHealth")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Kiểm tra kết nối"))
        self.setMinimumWidth(620)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self.answer = QLabel(self)
        self.answer.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(QCoreApplication.translate("Ncovy", "Đóng"))
        again = buttons.addButton(QCoreApplication.translate("Ncovy", "Kiểm tra lại"), QDialogButtonBox.ButtonRole.ActionRole)
        again.clicked.connect(self.start)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._grid)
        layout.addWidget(self.answer)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def start(self) -> None:
        """Look again."""
        folder, text = journal_folder(), QCoreApplication.translate("Ncovy", "Đang kiểm tra…")
        try:
            signs = waiting.run(lambda: examine(self._source, self._catalogue, folder), self, text)
        except Exception as error:  # an edge: the sentence is the first sign
            sentence = sentence_of(error)
            signs = (Sign(False, Text(sentence, sentence)),)
        self._clear()
        for row, sign in enumerate(signs):
            self._show(row, sign)

    def mend(self, remedy: str) -> None:
        """Do what mends a sign, then look again."""
        try:
            left = self._mend(remedy)
            self.answer.setText("\n".join([QCoreApplication.translate("Ncovy", "Đã xong."), *left]))
        except Exception as error:  # an edge: the sentence is shown below the signs
            self.answer.setText(sentence_of(error))
            return
        self.start()

    def _mend(self, remedy: str) -> tuple[str, ...]:
        """What could not be mended is told."""
        source, catalogue = self._source, self._catalogue
        if remedy == "web_style":
            return not_shown(catalogue, draw_web_style(source, catalogue))
        if remedy in BY_QGIS:
            BY_QGIS[remedy](source, catalogue)
        else:
            text = QCoreApplication.translate("Ncovy", "Đang sửa…")
            waiting.run(lambda: REMEDIES[remedy](source, catalogue), self, text)
        if remedy == "upgrade":
            renew_forms(source, catalogue)
        return ()

    def _show(self, row: int, sign: Sign) -> None:
        words = said(sign.text) + (f"\n{said(sign.advice)}" if sign.advice and not sign.mend else "")
        mark, text = QLabel(GOOD if sign.good else BAD if sign.serious else DOUBTFUL, self), QLabel(words, self)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mends = sign.mend in REMEDIES or sign.mend in BY_QGIS
        self._grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignVCenter if mends else Qt.AlignmentFlag.AlignTop)  # the sign beside the first line
        self._grid.addWidget(text, row, 1)
        if mends:
            button = QPushButton(QCoreApplication.translate("Ncovy", "Sửa"), self)
            button.setObjectName(f"ncovyMend_{sign.mend}")
            button.clicked.connect(lambda: self.mend(sign.mend))
            self._grid.addWidget(button, row, 2)

    def _clear(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0).widget().deleteLater()

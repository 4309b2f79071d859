"""The small map of a conflict: where the feature was, where they put it, where I put it; the buttons choose a side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from ...core.merge import GEOMETRY, Choice, Pick, State
from ..shape_map import Look, ShapeMap, legend
from .case import Case

LOOKS = {
    Pick.BASE: Look(QColor(90, 90, 90), Qt.PenStyle.DotLine, QgsRubberBand.IconType.ICON_X),
    Pick.THEIRS: Look(QColor(0, 114, 178), Qt.PenStyle.DashLine, QgsRubberBand.IconType.ICON_BOX),
    Pick.MINE: Look(QColor(213, 94, 0), Qt.PenStyle.SolidLine, QgsRubberBand.IconType.ICON_CIRCLE),
}
SIDES = (Pick.THEIRS, Pick.MINE, Pick.BASE)


class ConflictMap(QWidget):
    """Three shapes, and a button a side."""

    chosen = pyqtSignal(str, object)  # GEOMETRY, Choice

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyConflictMap")
        translate = QCoreApplication.translate
        self.shapes = ShapeMap(self, translate("Ncovy", "Vị trí"), LOOKS, translate("Ncovy", "Thấy cả ba"))
        self.canvas, self.bands = self.shapes.canvas, self.shapes.bands
        self.fit, self.close_map = self.shapes.fit, self.shapes.close_map
        self.buttons: dict[Pick, QRadioButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.shapes, 1)
        for pick in SIDES:
            layout.addWidget(self._button(pick))

    def show_case(self, case: Optional[Case]) -> None:
        """Another feature: its three shapes, all in sight."""
        cell = case.merge.cell(GEOMETRY) if case is not None else None
        self.shapes.show_shapes({Pick.BASE: cell.base, Pick.THEIRS: cell.theirs, Pick.MINE: cell.mine} if cell is not None else {})
        self.refresh(case)

    def refresh(self, case: Optional[Case]) -> None:
        """Mark the side that is chosen; nothing to choose where the position is the same on all sides."""
        cell = case.merge.cell(GEOMETRY) if case is not None else None
        pick = cell.pick(case.choices) if cell is not None and case is not None else None
        self._group.setExclusive(False)
        for side, button in self.buttons.items():
            button.setChecked(side is pick)
            button.setEnabled(cell is not None and cell.state is not State.SAME and (side is not Pick.BASE or cell.base is not None))
            width = 4 if side is pick else 2
            self.bands[side].setWidth(width)
        self._group.setExclusive(True)

    def _button(self, pick: Pick) -> QRadioButton:
        button = QRadioButton(_words()[pick], self)
        button.setIcon(legend(LOOKS[pick]))
        button.setIconSize(QSize(28, 16))
        button.clicked.connect(lambda _=False: self.chosen.emit(GEOMETRY, Choice(pick)))
        self._group.addButton(button)
        self.buttons[pick] = button
        return button


def _words() -> Mapping[Pick, str]:
    translate = QCoreApplication.translate
    return {
        Pick.THEIRS: translate("Ncovy", "Vị trí của họ"),
        Pick.MINE: translate("Ncovy", "Vị trí của tôi"),
        Pick.BASE: translate("Ncovy", "Vị trí gốc"),
    }

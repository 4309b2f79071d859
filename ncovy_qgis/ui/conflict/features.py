"""The list of conflicting features: hundreds cost nothing until they are scrolled to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, QSize, Qt
from qgis.PyQt.QtWidgets import QListView, QWidget

from ..icons import icon
from ..words import said
from .case import Case
from .words import standing_text

ROW_LINES = 2.7  # name, layer with state, and air


class FeatureModel(QAbstractListModel):
    """One case a row."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.cases: list[Case] = []

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Put others in their place."""
        self.beginResetModel()
        self.cases = list(cases)
        self.endResetModel()

    def refresh(self) -> None:
        """Decisions were made."""
        if self.cases:
            self.dataChanged.emit(self.index(0), self.index(len(self.cases) - 1))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.cases)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        case = self.cases[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{case.name}\n{standing_text(case)}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{said(case.schema.title)}: {case.name}, {standing_text(case)}"
        return icon(case.schema.name) if role == Qt.ItemDataRole.DecorationRole else None


def feature_list(model: FeatureModel, parent: QWidget) -> QListView:
    """A view whose rows are alike, so that only those in sight are asked for."""
    view = QListView(parent)
    view.setObjectName("ncovyConflictFeatures")
    view.setModel(model)
    view.setUniformItemSizes(True)
    side = round(view.fontMetrics().height() * ROW_LINES)
    view.setIconSize(QSize(side // 2, side // 2))
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMinimumWidth(210)
    return view

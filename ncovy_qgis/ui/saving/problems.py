"""The list of what the last save could not store: a row a reason, with its feature, field and sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from ...core.catalogue import Catalogue
from ...db.changes import Insert, Update
from ...gis.report import Fate, Problem
from ..icons import icon
from ..words import said


class ProblemModel(QAbstractTableModel):
    """One problem a row; thousands cost nothing until they are scrolled to."""

    def __init__(self, catalogue: Catalogue, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._problems: tuple[Problem, ...] = ()
        self._names: dict[tuple[str, str], str] = {}

    def show_problems(self, problems: Sequence[Problem], names: dict[tuple[str, str], str]) -> None:
        """Put others in their place; `names` by (layer, uid)."""
        self.beginResetModel()
        self._problems, self._names = tuple(problems), names
        self.endResetModel()

    def problem(self, row: int) -> Problem:
        """The problem of a row."""
        return self._problems[row]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(_headers())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _headers()[section] if wanted else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        problem = self._problems[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(problem)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1 and problem.refusal.layer:
            return icon(problem.refusal.layer)
        return None

    def _words(self, problem: Problem) -> tuple[str, ...]:
        refusal = problem.refusal
        layer = self._catalogue.layer(refusal.layer) if refusal.layer and self._catalogue.has(refusal.layer) else None
        field = said(layer.field(refusal.field).label) if layer and refusal.field and layer.has(refusal.field) else ""
        if refusal.field == "geom":
            field = QCoreApplication.translate("Ncovy", "Vị trí")
        name = self._names.get((str(refusal.layer), str(refusal.uid)), "") or _own_name(problem)
        return _kind(problem), said(layer.title) if layer else "", name, field, said(refusal.text)


def _own_name(problem: Problem) -> str:
    return str(problem.change.values.get("name") or "") if isinstance(problem.change, (Insert, Update)) else ""


def _kind(problem: Problem) -> str:
    translate = QCoreApplication.translate
    if problem.fate is Fate.CONFLICT:
        return translate("Ncovy", "Xung đột")
    return translate("Ncovy", "Không còn") if problem.fate is Fate.GONE else translate("Ncovy", "Bị từ chối")


def _headers() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("Ncovy", "Kết quả"),
        translate("Ncovy", "Lớp"),
        translate("Ncovy", "Tên"),
        translate("Ncovy", "Trường"),
        translate("Ncovy", "Vì sao và cần làm gì"),
    )

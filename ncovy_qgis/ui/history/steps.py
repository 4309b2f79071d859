"""What a restore of many would do, a row a feature: ticked ones are brought back; what somebody changed since is not ticked by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ...core.catalogue import Catalogue
from ...db.change import Key
from ...db.restoring import Step
from ...db.review import Verdict
from ..icons import icon
from ..words import said
from .words import becomes, later, numbers

OBJECT, LAYER, DEED, VERSIONS, NOTE, RESULT = range(6)
WIDTHS = {OBJECT: 250, LAYER: 150, DEED: 120, VERSIONS: 90}


@dataclass(frozen=True)
class Line:
    """One feature: what would become of it, what to know before, what came of it."""

    step: Step
    note: str
    ticked: bool
    locked: str = ""  # why it may not be ticked
    result: str = ""


class StepModel(QAbstractTableModel):
    """Lines of a preview; results stay beside them."""

    ticked = pyqtSignal()

    def __init__(self, catalogue: Catalogue, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.lines: list[Line] = []
        self.note_title = ""

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Another preview."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()
        self.ticked.emit()

    def chosen(self) -> tuple[Step, ...]:
        """What is ticked, in the order shown."""
        return tuple(line.step for line in self.lines if line.ticked)

    def tick(self, rows: Sequence[int], on: bool) -> None:
        """Those that may be."""
        for row in rows:
            if not self.lines[row].locked:
                self.lines[row] = replace(self.lines[row], ticked=on)
        self._told()

    def tell(self, verdicts: Sequence[Verdict]) -> None:
        """What came of those that were ticked; done is done."""
        translate = QCoreApplication.translate
        done = translate("Ncovy", "✓ đã khôi phục thành bản nháp")
        found: Mapping[Key, Verdict] = {(each.layer, each.uid): each for each in verdicts}
        for row, line in enumerate(self.lines):
            verdict = found.get((line.step.layer, line.step.uid))
            if verdict is not None and verdict.refusal is None:
                self.lines[row] = replace(line, ticked=False, locked=done, result=done)
            elif verdict is not None and verdict.refusal is not None:
                self.lines[row] = replace(line, ticked=False, result=f"✗ {said(verdict.refusal.text)}")
        self._told()

    def _told(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, RESULT))
        self.ticked.emit()

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else RESULT + 1

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == OBJECT and not self.lines[index.row()].locked else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        translate = QCoreApplication.translate
        titles = (
            translate("Ncovy", "Đối tượng"),
            translate("Ncovy", "Lớp"),
            translate("Ncovy", "Sẽ"),
            translate("Ncovy", "Phiên bản"),
            self.note_title,
            translate("Ncovy", "Kết quả"),
        )
        return titles[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:  # what somebody typed is text, never markup
            return f"<qt>{escape(self._text(line, column))}</qt>"
        if role == Qt.ItemDataRole.CheckStateRole and column == OBJECT:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        return icon(line.step.layer) if role == Qt.ItemDataRole.DecorationRole and column == LAYER else None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the box."""
        if role != Qt.ItemDataRole.CheckStateRole or self.lines[index.row()].locked:
            return False
        self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _text(self, line: Line, column: int) -> str:
        step = line.step
        texts = {
            OBJECT: step.name or "–",
            LAYER: said(self._catalogue.layer(step.layer).short),
            DEED: becomes(step),
            VERSIONS: numbers(step),
            NOTE: line.note,
        }
        return texts.get(column, line.result or line.locked)


class StepTable(QTableView):
    """Space ticks the chosen rows, Enter opens the history of the one one stands on."""

    opened = pyqtSignal(str, str)  # layer, uid

    def __init__(self, model: StepModel, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName(name)
        self.setModel(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        header = self.horizontalHeader()
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        for column in (NOTE, RESULT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _: self._open())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if event.key() == Qt.Key.Key_Space and rows:
            self._model.tick(rows, not all(self._model.lines[row].ticked for row in rows))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        row = self.currentIndex().row()
        if 0 <= row < len(self._model.lines):
            step = self._model.lines[row].step
            self.opened.emit(step.layer, step.uid)


def lines_of(steps: Sequence[Step], locked: Mapping[Key, str]) -> list[Line]:
    """A preview: everything is ticked but what somebody changed since, and what may not be."""
    return [_line(step, locked.get((step.layer, step.uid), "")) for step in steps]


def _line(step: Step, why: str) -> Line:
    return Line(step, later(step), not step.conflict and not why, why)

"""The table of a feature's cells: base, theirs, mine and the result; a click or a key says where the result comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ...core.catalogue import Catalogue
from ...core.merge import GEOMETRY, REMOVED, Choice, Pick, State
from ..words import said
from .case import Case
from .words import label_of, pick_word, step_text, value_text

FIELD, BASE, THEIRS, MINE, RESULT = range(5)
PICKS = {BASE: Pick.BASE, THEIRS: Pick.THEIRS, MINE: Pick.MINE}
KEYS = {Qt.Key.Key_1: Pick.THEIRS, Qt.Key.Key_2: Pick.MINE, Qt.Key.Key_3: Pick.BASE}
# Blue, orange and red that colour-blind people tell apart; thin enough to read black or white text through.
TINTS = {THEIRS: QColor(0, 114, 178, 70), MINE: QColor(230, 159, 0, 80), RESULT: QColor(213, 94, 0, 90)}
LINES_MOST = 5  # of a long text; its tooltip has all of it


class FieldModel(QAbstractTableModel):
    """The cells of one case."""

    def __init__(self, catalogue: Catalogue, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._names: Mapping[str, str] = {}
        self._case: Optional[Case] = None
        self._rows: tuple[str, ...] = ()
        self._wrong: Mapping[str, str] = {}
        self._every = False

    def show_case(self, case: Optional[Case], names: Mapping[str, str]) -> None:
        """Another feature; `names` of communes and referred features."""
        self.beginResetModel()
        self._case, self._names = case, names
        self._read()
        self.endResetModel()

    def show_every(self, every: bool) -> None:
        """All fields, or only those that differ."""
        self._every = every
        self.show_case(self._case, self._names)

    def refresh(self) -> None:
        """A decision was made: rows stay where they are unless others have come in."""
        before = self._rows
        self._read()
        if len(before) != len(self._rows):
            self.show_case(self._case, self._names)
        elif self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, RESULT))

    def _read(self) -> None:
        case = self._case
        self._rows = case.rows(self._every) if case is not None else ()
        self._wrong = {rule.field: said(rule.message) for rule in case.broken()} if case is not None else {}

    def cell_name(self, row: int) -> str:
        """The cell of a row; "" when there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else ""

    def row_of(self, name: str) -> int:
        """The row of a cell; -1 when it is not shown."""
        return self._rows.index(name) if name in self._rows else -1

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else RESULT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _headers()[section] if wanted else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._case is None:
            return None
        name, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self._case, name, column)
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._tint(self._case, name, column)
        if role == Qt.ItemDataRole.FontRole and self._picked(self._case, name, column):
            bold = QFont()
            bold.setBold(True)
            return bold
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._told(self._case, name, column)
        return None

    # --- a cell -----------------------------------------------------------------------------------------------------

    def _text(self, case: Case, name: str, column: int) -> str:
        cell = case.merge.cell(name)
        if column == FIELD:
            return f"{self._sign(case, name)} {label_of(case, name)}".strip()
        if column in PICKS:
            value = {BASE: cell.base, THEIRS: cell.theirs, MINE: cell.mine}[column]
            text = self._shown(case, name, value)
            if cell.state is State.SAME and name not in case.choices:
                return text  # nothing to choose
            return f"{'●' if self._picked(case, name, column) else '○'} {text}"
        if cell.pick(case.choices) is None:
            return "? " + pick_word(None)
        text = self._shown(case, name, cell.result(case.choices))
        return f"✎ {text}" if cell.pick(case.choices) is Pick.TYPED else text

    def _shown(self, case: Case, name: str, value: Any) -> str:
        return " ".join(value_text(case, name, value, self._catalogue, self._names).split("\n"))

    def _sign(self, case: Case, name: str) -> str:
        """The state of a cell without colours: contested, decided, merged by itself, breaks a rule."""
        if name in self._wrong:
            return "⚠"
        cell = case.merge.cell(name)
        if cell.pick(case.choices) is None:
            return "≠"
        if cell.name in case.choices:
            return "✓"
        return "" if cell.state is State.SAME else "⇄"

    def _picked(self, case: Case, name: str, column: int) -> bool:
        """The side the result comes from."""
        cell = case.merge.cell(name)
        return column in PICKS and cell.pick(case.choices) is PICKS[column] and (cell.state is not State.SAME or name in case.choices)

    def _tint(self, case: Case, name: str, column: int) -> Optional[QColor]:
        cell = case.merge.cell(name)
        if column == RESULT:
            return TINTS[RESULT] if cell.pick(case.choices) is None or name in self._wrong else None
        if case.goes() and name != REMOVED:
            return None
        changed = {THEIRS: (State.THEIRS, State.BOTH, State.CONFLICT), MINE: (State.MINE, State.BOTH, State.CONFLICT)}
        return TINTS[column] if cell.state in changed.get(column, ()) else None

    def _told(self, case: Case, name: str, column: int) -> str:
        text = f"{_headers()[column]}: {self._text(case, name, column)}"
        author = case.author(name) if column == THEIRS else None
        lines = [text, step_text(author) if author is not None else "", self._wrong.get(name, "") if column in (FIELD, RESULT) else ""]
        return "\n".join(line for line in lines if line)


class FieldTable(QTableView):
    """Keyboard: 1 theirs, 2 mine, 3 base, F2 or typing a new value; Enter takes the side one stands on. Mouse: click a side, double-click the result."""

    chosen = pyqtSignal(str, object)  # cell, Choice
    typed = pyqtSignal(str, str)  # cell, what was typed already

    def __init__(self, model: FieldModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("ncovyConflictFields")
        self.setModel(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        line = self.fontMetrics().height()
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(round(line * 1.6))
        rows.setMaximumSectionSize(line * LINES_MOST)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(line * 4)
        self.clicked.connect(lambda index: self._take(index.row(), PICKS.get(index.column())))
        self.doubleClicked.connect(self._edit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = Qt.KeyboardModifier
        index, plain = self.currentIndex(), event.modifiers() in (held.NoModifier, held.ShiftModifier, held.KeypadModifier)
        if not index.isValid() or not plain:
            super().keyPressEvent(event)
        elif event.key() in KEYS:
            self._take(index.row(), KEYS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.column() in PICKS:
            self._take(index.row(), PICKS[index.column()])
        elif event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._type(index.row(), "")
        elif event.text().strip() and event.text().isprintable():
            self._type(index.row(), event.text())
        else:
            super().keyPressEvent(event)

    def _edit(self, index: QModelIndex) -> None:
        if index.column() == RESULT:
            self._type(index.row(), "")

    def _take(self, row: int, pick: Optional[Pick]) -> None:
        name = self._model.cell_name(row)
        if name and pick is not None:
            self.chosen.emit(name, Choice(pick))

    def _type(self, row: int, text: str) -> None:
        name = self._model.cell_name(row)
        if name and name not in (GEOMETRY, REMOVED):
            self.typed.emit(name, text)


def _headers() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("Ncovy", "Trường"),
        translate("Ncovy", "Bản gốc (3)"),
        translate("Ncovy", "Của họ (1)"),
        translate("Ncovy", "Của tôi (2)"),
        translate("Ncovy", "Kết quả (F2)"),
    )

"""The tree of findings: groups, and in them the rows. Rows are made when they are seen, so twenty thousand cost no more than twenty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QColor, QFont, QIcon, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle

from ...db.findings import ERROR, NOTE, WARNING
from ..icons import icon
from .rows import Group, Row

NAME, COMMUNE, SENTENCE = range(3)
TOP = QModelIndex()
SIGNS = {
    ERROR: QStyle.StandardPixmap.SP_MessageBoxCritical,
    WARNING: QStyle.StandardPixmap.SP_MessageBoxWarning,
    NOTE: QStyle.StandardPixmap.SP_MessageBoxInformation,
}


class FindingTree(QAbstractItemModel):
    """Two levels; the internal number of a row is that of its group and one, of a group 0."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.groups: Sequence[Group] = ()
        self._signs = {severity: QApplication.style().standardIcon(sign) for severity, sign in SIGNS.items()}
        self._icons: dict[str, QIcon] = {}
        self._heavy, self._slanted = QFont(), QFont()
        self._heavy.setBold(True)
        self._slanted.setItalic(True)

    def show(self, groups: Sequence[Group]) -> None:
        """Other groups from now on."""
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()

    def group_at(self, index: QModelIndex) -> Optional[Group]:
        """The group an index stands for; None for a row."""
        return self.groups[index.row()] if index.isValid() and not index.internalId() else None

    def row_at(self, index: QModelIndex) -> Optional[Row]:
        """The row an index stands for; None for a group."""
        if not index.isValid() or not index.internalId():
            return None
        return self.groups[index.internalId() - 1].rows[index.row()]

    def rows_at(self, indexes: Sequence[QModelIndex]) -> list[Row]:
        """The rows chosen, those of a chosen group among them, each once."""
        return list({id(row): row for index in indexes for row in self._rows(index)}.values())

    def _rows(self, index: QModelIndex) -> Iterator[Row]:
        row, group = self.row_at(index), self.group_at(index)
        yield from (row,) if row is not None else group.rows if group is not None else ()

    def find(self, uid: str, code: str) -> QModelIndex:
        """The index of a finding; not valid when it is not shown."""
        for number, group in enumerate(self.groups):
            for place, row in enumerate(group.rows):
                if row.finding.uid == uid and row.finding.code == code:
                    return self.createIndex(place, 0, number + 1)
        return QModelIndex()

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def columnCount(self, parent: QModelIndex = TOP) -> int:
        return 3

    def rowCount(self, parent: QModelIndex = TOP) -> int:
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() or parent.column() else len(self.groups[parent.row()].rows)

    def index(self, row: int, column: int, parent: QModelIndex = TOP) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Any = None) -> Any:
        if index is None:  # QObject.parent()
            return super().parent()
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        translate = QCoreApplication.translate
        titles = (translate("Ncovy", "Đối tượng"), translate("Ncovy", "Xã"), translate("Ncovy", "Nội dung"))
        return titles[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, group = self.row_at(index), self.group_at(index)
        if group is not None:
            return self._of_group(group, index.column(), role)
        return self._of_row(row, index.column(), role) if row is not None else None

    def _of_group(self, group: Group, column: int, role: int) -> Any:
        if column != NAME:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"({len(group.rows)}) {group.title}"  # the number first: a long heading is cut at its end
        if role == Qt.ItemDataRole.DecorationRole:
            return self._signs[group.severity]
        return self._heavy if role == Qt.ItemDataRole.FontRole else None

    def _of_row(self, row: Row, column: int, role: int) -> Any:
        finding = row.finding
        if role == Qt.ItemDataRole.DisplayRole:
            return (finding.name or "–", finding.commune, row.sentence)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (f"{finding.name or '–'}\n{row.layer}", f"{finding.commune}, {finding.district}", row.sentence)[column]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(finding.layer) if column == NAME else self._signs[finding.severity] if column == SENTENCE else None
        if role == Qt.ItemDataRole.FontRole and not finding.open:
            return self._slanted
        if role == Qt.ItemDataRole.ForegroundRole and not finding.open:
            return _muted()
        return None

    def _icon(self, stem: str) -> QIcon:
        return self._icons.setdefault(stem, icon(stem)) if stem not in self._icons else self._icons[stem]


def _muted() -> QColor:
    """Beside other text it steps back, and can be read still: 5 : 1 on white, where text that is disabled has less than 2 : 1."""
    colour = QColor(QApplication.palette().color(QPalette.ColorRole.Text))
    colour.setAlphaF(0.62)
    return colour

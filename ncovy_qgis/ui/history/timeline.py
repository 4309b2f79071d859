"""The versions of a feature in a table, newest first."""

from __future__ import annotations

from html import escape
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ...core.dates import show_datetime
from ...db.history import Version
from ..conflict.words import program
from .tasks import Past
from .words import deed

NUMBER, DEED, PERSON, AT, PROGRAM, APPROVED, COMMENT = range(7)
WIDTHS = {NUMBER: 80, DEED: 80, PERSON: 100, AT: 130, PROGRAM: 145, APPROVED: 275}


class TimelineModel(QAbstractTableModel):
    """One version a row."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.versions: tuple[Version, ...] = ()  # newest first
        self.public: Optional[int] = None  # the version the public sees

    def show_past(self, past: Optional[Past]) -> None:
        """Another feature."""
        self.beginResetModel()
        self.versions = tuple(reversed(past.versions)) if past is not None else ()
        self.public = past.public if past is not None else None
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """Where a version stands; the newest when it is nowhere."""
        return next((row for row, each in enumerate(self.versions) if each.row_version == number), 0)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.versions)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else COMMENT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        translate = QCoreApplication.translate
        titles = {
            NUMBER: translate("Ncovy", "Phiên bản"),
            DEED: translate("Ncovy", "Việc"),
            PERSON: translate("Ncovy", "Người"),
            AT: translate("Ncovy", "Lúc"),
            PROGRAM: translate("Ncovy", "Từ đâu"),
            APPROVED: translate("Ncovy", "Duyệt"),
            COMMENT: translate("Ncovy", "Ghi chú"),
        }
        return titles[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        version, column = self.versions[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(version, column)
        if role == Qt.ItemDataRole.ToolTipRole:  # what somebody typed is text, never markup
            return f"<qt>{escape(self._text(version, column))}</qt>"
        if role == Qt.ItemDataRole.FontRole and column in (NUMBER, APPROVED) and version.row_version == self.public:
            bold = QFont()
            bold.setBold(True)
            return bold
        return None

    def _text(self, version: Version, column: int) -> str:
        if column == NUMBER:
            return str(version.row_version)
        if column == APPROVED:
            return self._approval(version)
        texts = {DEED: deed(version.operation), PERSON: version.by, AT: show_datetime(version.at), PROGRAM: program(version.application)}
        return texts.get(column, self._comment(version))

    def _approval(self, version: Version) -> str:
        if version.approved_at is None:
            return ""
        translate = QCoreApplication.translate
        text = translate("Ncovy", "✓ {person} {at}").format(person=version.approved_by or "", at=show_datetime(version.approved_at))
        return f"{text} ({translate('Ncovy', 'công khai')})" if version.row_version == self.public else text

    def _comment(self, version: Version) -> str:
        """What the save was said to be for, and why a feature went."""
        words = (version.comment, version.row.get("removed_reason") if version.operation == "remove" else None)
        return "; ".join(str(word) for word in dict.fromkeys(words) if word)


class TimelineTable(QTableView):
    """Arrow keys go through the versions."""

    def __init__(self, model: TimelineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyHistoryTimeline")
        self.setAccessibleName(QCoreApplication.translate("Ncovy", "Các phiên bản của đối tượng"))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        header = self.horizontalHeader()
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        header.setSectionResizeMode(COMMENT, QHeaderView.ResizeMode.Stretch)

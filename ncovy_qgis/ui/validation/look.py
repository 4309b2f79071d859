"""How findings look in their tree: groups with the sign of their most urgent row, and what was accepted standing back."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QFont, QIcon
from qgis.PyQt.QtWidgets import QApplication, QStyle

from ...db.findings import ERROR, NOTE, WARNING
from ..icons import icon, muted
from .rows import Group, Row

NAME, COMMUNE, SENTENCE = range(3)
SIGNS = {
    ERROR: QStyle.StandardPixmap.SP_MessageBoxCritical,
    WARNING: QStyle.StandardPixmap.SP_MessageBoxWarning,
    NOTE: QStyle.StandardPixmap.SP_MessageBoxInformation,
}


class FindingLook:
    """What the tree of findings asks for what is in sight."""

    def __init__(self) -> None:
        self._signs = {severity: QApplication.style().standardIcon(sign) for severity, sign in SIGNS.items()}
        self._icons: dict[str, QIcon] = {}
        self._heavy, self._slanted = QFont(), QFont()
        self._heavy.setBold(True)
        self._slanted.setItalic(True)

    def titles(self) -> tuple[str, ...]:
        """The heads of the columns."""
        translate = QCoreApplication.translate
        return translate("Ncovy", "Đối tượng"), translate("Ncovy", "Xã"), translate("Ncovy", "Nội dung")

    def of_group(self, group: Group, column: int, role: int) -> Any:
        """A heading goes over all columns."""
        if column != NAME:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"({len(group.rows)}) {group.title}"  # the number first: a long heading is cut at its end
        if role == Qt.ItemDataRole.DecorationRole:
            return self._signs[group.severity]
        return self._heavy if role == Qt.ItemDataRole.FontRole else None

    def of_row(self, row: Row, column: int, role: int) -> Any:
        """Name, place, sentence."""
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
            return muted()
        return None

    def _icon(self, stem: str) -> QIcon:
        return self._icons.setdefault(stem, icon(stem)) if stem not in self._icons else self._icons[stem]

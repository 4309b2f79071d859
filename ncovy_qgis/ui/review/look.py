"""How the rows of the queue look in its tree; asked for what is in sight only."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFont, QIcon
from qgis.PyQt.QtWidgets import QApplication, QStyle

from ...core.dates import show_datetime
from ..icons import icon, muted
from . import words
from .rows import AT, ERROR, FINDINGS, KIND, NAME, PLACE, WAITING, WARNING, WHO, Found, Group, Key, Row, severity

SIGNS = {ERROR: QStyle.StandardPixmap.SP_MessageBoxCritical, WARNING: QStyle.StandardPixmap.SP_MessageBoxWarning}


class QueueLook:
    """Knows what the rules found and what the person put off, besides the rows."""

    def __init__(self, language: str) -> None:
        self.found: Found = {}
        self.skipped: set[Key] = set()
        self.queue = WAITING
        self.now = datetime.now(timezone.utc)
        self._language = language
        self._signs = signs()
        self._icons: dict[str, QIcon] = {}
        self._heavy, self._slanted = QFont(), QFont()
        self._heavy.setBold(True)
        self._slanted.setItalic(True)

    def titles(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return words.titles(self.queue)

    def of_group(self, group: Group, column: int, role: int) -> Any:
        """A heading goes over all columns."""
        if column != NAME:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words.group_title(group)
        if role == Qt.ItemDataRole.DecorationRole and group.stem:
            return self._icon(group.stem)
        return self._heavy if role == Qt.ItemDataRole.FontRole else None

    def of_row(self, row: Row, column: int, role: int) -> Any:
        """Own work and what was put off stand back."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.tooltip(row)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(row.item.layer) if column == NAME else self._signs.get(severity(row, self.found)) if column == FINDINGS else None
        back = self.stands_back(row)
        if role == Qt.ItemDataRole.FontRole and back:
            return self._slanted
        if role == Qt.ItemDataRole.ForegroundRole and back:
            return muted()
        return None

    def stands_back(self, row: Row) -> bool:
        """What the person cannot or does not want to decide now."""
        return row.key in self.skipped or (row.waiting is not None and (row.waiting.own or not row.waiting.mine))

    def _text(self, row: Row, column: int) -> str:
        item = row.waiting
        if column == NAME:
            marks = ("↺ " if item.returned_before is not None else "") + ("? " if item.asked else "") if item is not None else ""
            return marks + row.name
        if column == FINDINGS:
            _, errors, warnings = self.found.get(row.key, (0, 0, 0))
            return str(errors or warnings or "") if severity(row, self.found) else ""
        if column == AT:
            return words.age(row.at, self.now) if item is not None else show_datetime(row.at) if row.at is not None else ""
        if column == KIND:
            return words.kind_word(item.kind) if item is not None else self._said(row)
        return {PLACE: row.item.commune_name or "", WHO: row.who}[column]

    def _said(self, row: Row) -> str:
        return str(row.item.words_en if self._language == "en" else row.item.words_vi)  # type: ignore[union-attr]

    def _icon(self, stem: str) -> QIcon:
        return self._icons.setdefault(stem, icon(stem)) if stem not in self._icons else self._icons[stem]


def signs() -> dict[str, QIcon]:
    """What stands for errors and warnings."""
    return {level: QApplication.style().standardIcon(sign) for level, sign in SIGNS.items()}

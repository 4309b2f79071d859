"""Which area, until when: units found as they are typed, accents or not; Enter takes the one that is marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Optional

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QCheckBox, QDateEdit, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...core.rules.moments import VIETNAM
from ...core.text import fold
from .period_bar import vietnamese_today
from .tasks import Unit

MOST = 60  # lines of the list; more words make it shorter
MONTH = timedelta(days=30)


class EndBox(QWidget):
    """A day that is the last one, or none."""

    def __init__(self, parent: Optional[QWidget] = None, *, needed: bool = False) -> None:
        super().__init__(parent)
        self._needed = needed
        self.limited = QCheckBox(QCoreApplication.translate("Ncovy", "Ngày cuối cùng"), self)
        self.limited.setObjectName("ncovyStaffLimited")
        self.limited.setChecked(needed)
        self.limited.setVisible(not needed)
        self.day = QDateEdit(self)
        self.day.setObjectName("ncovyStaffDay")
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd/MM/yyyy")
        today = vietnamese_today()
        self.day.setMinimumDate(today)
        self.day.setDate(today + MONTH)
        self.day.setEnabled(needed)
        self.limited.toggled.connect(self.day.setEnabled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(QLabel(QCoreApplication.translate("Ncovy", "Ngày cuối cùng"), self) if needed else self.limited)
        layout.addWidget(self.day)
        layout.addStretch(1)

    def until(self) -> Optional[datetime]:
        """The midnight at the end of that day; None for no end."""
        if not (self._needed or self.limited.isChecked()):
            return None
        last = self.day.date()
        return datetime.combine(date(last.year(), last.month(), last.day()) + timedelta(days=1), time(0), VIETNAM)


class LimitDialog(QDialog):
    """The last day of an area."""

    def __init__(self, parent: QWidget, person: str, area: str) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyStaffLimitDialog")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Hết hạn địa bàn"))
        text = QCoreApplication.translate("Ncovy", "{person} còn được ghi ở {area} đến hết")
        self.end = EndBox(self, needed=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (QLabel(text.format(person=person, area=area), self), self.end, buttons):
            layout.addWidget(widget)


class AreaPicker(QDialog):
    """Type, choose, accept. `unit()` and `end.until()` hold the answer."""

    def __init__(self, parent: QWidget, person: str, units: Sequence[Unit]) -> None:
        super().__init__(parent)
        self._units = [(unit, fold(f"{unit.name} {unit.parent} {unit.code} {unit.era}")) for unit in units]
        self.setObjectName("ncovyAreaPicker")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Giao địa bàn cho {person}").format(person=person))
        self.resize(520, 420)
        self.search = QgsFilterLineEdit(self)
        self.search.setObjectName("ncovyAreaSearch")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(QCoreApplication.translate("Ncovy", "Tên hoặc mã huyện, xã (không cần dấu)"))
        self.search.textChanged.connect(self._list)
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("ncovyAreaList")
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.list.currentRowChanged.connect(lambda row: self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(row >= 0))
        self.end = EndBox(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(QCoreApplication.translate("Ncovy", "Giao"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.search, self.list, self.end, self.buttons):
            layout.addWidget(widget)
        self._list("")
        self.search.setFocus()

    def unit(self) -> Optional[Unit]:
        """What is marked."""
        item = self.list.currentItem()
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # a name of Qt
        """Arrow keys move in the list while the person goes on typing."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
            return True
        return bool(super().eventFilter(watched, event))

    def _list(self, text: str) -> None:
        words = fold(text).split()
        self.list.clear()
        found = (unit for unit, line in self._units if all(word in line for word in words))
        for unit in sorted(found, key=lambda unit: _rank(unit, text))[:MOST]:
            item = QListWidgetItem(area_words(unit.name, unit.parent, unit.era, unit.code), self.list)
            item.setData(Qt.ItemDataRole.UserRole, unit)
        self.list.setCurrentRow(0 if self.list.count() else -1)


def _rank(unit: Unit, text: str) -> tuple[bool, bool, int]:
    """The very accents first, then those whose own name holds the words, then the larger units."""
    typed = " ".join(text.split()).lower()
    return typed not in unit.name.lower() and typed != unit.code, not all(word in fold(unit.name) for word in fold(text).split()), unit.level


def area_words(name: str, parent: str, era: int, code: str) -> str:
    """«Phường Hưng Bình, Thành phố Vinh (16681, 2021)»."""
    return f"{name}, {parent} ({code}, {era})" if parent else f"{name} ({code}, {era})"

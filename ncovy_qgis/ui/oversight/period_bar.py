"""Which days: a usual span, or two days of one's own; the days are Vietnamese ones, both included."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QDate, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QWidget

from ...core.rules.moments import VIETNAM
from .tasks import Period

CHOICE, USUAL = -1, 7


def vietnamese_today() -> date:
    """Whatever the zone of this machine."""
    return datetime.now(VIETNAM).date()


class PeriodBar(QWidget):
    """`changed` when other days are wanted."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.span = QComboBox(self)
        self.span.setObjectName("ncovyOversightSpan")
        for text, days in (
            (translate("Ncovy", "Hôm nay"), 1), (translate("Ncovy", "7 ngày qua"), USUAL), (translate("Ncovy", "30 ngày qua"), 30),
            (translate("Ncovy", "90 ngày qua"), 90), (translate("Ncovy", "Tự chọn"), CHOICE),
        ):  # fmt: skip
            self.span.addItem(text, days)
        self.first, self.last = self._day("ncovyOversightFirst"), self._day("ncovyOversightLast")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.span)
        layout.addWidget(self.first)
        layout.addWidget(QLabel("–", self))
        layout.addWidget(self.last)
        self.span.setCurrentIndex(self.span.findData(USUAL))
        self._set_span()
        self.span.currentIndexChanged.connect(lambda _: self._span_chosen())
        self.first.dateChanged.connect(lambda _: self._day_chosen())
        self.last.dateChanged.connect(lambda _: self._day_chosen())

    def period(self) -> Period:
        """From the first moment of the first day to the last of the last one."""
        since, until = sorted((self.first.date(), self.last.date()))
        return Period(_midnight(since), _midnight(until.addDays(1)))

    def _day(self, name: str) -> QDateEdit:
        edit = QDateEdit(self)
        edit.setObjectName(name)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("dd/MM/yyyy")
        return edit

    def _span_chosen(self) -> None:
        if self.span.currentData() != CHOICE:
            self._set_span()
            self.changed.emit()
        else:
            self.first.setFocus()

    def _day_chosen(self) -> None:
        self.span.blockSignals(True)
        self.span.setCurrentIndex(self.span.findData(CHOICE))
        self.span.blockSignals(False)
        self.changed.emit()

    def _set_span(self) -> None:
        today = vietnamese_today()
        begin = today - timedelta(days=int(self.span.currentData()) - 1)
        for edit, day in ((self.first, begin), (self.last, today)):
            edit.blockSignals(True)
            edit.setDate(QDate(day.year, day.month, day.day))
            edit.blockSignals(False)


def _midnight(day: QDate) -> datetime:
    return datetime.combine(date(day.year(), day.month(), day.day()), time(0), VIETNAM)

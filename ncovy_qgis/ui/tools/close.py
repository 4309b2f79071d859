"""«Kết thúc»: lift what is in force at a time and by a decision; close what is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, QTime
from qgis.PyQt.QtWidgets import QComboBox, QDateTimeEdit, QFormLayout, QLabel, QLineEdit, QWidget

from ...core.decisions import normalise_decision
from ...gis.tools.closing import CLOSED, is_lifted, lifting
from ...gis.values import VIETNAM
from ..words import said
from .frame import Chosen
from .planned import PlanDialog

if TYPE_CHECKING:
    from ..session import Session


class CloseDialog(PlanDialog):
    """When and by which decision, or how it is closed; judged before anything changes."""

    def __init__(self, session: Session, into: Chosen, now: datetime) -> None:
        translate = QCoreApplication.translate
        super().__init__(session, into, now, "ncovyCloseDialog", translate("Ncovy", "Kết thúc"), translate("Ncovy", "Kết thúc"))
        self.setMinimumWidth(560)
        self.head.setText(translate("Ncovy", "{layer}: {names}.").format(layer=said(into.schema.title), names=into.names()))
        self.end = QDateTimeEdit(self)
        self.end.setDisplayFormat("dd/MM/yyyy HH:mm")
        self.end.setCalendarPopup(True)
        self.end.setDateTime(QDateTime(QDate(now.year, now.month, now.day), QTime(now.hour, now.minute)))
        self.decision = QLineEdit(self)
        self.decision.setPlaceholderText("3088/QĐ-UBND")
        self.stored = QLabel(self)
        self.state = QComboBox(self)
        self.fill(self._form(), self.faults)
        self.end.dateTimeChanged.connect(self._preview)
        self.decision.textChanged.connect(self._preview)
        self.state.currentIndexChanged.connect(self._preview)
        self._preview()

    def _form(self) -> QWidget:
        form = QWidget(self)
        layout = QFormLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        schema, translate = self._into.schema, QCoreApplication.translate
        if is_lifted(schema):
            layout.addRow(translate("Ncovy", "Kết thúc lúc"), self.end)
            layout.addRow(translate("Ncovy", "Số QĐ kết thúc"), self.decision)
            layout.addRow("", self.stored)
            self.state.hide()
            return form
        states = self._session.catalogue.list_of(schema.field(schema.state_field))
        for code in CLOSED if states is not None else ():
            self.state.addItem(said(states.label(code)), code)
        layout.addRow(said(schema.field(schema.state_field).label), self.state)
        for widget in (self.end, self.decision, self.stored):
            widget.hide()
        return form

    def values(self) -> Mapping[str, Any]:
        """What the features are to be given."""
        if not is_lifted(self._into.schema):
            return {self._into.schema.state_field: self.state.currentData()}
        day, time = self.end.date(), self.end.time()
        end = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=VIETNAM)
        return lifting(self._into.schema, end, self.decision.text())

    def _preview(self, *_: Any) -> None:
        stored = normalise_decision(self.decision.text())
        told = QCoreApplication.translate("Ncovy", "Lưu là {number}").format(number=stored)
        self.stored.setText(told)
        self.stored.setVisible(bool(stored) and stored != self.decision.text())
        self.judge(self._into.features, self.values())

    def accept(self) -> None:
        """One undoable step."""
        self.carry_out(QCoreApplication.translate("Ncovy", "Đã kết thúc {count} đối tượng; hãy lưu để gửi lên máy chủ."))

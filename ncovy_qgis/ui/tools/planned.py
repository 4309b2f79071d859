"""A change to the chosen features that is judged while it is put together and carried out as one step: what copying, bulk edits and ending share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QCoreApplication

from ...gis.tools.plan import Plan, apply_plan, plan_change
from .frame import Chosen, FaultList, ToolDialog, ready, summary

if TYPE_CHECKING:
    from ..session import Session


class PlanDialog(ToolDialog):
    """`now` is the time the rules are asked at."""

    def __init__(self, session: Session, into: Chosen, now: datetime, name: str, title: str, deed: str) -> None:
        super().__init__(session.iface.mainWindow(), name, title, deed)
        self._session, self._into, self._now = session, into, now
        self.plan = Plan({}, 0, ())
        self.faults = FaultList(self, into.schema)

    def judge(self, features: Iterable[QgsFeature], values: Mapping[str, Any], hint: str = "") -> None:
        """Show what giving the values would come to; `hint` is said instead while nothing is given."""
        self.plan = plan_change(self._into.layer, self._into.schema, features, values, self._now) if values else Plan({}, 0, ())
        self.faults.show_faults(self.plan.faults)
        self.ok.setEnabled(bool(self.plan.changes))
        self.note.setText(hint or summary(self.plan))

    def carry_out(self, done: str) -> None:
        """One undoable step; `done` tells how many. A new feature that was saved meanwhile has another id: then the window stays and says so."""
        if not self.plan.changes or not ready(self._session, self._into.layer):
            return
        count = apply_plan(self._into.layer, self.plan, self.windowTitle())
        if count:
            self._session.messages.info(done.format(count=count))
        if count == len(self.plan.changes):
            super().accept()
            return
        self.ok.setEnabled(False)
        self.note.setText(saved_meanwhile(len(self.plan.changes) - count))


def saved_meanwhile(count: int) -> str:
    """Why so many are as they were."""
    text = QCoreApplication.translate("Ncovy", "{count} đối tượng chưa đổi được vì vừa được lưu; hãy đóng cửa sổ này rồi chọn lại.")
    return text.format(count=count)

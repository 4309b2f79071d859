"""ncovy:restore: undo one save as a new one; at first it only says what it would do."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.deeds import deed_text
from ..db.restoring import Step, of_changeset, restore_many
from ..gis.project import language
from .common import connected, service_parameter

CHANGESET, REASON, LATER, DRY_RUN = "CHANGESET", "REASON", "LATER", "DRY_RUN"
STEPS, CONFLICTS, DONE = "STEPS", "CONFLICTS", "DONE"
DEEDS = {"changed": "update", "moved": "move", "removed": "remove", "restored": "restore"}


class RestoreAlgorithm(QgsProcessingAlgorithm):
    """Runs db.restoring."""

    def name(self) -> str:
        return "restore"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Hoàn lại một lần lưu")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate("Ncovy", "Đưa các đối tượng của một lần lưu về như trước đó, thành bản nháp mới; lịch sử vẫn còn nguyên.")

    def createInstance(self) -> RestoreAlgorithm:
        return RestoreAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        translate = QCoreApplication.translate
        self.addParameter(service_parameter())
        self.addParameter(QgsProcessingParameterNumber(CHANGESET, translate("Ncovy", "Số của lần lưu"), minValue=1))
        self.addParameter(QgsProcessingParameterString(REASON, translate("Ncovy", "Lý do"), "", optional=True))
        self.addParameter(QgsProcessingParameterBoolean(LATER, translate("Ncovy", "Cả những đối tượng đã có người sửa sau đó"), False))
        self.addParameter(QgsProcessingParameterBoolean(DRY_RUN, translate("Ncovy", "Chỉ xem, không thay đổi"), True))
        self.addOutput(QgsProcessingOutputNumber(STEPS, translate("Ncovy", "Số đối tượng")))
        self.addOutput(QgsProcessingOutputNumber(CONFLICTS, translate("Ncovy", "Số đối tượng đã có người sửa sau đó")))
        self.addOutput(QgsProcessingOutputNumber(DONE, translate("Ncovy", "Số thay đổi")))

    def checkParameterValues(self, parameters: Any, context: QgsProcessingContext) -> tuple[bool, str]:
        """A restore says why."""
        if not self.parameterAsBool(parameters, DRY_RUN, context) and not self.parameterAsString(parameters, REASON, context).strip():
            return False, QCoreApplication.translate("Ncovy", "Hoàn lại phải có lý do.")
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        number, reason = self.parameterAsInt(parameters, CHANGESET, context), self.parameterAsString(parameters, REASON, context).strip()
        later, trial = self.parameterAsBool(parameters, LATER, context), self.parameterAsBool(parameters, DRY_RUN, context)
        with connected(parameters) as connection:
            steps = of_changeset(connection, number)
            wanted = [step for step in steps if later or not step.conflict]
            comment = QCoreApplication.translate("Ncovy", "Hoàn lại lần lưu {number}").format(number=number)
            verdicts = () if trial or not wanted else restore_many(connection, wanted, comment, reason)
        for step in steps:
            feedback.pushInfo(_line(step))
        for refused in (each.refusal for each in verdicts if each.refusal is not None):
            feedback.reportError(refused.text.said(language()))
        return {STEPS: len(steps), CONFLICTS: sum(step.conflict for step in steps), DONE: sum(each.refusal is None for each in verdicts)}


def _line(step: Step) -> str:
    line = f"{deed_text(DEEDS[step.kind]).said(language())}: {step.layer} «{step.name or '–'}» {step.uid}"
    later = QCoreApplication.translate("Ncovy", "{by} đã sửa sau đó").format(by=step.later_by)
    return f"{line} ({later})" if step.conflict else line

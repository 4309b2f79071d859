"""ncovy:upgrade: bring the database to the form this version needs."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import load_catalogue
from ..db.upgrade import upgrade
from .common import connected, service_parameter

DRY_RUN, CHANGES = "DRY_RUN", "CHANGES"


class UpgradeAlgorithm(QgsProcessingAlgorithm):
    """Runs db.upgrade."""

    def name(self) -> str:
        return "upgrade"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Nâng cấp cơ sở dữ liệu")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate("Ncovy", "Tạo hoặc bổ sung bảng, quyền và hàm mà phiên bản này cần. Chạy lại không đổi gì thêm.")

    def createInstance(self) -> UpgradeAlgorithm:
        return UpgradeAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(service_parameter())
        text = QCoreApplication.translate("Ncovy", "Chỉ xem, không thay đổi")
        self.addParameter(QgsProcessingParameterBoolean(DRY_RUN, text, False))
        self.addOutput(QgsProcessingOutputNumber(CHANGES, QCoreApplication.translate("Ncovy", "Số thay đổi")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        dry_run = self.parameterAsBool(parameters, DRY_RUN, context)
        with connected(parameters) as connection:
            report = upgrade(connection, load_catalogue(), dry_run=dry_run)
        for change in report.changes:
            feedback.pushInfo(change)
        if not report.changes:
            feedback.pushInfo(QCoreApplication.translate("Ncovy", "Cơ sở dữ liệu đã đúng phiên bản; không có gì thay đổi."))
        return {CHANGES: len(report.changes)}

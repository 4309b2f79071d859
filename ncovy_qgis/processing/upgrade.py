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
from ..db import stored_forms
from ..db.upgrade import upgrade
from ..gis.stored_styles import renew_forms
from .common import connected, explained, service_parameter, source_in

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
        self._source, self._dry_run = source_in(parameters), self.parameterAsBool(parameters, DRY_RUN, context)
        catalogue = load_catalogue()
        with connected(parameters) as connection:
            self._changes = upgrade(connection, catalogue, dry_run=self._dry_run).changes
            self._stored = stored_forms.look(connection, catalogue)
        return {CHANGES: len(self._changes)}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Forms are derived in the main thread; this is it."""
        catalogue, renewed = load_catalogue(), stored_forms.in_state(self._stored, stored_forms.State.OLD)
        if renewed and not self._dry_run:
            with explained():
                renewed = renew_forms(self._source, catalogue)
        changes = (*self._changes, *stored_forms.renewal(catalogue, renewed))
        for sentence in (*changes, *stored_forms.outlook(self._stored, catalogue, renewed)):
            feedback.pushInfo(sentence)
        if not changes:
            feedback.pushInfo(QCoreApplication.translate("Ncovy", "Cơ sở dữ liệu đã đúng phiên bản; không có gì thay đổi."))
        return {CHANGES: len(changes)}

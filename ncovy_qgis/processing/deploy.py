"""ncovy:deploy: bring the current release of a site to where the public reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..publish.deploy import KEEP, DeployResult, deploy
from ..publish.deploy.errors import NewerThere
from ..publish.errors import MustBeSigned
from .common import explained, steps

SITE, TARGET, KEEPING, REASON, RELEASE, SENT = "SITE", "TARGET", "KEEP", "REASON", "RELEASE", "SENT"


class DeployAlgorithm(QgsProcessingAlgorithm):
    """Runs publish.deploy."""

    def name(self) -> str:
        return "deploy"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Đưa trang công khai lên nơi người dân xem")

    def createInstance(self) -> DeployAlgorithm:
        return DeployAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        site = QCoreApplication.translate("Ncovy", "Thư mục trang công khai")
        target = QCoreApplication.translate("Ncovy", "Nơi đến (thư mục, user@máy:thư_mục, webdavs://…, hoặc tên:thư_mục của rclone)")
        keep = QCoreApplication.translate("Ncovy", "Số bản giữ lại ở nơi đến")
        reason = QCoreApplication.translate("Ncovy", "Lý do, khi phải thay một bản mới hơn hay có chữ ký ở nơi đến")
        self.addParameter(QgsProcessingParameterFile(SITE, site, QgsProcessingParameterFile.Behavior.Folder))
        self.addParameter(QgsProcessingParameterString(TARGET, target))
        self.addParameter(QgsProcessingParameterNumber(KEEPING, keep, QgsProcessingParameterNumber.Type.Integer, KEEP, False, 1))
        self.addParameter(QgsProcessingParameterString(REASON, reason, optional=True))
        self.addOutput(QgsProcessingOutputString(RELEASE, QCoreApplication.translate("Ncovy", "Mã bản phát hành")))
        self.addOutput(QgsProcessingOutputNumber(SENT, QCoreApplication.translate("Ncovy", "Số tệp đã tải lên")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        with explained():
            try:
                done = self._deploy(parameters, context, feedback)
            except (NewerThere, MustBeSigned):
                feedback.pushWarning(QCoreApplication.translate("Ncovy", "Nếu đúng là phải thay bản đang hiện ở nơi đến, hãy ghi lý do rồi đưa lên lại."))
                raise
        if not done.switched:
            feedback.pushInfo(QCoreApplication.translate("Ncovy", "Nơi đến đang hiện đúng bản {id}.").format(id=done.release))
        told = {"AT": done.at, "AS_OF": done.as_of, "BYTES": done.bytes, "REUSED": done.reused, "REMOVED": len(done.removed)}
        return {RELEASE: done.release, "SWITCHED": done.switched, SENT: done.sent, **told}

    def _deploy(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> DeployResult:
        return deploy(
            Path(self.parameterAsFile(parameters, SITE, context)),
            self.parameterAsString(parameters, TARGET, context).strip(),
            keep=self.parameterAsInt(parameters, KEEPING, context),
            replace_newer=self.parameterAsString(parameters, REASON, context),
            progress=steps(feedback),
            cancelled=feedback.isCanceled,
        )

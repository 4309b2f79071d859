"""ncovy:publish: release the public map into a folder, unless something has to be mended or answered for first."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import load_catalogue
from ..gis.project import language
from ..publish import Blocked, keys, publish, record
from ..publish.minisign import SecretKey
from . import gate_findings
from .common import connected, explained, service_parameter, steps
from .signing import KEY, KEY_FILE, key_parameters, signing_key

SITE, RELEASE, FEATURES, ACCEPT, SEEN = "SITE", "RELEASE", "FEATURES", "ACCEPT", "SEEN"


class PublishAlgorithm(QgsProcessingAlgorithm):
    """Runs publish.release."""

    _key: Optional[SecretKey] = None

    def name(self) -> str:
        return "publish"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Phát hành bản đồ công khai")

    def createInstance(self) -> PublishAlgorithm:
        return PublishAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(service_parameter())
        text = QCoreApplication.translate("Ncovy", "Thư mục trang công khai")
        self.addParameter(QgsProcessingParameterFile(SITE, text, QgsProcessingParameterFile.Behavior.Folder))
        for parameter in key_parameters():
            self.addParameter(parameter)
        text = QCoreApplication.translate("Ncovy", "Lý do chấp nhận mọi cảnh báo chưa ai chấp nhận")
        self.addParameter(QgsProcessingParameterString(ACCEPT, text, optional=True))
        text = QCoreApplication.translate("Ncovy", "Chỉ chấp nhận đúng danh sách có mã này")
        self.addParameter(QgsProcessingParameterString(SEEN, text, optional=True))
        self.addOutput(QgsProcessingOutputString(RELEASE, QCoreApplication.translate("Ncovy", "Mã bản phát hành")))
        self.addOutput(QgsProcessingOutputNumber(FEATURES, QCoreApplication.translate("Ncovy", "Số đối tượng")))

    def prepareAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> bool:
        """In the main thread, which alone may ask for the master password."""
        with explained():
            self._key = signing_key(self.parameterAsString(parameters, KEY, context), self.parameterAsFile(parameters, KEY_FILE, context))
            keys.agree(self._key, load_catalogue().site.public_key)
        return True

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        site = Path(self.parameterAsFile(parameters, SITE, context))

        catalogue, reason = load_catalogue(), self.parameterAsString(parameters, ACCEPT, context).strip() or None
        given = {"accept": reason, "seen": self.parameterAsString(parameters, SEEN, context) or None}
        with connected(parameters) as connection:
            try:
                made = publish(connection, site, catalogue=catalogue, progress=steps(feedback), cancelled=feedback.isCanceled, key=self._key, **given)
            except Blocked as blocked:
                for line in gate_findings.lines(catalogue, blocked.judgement):
                    feedback.pushInfo(line)
                raise
        if not made.made:
            feedback.pushInfo(QCoreApplication.translate("Ncovy", "Không có gì thay đổi; giữ bản phát hành {id}.").format(id=made.id))
        for problem in made.not_shown:
            feedback.pushWarning(QCoreApplication.translate("Ncovy", "Kiểu hiển thị chưa lên được bản đồ công khai: {problem}").format(problem=problem))
        unrecorded = "" if made.recorded else record.NOT_RECORDED.said(language())
        if unrecorded:
            feedback.pushWarning(unrecorded)
        told = {"ACCEPTED": made.accepted, "NOT_SHOWN": list(made.not_shown), "NOT_RECORDED": unrecorded}
        return {RELEASE: made.id, "MADE": made.made, FEATURES: sum(made.counts.values()), **told}

"""ncovy:publish: release the public map into a folder."""

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
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import load_catalogue
from ..publish import publish
from ..publish.minisign import SecretKey
from .common import connected, explained, service_parameter
from .signing import KEY, KEY_FILE, key_parameters, signing_key

SITE, RELEASE, FEATURES = "SITE", "RELEASE", "FEATURES"


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
        self.addOutput(QgsProcessingOutputString(RELEASE, QCoreApplication.translate("Ncovy", "Mã bản phát hành")))
        self.addOutput(QgsProcessingOutputNumber(FEATURES, QCoreApplication.translate("Ncovy", "Số đối tượng")))

    def prepareAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> bool:
        """In the main thread, which alone may ask for the master password."""
        with explained():
            self._key = signing_key(self.parameterAsString(parameters, KEY, context), self.parameterAsFile(parameters, KEY_FILE, context))
        return True

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        site = Path(self.parameterAsFile(parameters, SITE, context))

        def progress(share: float, text: str) -> None:
            feedback.setProgress(share * 100)
            feedback.setProgressText(text)

        with connected(parameters) as connection:
            made = publish(connection, site, catalogue=load_catalogue(), progress=progress, cancelled=feedback.isCanceled, key=self._key)
        if not made.made:
            feedback.pushInfo(QCoreApplication.translate("Ncovy", "Không có gì thay đổi; giữ bản phát hành {id}.").format(id=made.id))
        for problem in made.not_shown:
            feedback.pushWarning(QCoreApplication.translate("Ncovy", "Kiểu hiển thị chưa lên được bản đồ công khai: {problem}").format(problem=problem))
        return {RELEASE: made.id, "MADE": made.made, FEATURES: sum(made.counts.values()), "NOT_SHOWN": list(made.not_shown)}
